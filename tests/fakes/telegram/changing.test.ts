import { describe, expect, it } from 'vitest'
import { instant } from '../../../src/domain/time.ts'
import { ManualClock } from '../manual-clock.ts'
import { field, forum, opened } from './testing.ts'

const HOUR = 3_600_000
const refusedAs = (description: string) => ({ status: 400, description: `Bad Request: ${description}` })

async function said(text = 'было') {
  const town = await opened({ clock: new ManualClock() })
  const { result } = await town.send({ text })
  const at = { chat_id: town.person.id, message_id: field(result, 'message_id') }
  return { ...town, at }
}

describe('an edit', () => {
  it('changes the text and says so; nothing new is refused', async () => {
    const { call, vera, at } = await said()
    expect((await call('editMessageText', { ...at, text: 'стало' })).ok).toBe(true)
    expect(vera.last()).toMatchObject({ text: 'стало', edited: true })
    const again = await call('editMessageText', { ...at, text: 'стало' })
    expect(again.description).toMatch(/^Bad Request: message is not modified: specified new message content/u)
  })

  it('of the buttons alone leaves no mark; without reply_markup they go', async () => {
    const { call, vera, at } = await said()
    const markup = { reply_markup: { inline_keyboard: [[{ text: 'да', callback_data: 'a' }]] } }
    await call('editMessageReplyMarkup', { ...at, ...markup })
    expect(vera.last()).toMatchObject({ edited: false, buttons: [[{ text: 'да', data: 'a' }]] })
    await call('editMessageText', { ...at, text: 'стало' })
    expect(vera.last()?.buttons).toEqual([])
    expect((await call('editMessageReplyMarkup', at)).description).toMatch(/not modified/u)
  })

  it('is only of the bot’s own messages that are there', async () => {
    const { call, vera, at } = await said()
    const other = vera.say('моё')
    expect(await call('editMessageText', { ...at, message_id: other.id, text: 'а' })).toMatchObject(
      refusedAs("message can't be edited"),
    )
    expect(await call('editMessageText', { ...at, message_id: 999, text: 'а' })).toMatchObject(
      refusedAs('message to edit not found'),
    )
    expect(await call('editMessageCaption', { ...at, caption: 'а' })).toMatchObject(
      refusedAs('there is no caption in the message to edit'),
    )
  })
})

describe('a deletion', () => {
  it('is for 48 hours, and once', async () => {
    const clock = new ManualClock()
    const { call, send, person } = await opened({ clock })
    const first = { chat_id: person.id, message_id: field((await send({})).result, 'message_id') }
    expect((await call('deleteMessage', first)).ok).toBe(true)
    expect(await call('deleteMessage', first)).toMatchObject(refusedAs('message to delete not found'))
    const second = { chat_id: person.id, message_id: field((await send({})).result, 'message_id') }
    clock.set(instant(clock.now() + 49 * HOUR))
    expect(await call('deleteMessage', second)).toMatchObject(refusedAs("message can't be deleted"))
  })
})

describe('reactions', () => {
  it('are one of Telegram’s, one at a time, and people’s reach the bot that asks for them', async () => {
    const { call, vera, at } = await said()
    const react = (...emoji: readonly string[]) =>
      call('setMessageReaction', { ...at, reaction: emoji.map((one) => ({ type: 'emoji', emoji: one })) })
    expect((await react('👍')).ok).toBe(true)
    expect(vera.last()?.reactions).toEqual(['👍'])
    expect(await react('🐈')).toMatchObject(refusedAs('REACTION_INVALID'))
    expect(await react('👍', '🔥')).toMatchObject(refusedAs('REACTIONS_TOO_MANY'))
    await call('getUpdates', { offset: -1, allowed_updates: ['message_reaction'] })
    vera.react(Number(at.message_id), '🔥')
    const { result } = await call('getUpdates', { offset: -1 })
    expect(result).toMatchObject([{ message_reaction: { new_reaction: [{ type: 'emoji', emoji: '🔥' }] } }])
  })
})

describe('typing', () => {
  it('is shown for five seconds or until a message', async () => {
    const clock = new ManualClock()
    const { call, send, vera, person } = await opened({ clock })
    await call('sendChatAction', { chat_id: person.id, action: 'typing' })
    expect(vera.action).toBe('typing')
    await send({})
    expect(vera.action).toBeUndefined()
    await call('sendChatAction', { chat_id: person.id, action: 'typing' })
    clock.set(instant(clock.now() + 5_000))
    expect(vera.action).toBeUndefined()
    expect(await call('sendChatAction', { chat_id: person.id, action: 'thinking' })).toMatchObject(
      refusedAs('wrong parameter action in request'),
    )
  })
})

describe('a pin', () => {
  it('needs the right, and is told in the chat', async () => {
    const { call, group, bot, olga, say } = await forum()
    const at = { chat_id: group.id, message_id: field((await say({})).result, 'message_id') }
    expect((await call('pinChatMessage', at)).ok).toBe(true)
    expect(olga.messages('general').find(({ id }) => id === at.message_id)?.pinned).toBe(true)
    expect((await call('unpinChatMessage', at)).ok).toBe(true)
    group.promote(bot, ['can_manage_topics'])
    expect(await call('pinChatMessage', at)).toMatchObject(
      refusedAs('not enough rights to manage pinned messages in the chat'),
    )
  })
})
