import { describe, expect, it } from 'vitest'
import { duration, seconds } from '../../src/domain/time.ts'
import { type Store, StoreError } from '../../src/store/port.ts'
import { OLEG, until, World } from './world.ts'

/** A store whose disk fills and is freed by the test. */
function fillable() {
  const disk = { full: false }
  const refuse = () => {
    if (disk.full) throw new StoreError('diskFull', { file: 'kotik.db' })
  }
  const wrap = (store: Store): Store => ({
    ...store,
    commit: async (units, outcomes) => {
      if (units.length > 0) refuse()
      return store.commit(units, outcomes)
    },
    countFailure: async (key, error) => {
      refuse()
      return store.countFailure(key, error)
    },
  })
  return { disk, wrap }
}

describe('a store that refuses', () => {
  it('stops the acknowledging, is said in health, and is recovered from without help', async () => {
    const { disk, wrap } = fillable()
    const world = await World.started({ wrap })
    await world.say('before', 'k1')
    disk.full = true
    expect(await world.say('during', 'k2')).toEqual({
      kind: 'busy',
      why: 'storeUnavailable',
      retryAfter: 1_000,
    })
    expect(world.kotik.health()).toMatchObject({ status: 'degraded', ready: false })
    expect(world.kotik.health().troubles).toEqual(['diskFull'])
    await world.pass(seconds(5))
    expect((await world.say('still', 'k2')).kind).toBe('busy')
    disk.full = false
    await world.pass(seconds(1))
    await until(() => world.kotik.health().ready)
    expect((await world.say('after', 'k2')).kind).toBe('done')
    expect(await world.texts()).toEqual(['before', 'after'])
  })

  it('loses no timer and no outcome', async () => {
    const { disk, wrap } = fillable()
    const world = await World.started({ wrap })
    await world.say('timer tea', 'k1')
    await world.say('hello', 'k2', OLEG)
    await until(() => world.channel.delivered.length === 1)
    disk.full = true
    await world.pass(seconds(700))
    disk.full = false
    await world.pass(seconds(2))
    await until(() => world.channel.texts().includes('time for tea'))
    await world.pass(duration(50))
    expect(await world.undelivered()).toBe(0)
  })

  it('answers everything that waits, and keeps answering while it lasts', async () => {
    const { disk, wrap } = fillable()
    const world = await World.started({ wrap })
    disk.full = true
    const first = await Promise.all(Array.from({ length: 15 }, (_, n) => world.say(`${n}`, `k${n}`)))
    expect(new Set(first.map(({ kind }) => kind))).toEqual(new Set(['busy']))
    expect(world.kotik.health().backlog).toBe(0)
  })
})
