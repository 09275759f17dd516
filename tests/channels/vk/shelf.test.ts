import { expect, it, onTestFinished } from 'vitest'
import type { Receipt } from '../../../src/channels/port.ts'
import { keyOf } from '../../../src/channels/vk/keys.ts'
import { vkShelf } from '../../../src/channels/vk/shelf.ts'
import { updateIn, type VkUpdate } from '../../../src/channels/vk/updates.ts'
import type { Json } from '../../../src/domain/message.ts'
import { minutes, seconds } from '../../../src/domain/time.ts'
import { ComeAgain } from '../../../src/messengers/come-again.ts'
import { Pauses } from '../../../src/messengers/pause.ts'
import { QUIET } from '../../../src/runtime/log.ts'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { ManualClock } from '../../fakes/manual-clock.ts'
import { MIGRATIONS, temporaryFolder } from '../../store/temporary.ts'
import { passUntil } from './world.ts'

const VERA = 7
const GROUP = 1
const BUSY: Receipt = { kind: 'busy', retryAfter: 1_000, why: 'tooManyMessages' }
const DONE: Receipt = { kind: 'duplicate' }

const told = (id: number) => ({
  ...{ type: 'message_new', event_id: `e${id}`, group_id: GROUP },
  object: { message: { peer_id: VERA, from_id: VERA, conversation_message_id: id, text: String(id) } },
})

function message(id: number): VkUpdate {
  const update = updateIn(told(id))
  if (!update) throw new Error('VK says it otherwise')
  return update
}

const numberOf = (update: VkUpdate) =>
  update.type === 'message_new' ? update.object.message.conversation_message_id : 0

async function open(perform: (id: number) => Receipt) {
  const clock = new ManualClock()
  const store = await openSqliteStore({
    url: `file:${temporaryFolder()}/kotik.db`,
    migrationsDir: MIGRATIONS,
  })
  onTestFinished(() => store.close())
  const pauses = new Pauses(clock)
  const shelf = vkShelf({
    ...{ group: GROUP, store, clock, pauses, log: QUIET },
    keyOf: (update) => keyOf(GROUP, update),
    perform: async (update) => perform(numberOf(update)),
  })
  const emptied = () => passUntil(clock, () => !shelf.has(VERA), 'an empty shelf')
  return { clock, store, pauses, shelf, emptied }
}

it('goes on with what an earlier run noted, in the order of arrival', async () => {
  const performed: number[] = []
  const { store, shelf, emptied } = await open((id) => {
    performed.push(id)
    return DONE
  })
  const unreadable = 'late:1:001768208400000-000000010:7'
  const notes: readonly (readonly [string, Json])[] = [
    ['late:1:001768208400001-000000002:7', told(4)],
    ['late:1:001768208400001-000000001:7', told(5)],
    ['late:1:001768208400000-000000009:7', told(6)],
    [unreadable, { type: 'of long ago' }],
  ]
  await store.note('vk', new Map(notes))
  await shelf.load()
  await shelf.put(VERA, message(4))
  await shelf.put(VERA, message(3))
  await emptied()
  expect(performed).toEqual([6, 5, 4, 3])
  expect([...(await store.notes('vk', 'late:')).keys()]).toEqual([unreadable])
})

it('sets aside only what failed three times by itself', async () => {
  const answers = [BUSY, BUSY, BUSY, 'a bug', 'come again', 'a bug', DONE, 'a bug', 'a bug', 'a bug', DONE]
  const performed: number[] = []
  const { store, shelf, emptied } = await open((id) => {
    performed.push(id)
    const answer = answers.shift() ?? DONE
    if (answer === 'come again') throw new ComeAgain(1_000, 'the store refuses')
    if (typeof answer === 'string') throw new TypeError(answer)
    return answer
  })
  for (const id of [1, 2, 3]) await shelf.put(VERA, message(id))
  await emptied()
  expect(performed).toEqual([1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3])
  expect([...(await store.notes('vk', 'aside:')).keys()]).toEqual(['aside:vk:7:2'])
})

it('lets go what one customer sends beyond reason, so that the others have room', async () => {
  const { clock, store, shelf, pauses } = await open(() => ({ ...BUSY, retryAfter: minutes(1) }))
  await Promise.all(Array.from({ length: 600 }, (_, id) => shelf.put(VERA, message(id + 1))))
  await shelf.put(VERA + 1, message(700))
  await clock.pass(seconds(1))
  expect((await store.notes('vk', 'late:')).size).toBe(501)
  pauses.end()
  await shelf.stop()
})
