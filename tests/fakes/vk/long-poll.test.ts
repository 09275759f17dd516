import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/domain/time.ts'
import { ManualClock } from '../manual-clock.ts'
import { field, opened, polling } from './testing.ts'

describe('the long poll', () => {
  it('gives events after a number, and the same again for the same number', async () => {
    const town = await opened()
    const { ts, updates, check } = await polling(town)
    town.vera.say('а')
    town.vera.say('б')
    const texts = async (from: string) =>
      (await updates(from)).map((update) => field(update, 'object', 'message', 'text'))
    expect(await texts(ts)).toEqual(['а', 'б'])
    expect(await texts(ts)).toEqual(['а', 'б'])
    expect(await texts(String(Number(ts) + 1))).toEqual(['б'])
    expect(await check(Number(ts) + 2)).toEqual({ ts: String(Number(ts) + 2), updates: [] })
  })

  it('waits for the next event, at most as long as it was asked to', async () => {
    const clock = new ManualClock()
    const town = await opened({ clock })
    const { ts, check } = await polling(town)
    const waiting = check(ts, 25)
    await town.vk.waitFor(() => town.community.longPoll.polling)
    town.vera.say('а')
    expect(await waiting).toMatchObject({ ts: String(Number(ts) + 1) })
    const vain = check(Number(ts) + 1, 500)
    await town.vk.waitFor(() => town.community.longPoll.polling)
    await clock.pass(seconds(90))
    expect(await vain).toEqual({ ts: String(Number(ts) + 1), updates: [] })
  })

  it('fails with 1 for a number too old or of no time, with the one to go on from', async () => {
    const town = await opened({ longPoll: { kept: 2 } })
    const { ts, check } = await polling(town)
    for (const text of ['а', 'б', 'в']) town.vera.say(text)
    const now = Number(ts) + 3
    expect(await check(ts)).toEqual({ failed: 1, ts: now })
    expect(await check(now + 1)).toEqual({ failed: 1, ts: now })
    expect(await check('вчера')).toEqual({ failed: 1, ts: now })
    expect(field(await check(now - 2), 'updates', 'length')).toBe(2)
    town.community.longPoll.forget()
    expect(await check(now - 1)).toEqual({ failed: 1, ts: now })
    expect(await check(now)).toEqual({ ts: String(now), updates: [] })
  })

  it('fails with 2 when the key is over: the number is still good with a new one', async () => {
    const town = await opened()
    const { ts, check } = await polling(town)
    const waiting = check(ts, 25)
    await town.vk.waitFor(() => town.community.longPoll.polling)
    town.community.longPoll.expireKey()
    expect(await waiting).toEqual({ failed: 2 })
    town.vera.say('а')
    expect(await check(ts)).toEqual({ failed: 2 })
    const renewed = await polling(town)
    expect(field(await renewed.check(ts), 'updates', 'length')).toBe(1)
  })

  it('fails with 3 when all is lost: key and number begin anew', async () => {
    const town = await opened()
    const { ts, check } = await polling(town)
    town.vera.say('пропадёт')
    town.community.longPoll.lose()
    expect(await check(ts)).toEqual({ failed: 3 })
    const renewed = await polling(town)
    expect(renewed.ts).not.toBe(ts)
    expect(await renewed.check(ts)).toMatchObject({ failed: 1 })
    expect(await renewed.updates()).toEqual([])
  })

  it('gives only the events that are switched on, and none when it is off', async () => {
    const town = await opened()
    const set = (fields: object) =>
      town.call('groups.setLongPollSettings', { group_id: town.community.id, ...fields })
    expect((await set({ message_new: 0 })).response).toBe(1)
    const { updates } = await polling(town)
    town.vera.say('не услышат')
    town.vera.type()
    expect((await updates()).map(({ type }) => type)).toEqual(['message_typing_state'])
    const { response } = await town.call('groups.getLongPollSettings', { group_id: town.community.id })
    expect(response).toMatchObject({
      is_enabled: true,
      api_version: '5.199',
      events: { message_new: 0, message_event: 1 },
    })
    await set({ enabled: 0 })
    const refused = await town.call('groups.getLongPollServer', { group_id: town.community.id })
    expect(refused).toMatchObject({
      code: 100,
      message: expect.stringContaining('longpoll for this group is not enabled'),
    })
    expect((await town.call('groups.getLongPollServer', { group_id: 1 })).code).toBe(15)
  })
})

describe('events', () => {
  it('tell all that people do, each with its own id', async () => {
    const town = await opened()
    const { updates } = await polling(town)
    const { vera, person, community } = town
    const { cmid } = vera.say('вопрос')
    vera.edit(cmid, 'другой вопрос')
    const action = { type: 'callback', label: 'Да', payload: { yes: 1 } }
    await town.send({ keyboard: { inline: true, buttons: [[{ action }]] } })
    const press = vera.press('Да')
    vera.read()
    vera.deny()
    vera.allow()
    person.join(community)
    const all = await updates()
    expect(all.map(({ type }) => type)).toEqual([
      'message_new',
      'message_edit',
      'message_reply',
      'message_event',
      'message_read',
      'message_deny',
      'message_allow',
      'group_join',
    ])
    expect(new Set(all.map(({ event_id }) => event_id)).size).toBe(all.length)
    expect(all[0]).toMatchObject({ group_id: community.id, v: '5.199' })
    expect(field(all[0], 'object', 'client_info', 'carousel')).toBe(true)
    expect(field(all[1], 'object')).toMatchObject({ text: 'другой вопрос', conversation_message_id: cmid })
    expect(field(all[2], 'object')).toMatchObject({
      out: 1,
      from_id: -community.id,
      random_id: expect.any(Number),
    })
    expect(field(all[3], 'object')).toEqual({
      user_id: person.id,
      peer_id: person.id,
      event_id: press.id,
      payload: { yes: 1 },
      conversation_message_id: cmid + 1,
    })
    expect(field(all[5], 'object')).toEqual({ user_id: person.id })
  })

  it('name who wrote by hand in the community’s name', async () => {
    const town = await opened()
    const { updates } = await polling(town)
    town.community.adminSays(town.person, 'отвечу сам', 42)
    expect(field((await updates())[0], 'object')).toMatchObject({ admin_author_id: 42, text: 'отвечу сам' })
  })

  it('of a chat of many come with its peer', async () => {
    const town = await opened()
    const chat = town.community.newChat('Дача', [town.person])
    const { updates } = await polling(town)
    town.person.in(chat).say('кто привезёт уголь')
    expect(field((await updates())[0], 'object', 'message')).toMatchObject({
      peer_id: 2_000_000_001,
      from_id: town.person.id,
      id: 0,
    })
  })
})
