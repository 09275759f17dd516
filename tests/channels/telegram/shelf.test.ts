import type { Update } from 'grammy/types'
import { expect, it, onTestFinished } from 'vitest'
import type { Receipt } from '../../../src/channels/port.ts'
import { Shelf } from '../../../src/channels/telegram/shelf.ts'
import { seconds } from '../../../src/domain/time.ts'
import { ComeAgain } from '../../../src/messengers/come-again.ts'
import { Pauses } from '../../../src/messengers/pause.ts'
import { QUIET } from '../../../src/runtime/log.ts'
import type { Store } from '../../../src/store/port.ts'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { ManualClock } from '../../fakes/manual-clock.ts'
import { MIGRATIONS, temporaryFolder } from '../../store/temporary.ts'
import { passUntil } from './world.ts'

const VERA = 7
const update = (id: number, album?: string): Update => ({
  update_id: id,
  message: {
    message_id: id,
    date: 1,
    chat: { id: VERA, type: 'private', first_name: 'Вера' },
    from: { id: VERA, is_bot: false, first_name: 'Вера' },
    text: String(id),
    ...(album === undefined ? {} : { media_group_id: album }),
  },
})
const done = (clock: ManualClock): Receipt => ({ kind: 'done', at: clock.now() })

async function open(perform: (ids: readonly number[], clock: ManualClock) => Receipt) {
  const clock = new ManualClock()
  const store = await openSqliteStore({
    url: `file:${temporaryFolder()}/kotik.db`,
    migrationsDir: MIGRATIONS,
  })
  onTestFinished(() => store.close())
  const made = (of: Store = store) => {
    const pauses = new Pauses(clock)
    const shelf = new Shelf({
      ...{ bot: 1, store: of, clock, pauses, log: QUIET },
      perform: async (updates) =>
        perform(
          updates.map(({ update_id: id }) => id),
          clock,
        ),
    })
    return { shelf, pauses }
  }
  return { clock, store, made, kept: () => store.notes('telegram', 'late:') }
}

it('performs in order, an album as one, and forgets what is done', async () => {
  const performed: (readonly number[])[] = []
  const { clock, made, kept } = await open((ids, at) => {
    performed.push(ids)
    return done(at)
  })
  const { shelf } = made()
  for (const [id, album] of [[1, 'a'], [2, 'a'], [3], [4, 'b'], [5, 'b']] as const)
    await shelf.put(VERA, update(id, album))
  expect(shelf.has(VERA)).toBe(true)
  await passUntil(clock, () => !shelf.has(VERA))
  expect(performed).toEqual([[1, 2], [3], [4, 5]])
  expect(await kept()).toEqual(new Map())
})

it('does not wait for more than ten parts, nor for one that comes twice', async () => {
  const performed: (readonly number[])[] = []
  const { clock, made } = await open((ids, at) => {
    performed.push(ids)
    return done(at)
  })
  const { shelf } = made()
  await shelf.put(VERA, update(1, 'a'))
  for (let id = 1; id <= 10; id++) await shelf.put(VERA, update(id, 'a'))
  await passUntil(clock, () => performed.length === 1 && !shelf.has(VERA))
  expect(performed).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]])
})

it('knows a part of an album that is done, also after a restart; a part that was missing still comes', async () => {
  const performed: (readonly number[])[] = []
  const { clock, made } = await open((ids, at) => {
    performed.push(ids)
    return done(at)
  })
  const first = made()
  for (const id of [1, 2]) await first.shelf.put(VERA, update(id, 'a'))
  await passUntil(clock, () => !first.shelf.has(VERA))
  await first.shelf.put(VERA, update(2, 'a'))
  expect(first.shelf.has(VERA)).toBe(false)
  const second = made()
  await second.shelf.load()
  for (const id of [2, 3]) await second.shelf.put(VERA, update(id, 'a'))
  await passUntil(clock, () => !second.shelf.has(VERA))
  await second.shelf.put(VERA, update(2, 'a'))
  expect(second.shelf.has(VERA)).toBe(false)
  expect(performed).toEqual([[1, 2], [3]])
})

it('waits as long as it is told, and goes on after a restart', async () => {
  let busy = true
  const performed: number[] = []
  const { clock, made } = await open((ids, at) => {
    if (busy) return { kind: 'busy', retryAfter: 2_000, why: 'tooManyMessages' }
    performed.push(...ids)
    return done(at)
  })
  const first = made()
  await first.shelf.put(VERA, update(1))
  await first.shelf.put(VERA, update(2))
  await clock.pass(seconds(5))
  first.pauses.end()
  await first.shelf.stop()
  busy = false
  const second = made()
  await second.shelf.load()
  expect(second.shelf.has(VERA)).toBe(true)
  await passUntil(clock, () => performed.length === 2)
  expect(performed).toEqual([1, 2])
})

it('sets aside what fails three times, and goes on with the rest', async () => {
  const performed: number[] = []
  const { clock, made, store } = await open((ids, at) => {
    if (ids.includes(1)) throw new TypeError('a bug')
    performed.push(...ids)
    return done(at)
  })
  const { shelf } = made()
  await shelf.put(VERA, update(1))
  await shelf.put(VERA, update(2))
  await passUntil(clock, () => performed.length === 1 && !shelf.has(VERA))
  expect([...(await store.notes('telegram', 'aside:')).keys()]).toEqual(['aside:1'])
})

it('lets go what one customer sends beyond reason, so that the others have room', async () => {
  const { made, kept } = await open(() => ({ kind: 'busy', retryAfter: 60_000, why: 'tooManyMessages' }))
  const { shelf, pauses } = made()
  await Promise.all(Array.from({ length: 6_000 }, (_, id) => shelf.put(VERA, update(id + 1))))
  await shelf.put(VERA + 1, update(7_000))
  expect((await kept()).size).toBe(501)
  pauses.end()
  await shelf.stop()
})

it('leaves with Telegram what the store does not take', async () => {
  const { made, store } = await open((_, at) => done(at))
  const broken: Store = { ...store, note: () => Promise.reject(new Error('disk full')) }
  const { shelf } = made(broken)
  await expect(shelf.put(VERA, update(1))).rejects.toThrow(ComeAgain)
  expect(shelf.has(VERA)).toBe(false)
})
