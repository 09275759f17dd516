import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/domain/time.ts'
import { ManualClock } from '../manual-clock.ts'
import { field, opened } from './testing.ts'
import type { Wire } from './world/model.ts'

async function town() {
  const clock = new ManualClock()
  const all = await opened({ clock })
  const petr = all.vk.newPerson({ firstName: 'Пётр', lastName: 'Ильин', sex: 2 })
  clock.advance(seconds(1))
  petr.with(all.community).say('второй')
  return { ...all, petr, clock }
}

const texts = (response: unknown): unknown => {
  const items = field(response, 'items')
  return Array.isArray(items) ? items.map((item) => field(item, 'text')) : items
}

describe('dialogs', () => {
  it('come newest first, in pages, with the last message and how much is unread', async () => {
    const { call, send, petr } = await town()
    await send({ peer_id: petr.id, message: 'ответ' })
    const { response } = await call('messages.getConversations', { count: 1 })
    expect(response).toMatchObject({ count: 2, unread_count: 2 })
    expect(field(response, 'items', 0)).toMatchObject({
      conversation: {
        peer: { id: petr.id, type: 'user' },
        unread_count: 1,
        last_conversation_message_id: 2,
        can_write: { allowed: true },
      },
      last_message: { text: 'ответ', out: 1 },
    })
    const second = await call('messages.getConversations', { count: 1, offset: 1, extended: 1 })
    expect(field(second.response, 'items', 0, 'last_message', 'text')).toBe('здравствуйте')
    expect(field(second.response, 'profiles', 0, 'first_name')).toBe('Вера')
    expect((await call('messages.getConversations', { count: 201 })).code).toBe(100)
  })

  it('can be those unread or unanswered only', async () => {
    const { call, send, person, petr } = await town()
    await send()
    await call('messages.markAsRead', { peer_id: petr.id })
    const peers = async (filter: string) => {
      const { response } = await call('messages.getConversations', { filter })
      const items = field(response, 'items')
      return Array.isArray(items) ? items.map((one) => field(one, 'conversation', 'peer', 'id')) : items
    }
    expect(await peers('unread')).toEqual([person.id])
    expect(await peers('unanswered')).toEqual([petr.id])
    expect((await call('messages.getConversations', { filter: 'loud' })).code).toBe(100)
  })

  it('are found by their peers', async () => {
    const { call, person, vera } = await town()
    vera.deny()
    const { response } = await call('messages.getConversationsById', { peer_ids: String(person.id) })
    expect(field(response, 'items', 0)).toMatchObject({
      peer: { id: person.id },
      can_write: { allowed: false, reason: 901 },
    })
    const allowed = await call('messages.isMessagesFromGroupAllowed', { user_id: person.id, group_id: 1 })
    expect(allowed.response).toEqual({ is_allowed: 0 })
  })
})

describe('history', () => {
  it('comes newest first, or oldest first, from a message on', async () => {
    const { call, vera, person } = await town()
    for (const text of ['1', '2', '3', '4']) vera.say(text)
    const read = async (fields: object) =>
      texts((await call('messages.getHistory', { peer_id: person.id, count: 2, ...fields })).response)
    expect(await read({})).toEqual(['4', '3'])
    expect(await read({ offset: 2 })).toEqual(['2', '1'])
    expect(await read({ rev: 1, offset: 1 })).toEqual(['1', '2'])
    expect(await read({ start_cmid: 3, rev: 1 })).toEqual(['2', '3'])
    expect(await read({ start_cmid: 3, offset: -1 })).toEqual(['3', '2'])
    expect((await call('messages.getHistory', { peer_id: person.id, count: 201 })).code).toBe(100)
  })

  it('has messages by their number in the dialog and by their own', async () => {
    const { call, vera, person } = await town()
    const { id, cmid } = vera.say('вот')
    const found = await call('messages.getByConversationMessageId', {
      peer_id: person.id,
      conversation_message_ids: `${cmid},99`,
    })
    expect(found.response).toMatchObject({ count: 1 })
    expect(texts(found.response)).toEqual(['вот'])
    expect(texts((await call('messages.getById', { message_ids: String(id) })).response)).toEqual(['вот'])
  })
})

describe('people and the community', () => {
  it('have names, and what is asked beside them', async () => {
    const { call, petr, person } = await town()
    const get = async (fields: Wire) => (await call('users.get', fields)).response
    expect(await get({ user_ids: `${petr.id},999`, fields: 'sex,screen_name' })).toEqual([
      {
        id: petr.id,
        first_name: 'Пётр',
        last_name: 'Ильин',
        can_access_closed: true,
        is_closed: false,
        sex: 2,
        screen_name: `id${petr.id}`,
      },
    ])
    person.deactivate('banned')
    expect(await get({ user_ids: String(person.id) })).toMatchObject([{ deactivated: 'banned' }])
  })

  it('the community is told about itself', async () => {
    const { call, community } = await town()
    expect(field((await call('groups.getById')).response, 'groups', 0)).toMatchObject({
      id: community.id,
      name: 'Котик',
    })
  })
})
