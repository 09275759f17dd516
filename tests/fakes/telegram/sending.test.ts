import { describe, expect, it } from 'vitest'
import { minutes } from '../../../src/domain/time.ts'
import { ManualClock } from '../manual-clock.ts'
import { field, opened } from './testing.ts'

const refusedAs = (description: string, status = 400) => ({ status, ok: false, description })

describe('a text', () => {
  it.each([
    ['', 'Bad Request: message text is empty'],
    ['  \n ', 'Bad Request: message text is empty'],
    ['я'.repeat(4_097), 'Bad Request: message is too long'],
  ])('of no right length is refused', async (text, description) => {
    const { send } = await opened()
    expect(await send({ text })).toMatchObject(refusedAs(description))
  })

  it('of 4096 characters goes, and its ends are trimmed with the entities moved', async () => {
    const { send, vera } = await opened()
    expect((await send({ text: 'я'.repeat(4_096) })).ok).toBe(true)
    await send({ text: '  жирно ', entities: [{ type: 'bold', offset: 2, length: 5 }] })
    expect(vera.last()).toMatchObject({ text: 'жирно', entities: [{ type: 'bold', offset: 0, length: 5 }] })
  })

  it('is searched for commands, links, mentions and hashtags', async () => {
    const { vera } = await opened()
    const said = vera.say('/help@some_bot https://kotik.example/a, @vera_vera #тема a@b.co')
    expect(
      said.entities.map(({ type, offset, length }) => [type, said.text.slice(offset, offset + length)]),
    ).toEqual([
      ['bot_command', '/help@some_bot'],
      ['url', 'https://kotik.example/a'],
      ['mention', '@vera_vera'],
      ['hashtag', '#тема'],
      ['email', 'a@b.co'],
    ])
  })

  it.each([
    [[{ type: 'loud', offset: 0, length: 1 }], /Unsupported type/u],
    [[{ type: 'bold', offset: 'a', length: 1 }], /"offset" must be/u],
    [[{ type: 'bold', offset: 1, length: 2 }], /ENTITY_BOUNDS_INVALID/u],
    [[{ type: 'bold', offset: 9, length: 1 }], /incorrect offset/u],
    [[{ type: 'text_link', offset: 0, length: 1 }], /field "url"/u],
    ['bold', /Can't parse JSON/u],
  ])('with broken entities %j is refused', async (entities, expected) => {
    const { send } = await opened()
    const refused = await send({ text: 'да', entities })
    expect(refused.status).toBe(400)
    expect(refused.description).toMatch(expected)
  })

  it('cannot have an entity that cuts an emoji in two', async () => {
    const { send } = await opened()
    const refused = await send({ text: '😀!', entities: [{ type: 'bold', offset: 1, length: 2 }] })
    expect(refused.description).toMatch(/middle of a UTF-16 symbol/u)
  })
})

describe('a parse mode', () => {
  it.each([
    ['HTML', '<b>a <i>b</i></b> &lt;c&gt;', 'a b <c>', ['bold', 'italic']],
    ['HTML', '<a href="https://a.example">a</a>', 'a', ['text_link']],
    [
      'MarkdownV2',
      '*a* _b_ __c__ ~d~ ||e|| `f\\.`',
      'a b c d e f.',
      ['bold', 'italic', 'underline', 'strikethrough', 'spoiler', 'code'],
    ],
    ['MarkdownV2', '[a](https://a.example)', 'a', ['text_link']],
    ['Markdown', '*a* _b_ a.b', 'a b a.b', ['bold', 'italic']],
  ])('%s %s becomes entities', async (parse_mode, text, plain, types) => {
    const { send, vera } = await opened()
    expect(await send({ text, parse_mode })).toMatchObject({ ok: true })
    expect(vera.last()?.text).toBe(plain)
    expect(vera.last()?.entities.map(({ type }) => type)).toEqual(types)
  })

  it.each([
    ['HTML', '<b>a', `can't parse entities: Can't find end tag corresponding to start tag "b"`],
    ['HTML', 'ж</b>', `can't parse entities: Unexpected end tag at byte offset 2`],
    [
      'HTML',
      '<b>a</i>',
      `can't parse entities: Unmatched end tag at byte offset 4, expected "</b>", found "</i>"`,
    ],
    ['HTML', '<big>a</big>', `can't parse entities: Unsupported start tag "big" at byte offset 0`],
    [
      'MarkdownV2',
      'a.b',
      `can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'`,
    ],
    ['MarkdownV2', 'a *b', `can't parse entities: Can't find end of Bold entity at byte offset 2`],
    ['Markdown', 'a_b', `can't parse entities: Can't find end of Italic entity at byte offset 1`],
    ['BBCode', 'a', 'unsupported parse_mode'],
  ])('%s %s is refused', async (parse_mode, text, why) => {
    const { send } = await opened()
    expect(await send({ text, parse_mode })).toMatchObject(refusedAs(`Bad Request: ${why}`))
  })
})

const keyboard = (...rows: readonly (readonly object[])[]) => ({ reply_markup: { inline_keyboard: rows } })
const key = (data: string) => ({ text: 'да', callback_data: data })

describe('buttons', () => {
  it('are a hundred at most, with 1 to 64 bytes of data', async () => {
    const { send } = await opened()
    const rows = Array.from({ length: 25 }, () => Array.from({ length: 4 }, () => key('ж'.repeat(32))))
    expect((await send(keyboard(...rows))).ok).toBe(true)
    expect((await send(keyboard(...rows, [key('a')]))).description).toMatch(/reply markup is too long/u)
    expect(await send(keyboard([key('')]))).toMatchObject(refusedAs('Bad Request: BUTTON_DATA_INVALID'))
    expect(await send(keyboard([key('ж'.repeat(33))]))).toMatchObject(
      refusedAs('Bad Request: BUTTON_DATA_INVALID'),
    )
  })

  it('need a text and something to do', async () => {
    const { send } = await opened()
    expect((await send(keyboard([{ text: '', callback_data: 'a' }]))).description).toMatch(/non-empty text/u)
    expect((await send(keyboard([{ text: 'а' }]))).description).toMatch(/unallowed in the inline keyboard/u)
    expect((await send(keyboard([{ text: 'а', url: 'no url' }]))).description).toMatch(/Wrong HTTP URL/u)
  })

  it('are answered once', async () => {
    const { send, vera, call } = await opened()
    await send(keyboard([key('a')]))
    const pressed = vera.press('да')
    const answer = { callback_query_id: pressed.id, text: 'готово', show_alert: true }
    expect((await call('answerCallbackQuery', answer)).ok).toBe(true)
    expect(await pressed.answered()).toEqual({ text: 'готово', alert: true, url: undefined })
    expect(await call('answerCallbackQuery', answer)).toMatchObject(
      refusedAs('Bad Request: query is too old and response timeout expired or query ID is invalid'),
    )
  })
})

describe('a press', () => {
  it('is too old to answer after a quarter of an hour', async () => {
    const clock = new ManualClock()
    const { send, vera, call } = await opened({ clock })
    await send(keyboard([key('a')]))
    const { id } = vera.press('да')
    await clock.pass(minutes(15))
    const answered = await call('answerCallbackQuery', { callback_query_id: id })
    expect(answered.description).toMatch(/^Bad Request: query is too old/u)
  })
})

describe('a recipient', () => {
  it('must have written first, and must not have blocked the bot or left Telegram', async () => {
    const { telegram, bot, call, vera, person } = await opened()
    const stranger = telegram.newPerson('Пётр')
    const send = (chat_id: unknown) => call('sendMessage', { chat_id, text: 'да' })
    expect(await send(stranger.id)).toMatchObject(refusedAs('Bad Request: chat not found'))
    stranger.with(bot)
    expect(await send(stranger.id)).toMatchObject(refusedAs('Bad Request: chat not found'))
    expect(await send('')).toMatchObject(refusedAs('Bad Request: chat_id is empty'))
    vera.block()
    expect(await send(person.id)).toMatchObject(refusedAs('Forbidden: bot was blocked by the user', 403))
    vera.unblock()
    expect(await send(person.id)).toMatchObject({ ok: true })
    person.deactivate()
    expect(await send(person.id)).toMatchObject(refusedAs('Forbidden: user is deactivated', 403))
  })

  it('met in a group only cannot be written to first', async () => {
    const { telegram, bot, call } = await opened()
    const petr = telegram.newPerson('Пётр')
    telegram.newGroup({ title: 'Двор', owner: petr }).addBot(bot)
    expect(await call('sendMessage', { chat_id: petr.id, text: 'да' })).toMatchObject(
      refusedAs("Forbidden: bot can't initiate conversation with a user", 403),
    )
  })
})

describe('an answer', () => {
  it('names a message that is there, or allows to be sent without', async () => {
    const { send, vera } = await opened()
    const asked = vera.say('вопрос')
    const answered = await send({ reply_parameters: { message_id: asked.id } })
    expect(field(answered.result, 'reply_to_message')).toMatchObject({ message_id: asked.id, text: 'вопрос' })
    expect(await send({ reply_parameters: { message_id: 999 } })).toMatchObject(
      refusedAs('Bad Request: message to be replied not found'),
    )
    const free = { message_id: 999, allow_sending_without_reply: true }
    expect((await send({ reply_parameters: free })).ok).toBe(true)
    expect(await send({ reply_parameters: { message_id: asked.id, quote: 'нет такого' } })).toMatchObject(
      refusedAs('Bad Request: QUOTE_TEXT_INVALID'),
    )
  })
})

describe('copies and forwards', () => {
  it('a copy says nothing of where it comes from, a forward does', async () => {
    const { call, vera, person } = await opened()
    const said = vera.say('моё')
    const both = { chat_id: person.id, from_chat_id: person.id, message_id: said.id }
    const copy = await call('copyMessage', both)
    expect(copy.result).toEqual({ message_id: said.id + 1 })
    expect(vera.last()).toMatchObject({ text: 'моё', byBot: true, forwarded: false })
    const forward = await call('forwardMessage', both)
    expect(field(forward.result, 'forward_origin')).toMatchObject({
      type: 'user',
      sender_user: { id: person.id },
    })
    expect(await call('copyMessage', { ...both, message_id: 999 })).toMatchObject(
      refusedAs('Bad Request: message to copy not found'),
    )
  })
})
