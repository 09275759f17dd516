/** Other ways to be interrupted: a polite stop under load, and a process that stands still for a while. */
import { expect, it } from 'vitest'
import { brokenPromises } from './verdict.ts'
import { World } from './world.ts'

const FULL = process.env.CRASH === 'full'
const STOPS = FULL ? 10 : 1
const FROZEN_FOR = FULL ? 10_000 : 500
// What process managers allow between SIGTERM and SIGKILL.
const STOP_LIMIT = 10_000

it('ends with 0 within ten seconds of SIGTERM, goes on after it stood still, and loses nothing (8, 9)', async () => {
  const world = await World.open()
  for (let stop = 1; stop <= STOPS; stop += 1) {
    await world.written(world.messages + 100)
    const { code, took } = await world.restart()
    expect(code).toBe(0)
    expect(took).toBeLessThan(STOP_LIMIT)
  }
  await world.written(world.messages + 50)
  await world.freeze(FROZEN_FOR)
  await world.written(world.messages + 50)
  await world.settle()
  expect(await brokenPromises(world)).toEqual([])
}, 300_000)
