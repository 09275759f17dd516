/** The delivery promise in VK, against the real program: nothing lost, nothing doubled, whatever instant it is killed at. */
import { expect, it } from 'vitest'
import { SeededChance } from './chance.ts'
import { Town } from './vk/town.ts'
import { brokenPromises } from './vk/verdict.ts'

const FULL = process.env.CRASH === 'full'
const SEED = Number(process.env.CRASH_SEED ?? 1)
const { kills, messages, customers, operators, window } = FULL
  ? { kills: 50, messages: 10_000, customers: 60, operators: 10, window: 40 }
  : { kills: 4, messages: 300, customers: 12, operators: 2, window: 8 }

it(`faults 1, 2, 3, 4 and 7: ${kills} kills, nothing lost or doubled, the order kept (seed ${SEED})`, async () => {
  const town = await Town.open({ customers, operators, window }, new SeededChance(SEED))
  let killed = 0
  while (killed < kills || town.messages < messages) {
    await town.kill()
    killed += 1
  }
  await town.settle()
  expect(await brokenPromises(town)).toEqual([])
  // On a machine with other things to do each start takes seconds.
}, 1_800_000)
