/** The delivery promise in Telegram, against the real program: it is killed at random instants while both sides write. */
import { expect, it } from 'vitest'
import { SeededChance } from './chance.ts'
import { Town } from './telegram/town.ts'
import { brokenPromises } from './telegram/verdict.ts'

const FULL = process.env.CRASH === 'full'
const SEED = Number(process.env.CRASH_SEED ?? 1)
// A customer can be written to once a second, so many messages need many customers.
const { kills, messages, customers, operators } = FULL
  ? { kills: 50, messages: 10_000, customers: 140, operators: 10 }
  : { kills: 4, messages: 150, customers: 15, operators: 2 }

it(`loses nothing, keeps the order and marks what came again over ${kills} kills (1, 2, 3, 4, 5, 7; seed ${SEED})`, async () => {
  const town = await Town.open({ customers, operators, window: 4, budgets: 'off' }, new SeededChance(SEED))
  let killed = 0
  while (killed < kills || Math.min(town.seen.вопрос, town.seen.ответ) < messages) {
    await town.kill()
    killed += 1
  }
  await town.settle()
  expect(await brokenPromises(town)).toEqual([])
}, 900_000)
