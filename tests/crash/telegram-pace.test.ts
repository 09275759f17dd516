/** The same promise while Telegram keeps to its limits: what waits for its minute waits through a death, too. */
import { expect, it } from 'vitest'
import { SeededChance } from './chance.ts'
import { Town } from './telegram/town.ts'
import { brokenPromises } from './telegram/verdict.ts'

const FULL = process.env.CRASH === 'full'
const SEED = Number(process.env.CRASH_SEED ?? 1)
// Of 20 a minute in a group, a chat's beginning takes some five.
const { lives, each, customers } = FULL
  ? { lives: 3, each: 25_000, customers: 3 }
  : { lives: 2, each: 4_000, customers: 1 }

it(`loses nothing within Telegram's limits, which the group never meets (7, 13; seed ${SEED})`, async () => {
  const plan = { customers, operators: 1, window: 3, budgets: 'on' } as const
  const town = await Town.open(plan, new SeededChance(SEED))
  for (let life = 1; life < lives; life += 1) {
    await town.live(each)
    await town.kill()
  }
  await town.live(each)
  await town.settle()
  expect(await brokenPromises(town)).toEqual([])
  expect(town.telegram.journal.calls.filter(({ chat = 0, status }) => chat < 0 && status === 429)).toEqual([])
}, 900_000)
