/** Pure readings: a message's words, and the bot's rights. */
import type { Message } from 'grammy/types'
import type { ChatMember } from 'telegraf/types'
import { describe, expect, test } from 'vitest'
import { rightsOf, troubleOf } from '../../../src/desk/telegram/rights.ts'
import { answered, commandIn, isService, spokenIn } from '../../../src/desk/telegram/spoken.ts'

const said = (fields: Partial<Message>): Message => ({
  ...{ message_id: 7, date: 1 },
  chat: { id: -100, type: 'supergroup', title: 'Поддержка' },
  ...fields,
})

describe('words of a thread', () => {
  test('“//” and what follows it is for colleagues; formatting moves with the words', () => {
    const entities = [
      { type: 'bold', offset: 3, length: 6 },
      { type: 'italic', offset: 0, length: 4 },
    ] as const
    expect(spokenIn(said({ text: '// важно знать', entities: [...entities] }))).toEqual({
      text: 'важно знать',
      entities: [
        { kind: 'bold', offset: 0, length: 6 },
        { kind: 'italic', offset: 0, length: 1 },
      ],
      inside: true,
    })
    expect(spokenIn(said({ caption: '//тихо' }))).toMatchObject({ text: 'тихо', inside: true })
    expect(spokenIn(said({ text: 'см. https://example.org//x' }))).toMatchObject({ inside: false })
  })

  test('a command is one only at the very beginning', () => {
    const command = (offset: number) => [{ type: 'bot_command' as const, offset, length: 6 }]
    expect(commandIn(said({ text: '/close', entities: command(0) }))).toBe('/close')
    expect(commandIn(said({ text: 'и /close', entities: command(2) }))).toBeUndefined()
    expect(commandIn(said({ caption: '/close', caption_entities: command(0) }))).toBe('/close')
  })

  test('a mistyped command is none of the customer’s either: a lone slash, a word Telegram does not mark', () => {
    expect(commandIn(said({ text: '/' }))).toBe('/')
    expect(commandIn(said({ text: '/чек на оплату' }))).toBe('/чек')
    expect(commandIn(said({ text: '// заметка' }))).toBeUndefined()
  })

  test('the message that opened the thread is nobody’s words; Telegram’s own words are none', () => {
    // As it comes off the wire: the answered message is without its own answer.
    const reply = (id: number) => JSON.parse(JSON.stringify({ ...said({ text: 'а' }), message_id: id }))
    expect(answered(said({ message_thread_id: 5, reply_to_message: reply(5) }))).toBeUndefined()
    expect(answered(said({ message_thread_id: 5, reply_to_message: reply(6) }))?.message_id).toBe(6)
    expect(isService(said({ forum_topic_closed: {} }))).toBe(true)
    expect(isService(said({ text: 'слова' }))).toBe(false)
  })
})

describe('rights of the bot', () => {
  const user = { id: 1, is_bot: true, first_name: 'Котик' }
  const admin = (fields: object): ChatMember => ({
    ...{ user, status: 'administrator', can_be_edited: false, is_anonymous: false, can_manage_chat: true },
    ...{ can_delete_messages: true, can_manage_video_chats: false, can_restrict_members: false },
    ...{ can_promote_members: false, can_change_info: false, can_invite_users: false },
    ...{ can_post_stories: false, can_edit_stories: false, can_delete_stories: false },
    ...{ can_pin_messages: true, can_manage_topics: true },
    ...fields,
  })

  test.each([
    [true, admin({}), { kind: 'fine' }, undefined],
    [false, admin({}), { kind: 'lacks', needs: ['threads'] }, 'noThreads'],
    [true, admin({ can_manage_topics: false }), { kind: 'lacks', needs: ['can_manage_topics'] }, 'rights'],
    [true, { user, status: 'member' } as const, { kind: 'lacks', needs: ['administrator'] }, 'rights'],
    [true, { user, status: 'left' } as const, { kind: 'notThere' }, 'kicked'],
  ])('forum %s, %o', (forum, member, rights, trouble) => {
    const found = rightsOf({ forum }, member)
    expect(found).toEqual(rights)
    expect(troubleOf(found)).toBe(trouble)
  })
})
