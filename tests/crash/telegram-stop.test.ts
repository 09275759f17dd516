/** Fault 9 in Telegram, against the real program: SIGTERM while customers and operators are in the midst of writing. */
import { expect, it } from 'vitest'
import { SeededChance } from './chance.ts'
import { Town } from './telegram/town.ts'
import { brokenPromises, doubled } from './telegram/verdict.ts'

const FULL = process.env.CRASH === 'full'
const SEED = Number(process.env.CRASH_SEED ?? 1)
const { stops, customers, operators } = FULL
  ? { stops: 10, customers: 60, operators: 10 }
  : { stops: 2, customers: 8, operators: 2 }
// Half of what process managers allow between SIGTERM and SIGKILL.
const STOP_LIMIT = 5_000

it(`stops in time under load, and after it nothing is lost or doubled, marked or not (9; seed ${SEED})`, async () => {
  const town = await Town.open({ customers, operators, window: 4, budgets: 'off' }, new SeededChance(SEED))
  for (let stop = 1; stop <= stops; stop += 1) {
    const { code, took } = await town.restart()
    expect(code).toBe(0)
    expect(took).toBeLessThan(STOP_LIMIT)
  }
  await town.settle()
  expect(await brokenPromises(town)).toEqual([])
  expect(doubled(town)).toEqual([])
}, 600_000)
