/** The delivery promise, against the real program: it is killed at random instants while both sides write. */
import { expect, it } from 'vitest'
import { SeededChance } from './chance.ts'
import { brokenPromises } from './verdict.ts'
import { World } from './world.ts'

const FULL = process.env.CRASH === 'full'
const SEED = Number(process.env.CRASH_SEED ?? 1)
// Short: some twenty seconds on two busy cores. Full: what `.ci/run` asks.
const { kills, messages } = FULL ? { kills: 50, messages: 5_000 } : { kills: 5, messages: 300 }

it(`loses nothing, doubles nothing and keeps the order over ${kills} kills (seed ${SEED})`, async () => {
  const chance = new SeededChance(SEED)
  const world = await World.open()
  let killed = 0
  while (killed < kills || world.messages < messages) {
    await world.kill(chance)
    killed += 1
  }
  await world.settle()
  expect(await brokenPromises(world)).toEqual([])
  // Kills that met nobody would prove nothing.
  expect(world.resent).toBeGreaterThan(killed)
}, 600_000)
