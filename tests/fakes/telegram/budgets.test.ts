import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/domain/time.ts'
import { ManualClock } from '../manual-clock.ts'
import { field, forum, opened } from './testing.ts'

const times = async (count: number, run: () => Promise<{ readonly status: number }>) => {
  const statuses: number[] = []
  for (let n = 0; n < count; n++) statuses.push((await run()).status)
  return statuses
}
const lasting = (count: number) => Array.from({ length: count }, () => 200)

describe('the budgets', () => {
  it('are off unless switched on', async () => {
    const { send } = await opened({ clock: new ManualClock() })
    expect(await times(60, () => send({}))).toEqual(lasting(60))
  })

  it('let a short burst to a person, then one a second, and say when to come again', async () => {
    const clock = new ManualClock()
    const { send } = await opened({ clock, budgets: 'on' })
    expect(await times(4, () => send({}))).toEqual([...lasting(3), 429])
    expect(await send({})).toMatchObject({
      status: 429,
      description: 'Too Many Requests: retry after 1',
      parameters: { retry_after: 1 },
    })
    await clock.pass(seconds(1))
    expect(await times(2, () => send({}))).toEqual([200, 429])
  })

  it('let thirty a second to everybody', async () => {
    const clock = new ManualClock()
    const { telegram, bot, call } = await opened({ clock, budgets: 'on' })
    const people = Array.from({ length: 31 }, (_, n) => telegram.newPerson(`Клиент ${n}`))
    for (const person of people) person.with(bot).start()
    const statuses = []
    for (const { id } of people) statuses.push((await call('sendMessage', { chat_id: id, text: 'а' })).status)
    expect(statuses).toEqual([...lasting(30), 429])
  })

  it('let twenty a minute to a group: threads, edits and new threads together, in a sliding minute', async () => {
    const clock = new ManualClock()
    const { say, call, group, telegram } = await forum({ clock })
    telegram.setBudgets('on')
    const first = await say({})
    await clock.pass(seconds(30))
    const made = await call('createForumTopic', { chat_id: group.id, name: '#1' })
    const thread = field(made.result, 'message_thread_id')
    expect(await times(9, () => say({ message_thread_id: thread }))).toEqual(lasting(9))
    const edited = { chat_id: group.id, message_id: field(first.result, 'message_id') }
    let n = 0
    const edit = () => call('editMessageText', { ...edited, text: `доска ${n++}` })
    expect(await times(10, edit)).toEqual([...lasting(9), 429])
    expect((await edit()).parameters).toEqual({ retry_after: 30 })
    await clock.pass(seconds(30))
    expect(await times(2, edit)).toEqual([200, 429])
  })

  it('count an album by its pictures, and reactions and deletions not at all', async () => {
    const clock = new ManualClock()
    const { say, call, group, bot, telegram } = await forum({ clock })
    const sent = await say({})
    telegram.setBudgets('on')
    const photo = await telegram.world.files.keep({ type: 'photo', bytes: new Uint8Array(9) })
    const media = Array.from({ length: 5 }, () => ({ type: 'photo', media: `AgAC-${bot.id}-${photo.key}` }))
    const album = () => call('sendMediaGroup', { chat_id: group.id, media })
    expect(await times(5, album)).toEqual([...lasting(4), 429])
    const at = { chat_id: group.id, message_id: field(sent.result, 'message_id') }
    expect((await call('setMessageReaction', { ...at, reaction: [{ type: 'emoji', emoji: '👍' }] })).ok).toBe(
      true,
    )
    expect((await call('deleteMessage', at)).ok).toBe(true)
  })

  it('can be any', async () => {
    const clock = new ManualClock()
    const all = { perSecond: 1_000, burst: 1_000 }
    const { say } = await forum({ clock, budgets: { person: all, all, groupPerMinute: 2 } })
    expect(await times(3, () => say({}))).toEqual([200, 200, 429])
  })
})
