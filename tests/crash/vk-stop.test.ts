/** Fault 9 in VK, against the real program: SIGTERM while customers and operators write, also while VK does not answer. */
import { expect, it } from 'vitest'
import { SeededChance } from './chance.ts'
import { Town } from './vk/town.ts'
import { brokenPromises } from './vk/verdict.ts'

const FULL = process.env.CRASH === 'full'
const SEED = Number(process.env.CRASH_SEED ?? 1)
const { stops, plan } = FULL
  ? { stops: 10, plan: { customers: 60, operators: 10, window: 40 } }
  : { stops: 2, plan: { customers: 12, operators: 2, window: 8 } }
// Half of what process managers allow between SIGTERM and SIGKILL; VK is waited for three seconds.
const STOP_LIMIT = 5_000

it(`fault 9: stops in time under load, with VK and without it, and nothing is lost or doubled (seed ${SEED})`, async () => {
  const town = await Town.open(plan, new SeededChance(SEED))
  for (let stop = 1; stop <= stops; stop += 1) {
    const { code, took } = await town.restart()
    expect(code).toBe(0)
    expect(took).toBeLessThan(STOP_LIMIT)
  }
  for (const kind of ['hang', 'hangAfter'] as const) {
    for (const method of ['messages.send', 'execute']) town.vk.inject({ kind }, { method })
    const { code, took } = await town.restart(() => town.vk.healAll())
    expect(code).toBe(0)
    expect(took).toBeLessThan(STOP_LIMIT)
  }
  await town.settle()
  expect(await brokenPromises(town)).toEqual([])
}, 600_000)
