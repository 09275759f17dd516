import { describe, expect, it } from 'vitest'
import { field, forum, opened, type Replied } from './testing.ts'

const updatesOf = async (call: (method: string) => Promise<Replied>) => {
  const { result } = await call('getUpdates')
  return Array.isArray(result) ? result : []
}

describe('a bot in a group', () => {
  it('is told when it is added, promoted, demoted and kicked', async () => {
    const { call, group, bot } = await forum()
    group.demote(bot)
    group.kick(bot)
    const statuses = (await updatesOf(call)).flatMap(
      (update) => field(field(update, 'my_chat_member'), 'new_chat_member') ?? [],
    )
    expect(statuses.map((member) => field(member, 'status'))).toEqual([
      'member',
      'administrator',
      'member',
      'kicked',
    ])
  })

  it('that was kicked, left, or may not write is told so', async () => {
    const { call, group, bot, say } = await forum()
    group.restrict(bot)
    expect(await say({})).toMatchObject({
      status: 400,
      description: 'Bad Request: not enough rights to send text messages to the chat',
    })
    group.kick(bot)
    expect(await say({})).toMatchObject({
      status: 403,
      description: 'Forbidden: bot was kicked from the supergroup chat',
    })
    group.addBot(bot)
    expect((await call('leaveChat', { chat_id: group.id })).ok).toBe(true)
    expect(await say({})).toMatchObject({
      status: 403,
      description: 'Forbidden: bot is not a member of the supergroup chat',
    })
  })

  it('was never in is not found', async () => {
    const { telegram, call, person } = await opened()
    const group = telegram.newGroup({ title: 'Двор', owner: person })
    expect(await call('sendMessage', { chat_id: group.id, text: 'а' })).toMatchObject({
      description: 'Bad Request: chat not found',
    })
    expect(await call('getChat', { chat_id: -5 })).toMatchObject({
      description: 'Bad Request: chat not found',
    })
  })

  it('in privacy mode sees commands, mentions, answers to it and service messages', async () => {
    const { telegram, bot, call, person } = await opened()
    const group = telegram.newGroup({ title: 'Двор', owner: person })
    group.addBot(bot)
    const sent = await call('sendMessage', { chat_id: group.id, text: 'всем привет' })
    const seat = person.in(group)
    seat.say('болтовня')
    seat.say('/help')
    seat.say('/help@another_bot')
    seat.say(`@${bot.username} привет`)
    seat.say('да', { replyTo: Number(field(sent.result, 'message_id')) })
    const texts = (await updatesOf(call)).map((update) => field(field(update, 'message'), 'text'))
    expect(texts.filter(Boolean)).toEqual(['/start', '/help', `@${bot.username} привет`, 'да'])
    bot.setReadsAll(true)
    seat.say('болтовня')
    expect(field(field((await updatesOf(call)).at(-1), 'message'), 'text')).toBe('болтовня')
  })

  it('does not hear other bots', async () => {
    const { telegram, group, call, say } = await forum()
    const other = telegram.newBot()
    group.addBot(other, 'all')
    await call('getUpdates', { offset: -1 })
    const before = telegram.handleOf(other.id).pending
    await say({ text: 'слышно?' })
    expect(telegram.handleOf(other.id).pending).toBe(before)
  })

  it('sees who administers it, and each member', async () => {
    const { call, group, bot, olga, ivan, telegram } = await forum()
    const { result } = await call('getChatAdministrators', { chat_id: group.id })
    expect(result).toMatchObject([
      { status: 'creator', user: { id: olga.person.id } },
      { status: 'administrator', user: { id: bot.id }, can_manage_topics: true },
    ])
    const member = (user_id: number) => call('getChatMember', { chat_id: group.id, user_id })
    expect((await member(ivan.person.id)).result).toMatchObject({ status: 'member' })
    expect((await member(telegram.newPerson('Пётр').id)).result).toMatchObject({ status: 'left' })
    expect(await member(123)).toMatchObject({ description: 'Bad Request: PARTICIPANT_ID_INVALID' })
    expect((await call('getChat', { chat_id: group.id })).result).toMatchObject({
      type: 'supergroup',
      is_forum: true,
    })
  })
})

describe('a group that becomes a supergroup', () => {
  it('tells both ids and refuses the old one', async () => {
    const { telegram, bot, call, person } = await opened()
    const group = telegram.newGroup({ title: 'Поддержка', basic: true, owner: person })
    group.addBot(bot, 'all')
    await call('getUpdates', { offset: -1 })
    const old = group.id
    const id = group.migrate()
    expect(id).toBeLessThan(-1_000_000_000_000)
    expect((await updatesOf(call)).slice(-2)).toMatchObject([
      { message: { chat: { id: old }, migrate_to_chat_id: id } },
      { message: { chat: { id }, migrate_from_chat_id: old } },
    ])
    expect(await call('sendMessage', { chat_id: old, text: 'а' })).toMatchObject({
      status: 400,
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
      parameters: { migrate_to_chat_id: id },
    })
    expect((await call('sendMessage', { chat_id: id, text: 'а' })).ok).toBe(true)
  })
})

describe('commands', () => {
  it('are kept by scope and language', async () => {
    const { call } = await opened()
    const commands = [{ command: 'start', description: 'Начать' }]
    expect((await call('setMyCommands', { commands, language_code: 'ru' })).ok).toBe(true)
    expect((await call('getMyCommands', { language_code: 'ru' })).result).toEqual(commands)
    expect((await call('getMyCommands')).result).toEqual([])
    const wrong = await call('setMyCommands', { commands: [{ command: 'Старт', description: 'а' }] })
    expect(wrong.description).toBe('Bad Request: BOT_COMMAND_INVALID')
    await call('deleteMyCommands', { language_code: 'ru' })
    expect((await call('getMyCommands', { language_code: 'ru' })).result).toEqual([])
  })
})
