import { describe, expect, it } from 'vitest'
import { minutes } from '../../../src/domain/time.ts'
import { ManualClock } from '../manual-clock.ts'
import { callApi, field, opened } from './testing.ts'

describe('messages.send', () => {
  it('answers with the number of the message, which the person sees', async () => {
    const { send, vera } = await opened()
    const { response } = await send({ message: 'добрый день' })
    expect(vera.last()).toMatchObject({ id: response, cmid: 2, text: 'добрый день', byGroup: true })
  })

  it('needs random_id, and answers a repeated one within an hour with the same message', async () => {
    const clock = new ManualClock()
    const { send, vera, vk } = await opened({ clock })
    expect(await send({ random_id: undefined })).toMatchObject({
      code: 100,
      message: 'One of the parameters specified was missing or invalid: random_id is a required parameter',
    })
    const first = await send({ random_id: 77, message: 'а' })
    clock.advance(minutes(59))
    expect((await send({ random_id: 77, message: 'б' })).response).toBe(first.response)
    expect(vk.journal.sends).toHaveLength(1)
    expect(vk.journal.repeats).toHaveLength(1)
    clock.advance(minutes(1))
    expect((await send({ random_id: 77, message: 'в' })).response).not.toBe(first.response)
    expect(vera.messages().map(({ text }) => text)).toEqual(['здравствуйте', 'а', 'в'])
  })

  it('tells random_ids of other peers apart, and 0 is none', async () => {
    const { send, vk, community } = await opened()
    const petr = vk.newPerson('Пётр')
    petr.with(community).say('и я')
    await send({ random_id: 5 })
    await send({ random_id: 5, peer_id: petr.id })
    await send({ random_id: 0 })
    await send({ random_id: 0 })
    expect(vk.journal.sends).toHaveLength(4)
  })

  it('takes 4096 signs and refuses more with 914, and nothing at all with 100', async () => {
    const { send } = await opened()
    expect((await send({ message: 'я'.repeat(4_096) })).code).toBeUndefined()
    expect(await send({ message: 'я'.repeat(4_097) })).toMatchObject({
      code: 914,
      message: 'Message is too long',
    })
    expect((await send({ message: '  ' })).code).toBe(100)
  })

  it('writes to several, each with its own outcome', async () => {
    const { send, vk, person, community } = await opened()
    const stranger = vk.newPerson('Пётр')
    const { response } = await send({ peer_id: undefined, peer_ids: `${person.id},${stranger.id}` })
    expect(response).toEqual([
      { peer_id: person.id, message_id: 2, conversation_message_id: 2 },
      {
        peer_id: stranger.id,
        message_id: 0,
        error: { code: 901, description: "Can't send messages for users without permission" },
      },
    ])
    expect(stranger.with(community).messages()).toEqual([])
  })

  it('may not write to a stranger, to who denied, closed themselves, is blacklisted, deleted or nobody', async () => {
    const { send, vk, person, vera, community } = await opened()
    const petr = vk.newPerson('Пётр')
    expect((await send({ peer_id: petr.id })).code).toBe(901)
    petr.with(community).allow()
    expect((await send({ peer_id: petr.id })).code).toBeUndefined()
    vera.deny()
    expect((await send()).code).toBe(901)
    vera.say('пишите опять')
    expect((await send()).code).toBeUndefined()
    person.close()
    expect((await send()).code).toBe(902)
    person.close(false)
    community.blacklist(person)
    expect((await send()).code).toBe(900)
    community.blacklist(person, false)
    person.deactivate()
    expect((await send()).code).toBe(18)
    expect((await send({ peer_id: 999 })).code).toBe(936)
  })

  it('answers and forwards messages of the dialog', async () => {
    const { send, vera, person } = await opened()
    const forward = { peer_id: person.id, conversation_message_ids: [1], is_reply: true }
    await send({ forward, message: 'на это' })
    expect(vera.last()).toMatchObject({ replyTo: 1, forwarded: [] })
    await send({ forward: { ...forward, is_reply: false }, message: '' })
    expect(vera.last()).toMatchObject({ replyTo: undefined, forwarded: [1] })
    expect((await send({ reply_to: 1 })).code).toBeUndefined()
    expect((await send({ reply_to: 99 })).code).toBe(921)
  })

  it('in a chat of many has no number of its own', async () => {
    const { send, community, person } = await opened()
    const chat = community.newChat('Дача', [person])
    expect((await send({ peer_id: chat.peerId })).response).toBe(0)
    expect(person.in(chat).last()).toMatchObject({ id: 0, cmid: 1, text: 'да' })
    chat.kickCommunity()
    expect((await send({ peer_id: chat.peerId })).code).toBe(917)
  })
})

describe('who calls', () => {
  it('needs a known key, a version, and a method there is', async () => {
    const { vk, community, call } = await opened()
    const plain = (fields: object) => callApi(vk.apiUrl, 'users.get', { ...fields })
    expect(await plain({})).toMatchObject({
      code: 5,
      message: 'User authorization failed: no access_token passed.',
    })
    expect((await plain({ access_token: 'чужой' })).code).toBe(5)
    expect((await plain({ access_token: community.token, v: undefined })).code).toBe(8)
    expect((await plain({ access_token: community.token, v: '5.131' })).code).toBe(8)
    expect(await call('messages.dance')).toMatchObject({ code: 3, message: 'Unknown method passed' })
    const old = community.token
    community.revokeToken()
    expect((await call('users.get')).code).toBeUndefined()
    expect((await call('users.get', { access_token: old })).code).toBe(5)
  })

  it('may bring the key in a header, and the rest in the address', async () => {
    const { vk, community, person } = await opened()
    const headers = { authorization: `Bearer ${community.token}` }
    const said = await fetch(`${vk.apiUrl}/users.get?user_ids=${person.id}&v=5.199`, { headers })
    expect(field(await said.json(), 'response', 0, 'first_name')).toBe('Вера')
  })

  it('is told its parameters, never the key', async () => {
    const { send } = await opened()
    const { body } = await send({ message: '' })
    const params = field(body, 'error', 'request_params')
    expect(params).toContainEqual({ key: 'method', value: 'messages.send' })
    expect(JSON.stringify(params)).not.toContain('access_token')
  })
})
