import { describe, expect, it } from 'vitest'
import { field, forum, opened } from './testing.ts'

const refusedAs = (why: string) => ({ status: 400, description: `Bad Request: ${why}` })

async function withThread() {
  const town = await forum()
  const made = await town.call('createForumTopic', {
    chat_id: town.group.id,
    name: '#142 Вера',
    icon_color: 16766590,
  })
  const at = { chat_id: town.group.id, message_thread_id: Number(field(made.result, 'message_thread_id')) }
  return { ...town, made, at }
}

describe('a thread', () => {
  it('is made with a name and one of six colours, and opens with a service message', async () => {
    const { made, at, olga, call, group } = await withThread()
    expect(made.result).toEqual({
      ...{ message_thread_id: at.message_thread_id },
      name: '#142 Вера',
      icon_color: 16766590,
    })
    expect(olga.messages(at.message_thread_id)[0]?.service).toMatchObject({
      forum_topic_created: { name: '#142 Вера' },
    })
    const create = (fields: object) => call('createForumTopic', { chat_id: group.id, ...fields })
    expect(await create({ name: '' })).toMatchObject(refusedAs('topic name must be non-empty'))
    expect((await create({ name: 'я'.repeat(129) })).status).toBe(400)
    expect((await create({ name: 'я'.repeat(128) })).ok).toBe(true)
    expect(await create({ name: 'a', icon_color: 1 })).toMatchObject(
      refusedAs('invalid forum topic icon color specified'),
    )
    expect(await create({ name: 'a', icon_custom_emoji_id: '1' })).toMatchObject(
      refusedAs('DOCUMENT_INVALID'),
    )
  })

  it('takes an icon of those that Telegram offers', async () => {
    const { call, at, olga } = await withThread()
    const { result } = await call('getForumTopicIconStickers')
    const icon = field(Array.isArray(result) ? result[0] : undefined, 'custom_emoji_id')
    expect((await call('editForumTopic', { ...at, icon_custom_emoji_id: icon })).ok).toBe(true)
    expect(olga.threads[0]?.emoji).toBe(icon)
  })

  it('needs can_manage_topics, and a forum', async () => {
    const { call, group, bot, telegram, person } = await forum()
    group.promote(bot, ['can_delete_messages'])
    expect(await call('createForumTopic', { chat_id: group.id, name: 'a' })).toMatchObject(
      refusedAs('not enough rights to create a topic'),
    )
    const plain = telegram.newGroup({ title: 'Двор', owner: person })
    plain.addBot(bot, 'all')
    expect(await call('createForumTopic', { chat_id: plain.id, name: 'a' })).toMatchObject(
      refusedAs('the chat is not a forum'),
    )
  })

  it('is renamed, and refuses a rename to the same', async () => {
    const { call, at, olga } = await withThread()
    expect((await call('editForumTopic', { ...at, name: '#142 решено' })).ok).toBe(true)
    expect(olga.threads[0]?.name).toBe('#142 решено')
    expect(await call('editForumTopic', { ...at, name: '#142 решено' })).toMatchObject(
      refusedAs('TOPIC_NOT_MODIFIED'),
    )
    expect(await call('editForumTopic', { ...at, message_thread_id: 999, name: 'a' })).toMatchObject(
      refusedAs('message thread not found'),
    )
  })

  it('that is closed takes messages of administrators only', async () => {
    const { call, at, say, group, bot, ivan, olga } = await withThread()
    expect((await call('closeForumTopic', at)).ok).toBe(true)
    expect(await call('closeForumTopic', at)).toMatchObject(refusedAs('TOPIC_NOT_MODIFIED'))
    expect((await say(at)).ok).toBe(true)
    expect(() => ivan.say('можно?', { thread: at.message_thread_id })).toThrow(/is closed/u)
    group.demote(bot)
    expect(await say(at)).toMatchObject(refusedAs('TOPIC_CLOSED'))
    olga.reopenThread(at.message_thread_id)
    expect((await say(at)).ok).toBe(true)
  })

  it('that people deleted is not found, and the bot never hears of it', async () => {
    const { call, say, at, olga, bot } = await withThread()
    await call('getUpdates', { offset: -1 })
    const before = bot.pending
    olga.deleteThread(at.message_thread_id)
    expect(bot.pending).toBe(before)
    expect(await say(at)).toMatchObject(refusedAs('message thread not found'))
    expect(await call('closeForumTopic', at)).toMatchObject(refusedAs('message thread not found'))
  })

  it('of people is told to the bot, with what is written in it', async () => {
    const { call, olga } = await forum()
    await call('getUpdates', { offset: -1 })
    const { id } = olga.createThread('Вопросы')
    olga.say('в треде', { thread: id })
    olga.closeThread(id)
    olga.reopenThread(id)
    const { result } = await call('getUpdates')
    expect(Array.isArray(result) && result.slice(-4)).toMatchObject([
      { message: { forum_topic_created: { name: 'Вопросы' }, message_thread_id: id } },
      {
        message: {
          text: 'в треде',
          message_thread_id: id,
          is_topic_message: true,
          reply_to_message: { message_id: id },
        },
      },
      { message: { forum_topic_closed: {}, message_thread_id: id } },
      { message: { forum_topic_reopened: {}, message_thread_id: id } },
    ])
  })
})

describe('General', () => {
  it('is written to without a thread: 1 is refused', async () => {
    const { say, olga, call } = await forum()
    const sent = await say({})
    expect(field(sent.result, 'message_thread_id')).toBeUndefined()
    expect(await say({ message_thread_id: 1 })).toMatchObject(refusedAs('message thread not found'))
    await call('getUpdates', { offset: -1 })
    olga.say('в общем')
    const { result } = await call('getUpdates', { offset: -1 })
    expect(
      field(field(Array.isArray(result) ? result[0] : undefined, 'message'), 'message_thread_id'),
    ).toBeUndefined()
  })

  it('is hidden, closed and shown again', async () => {
    const { call, say, group, bot } = await forum()
    const chat = { chat_id: group.id }
    expect((await call('hideGeneralForumTopic', chat)).ok).toBe(true)
    expect(await call('hideGeneralForumTopic', chat)).toMatchObject(refusedAs('TOPIC_NOT_MODIFIED'))
    group.demote(bot)
    expect(await say({})).toMatchObject(refusedAs('TOPIC_CLOSED'))
    group.promote(bot)
    expect((await call('unhideGeneralForumTopic', chat)).ok).toBe(true)
    expect((await call('reopenGeneralForumTopic', chat)).ok).toBe(true)
  })
})

describe('threads in a private chat', () => {
  it('are for bots whose owner has switched them on', async () => {
    const { call, bot, person, send, vera } = await opened()
    const create = () => call('createForumTopic', { chat_id: person.id, name: '#142' })
    expect(await create()).toMatchObject(refusedAs('BOT_FORUM_CREATE_FORBIDDEN'))
    expect(field((await call('getMe')).result, 'has_topics_enabled')).toBe(false)
    bot.setTopics(true)
    expect(field((await call('getMe')).result, 'has_topics_enabled')).toBe(true)
    const thread = Number(field((await create()).result, 'message_thread_id'))
    expect((await send({ message_thread_id: thread, text: 'карточка' })).ok).toBe(true)
    expect(vera.last(thread)).toMatchObject({ text: 'карточка', thread })
    vera.say('ответ', { thread })
    const { result } = await call('getUpdates', { offset: -1 })
    expect(result).toMatchObject([{ message: { text: 'ответ', message_thread_id: thread } }])
    expect(await send({ message_thread_id: 999 })).toMatchObject(refusedAs('message thread not found'))
  })
})
