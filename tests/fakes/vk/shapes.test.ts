/** Answers and events have the form VK publishes. */
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import * as shapes from './shapes.ts'
import { field, opened, polling } from './testing.ts'

/** What is wrong, path by path; nothing when it fits. */
function faults(shape: z.ZodType, value: unknown): readonly string[] {
  const { error } = shape.safeParse(value)
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`)
}

async function everythingHappened() {
  const town = await opened()
  const { updates } = await polling(town)
  const { vera, person, community, send } = town
  const asked = vera.say('вопрос')
  vera.say('и ещё', { replyTo: asked.cmid, forwarded: [1] })
  for (const type of ['photo', 'doc', 'voice'] as const) vera.attach({ type })
  vera.sendSticker()
  vera.sendWall(-1, 2, 'пост')
  vera.sendMarket(-1, 3, 'товар')
  vera.sendLink('https://example.com', 'сайт')
  vera.sendLocation(55.75, 37.62)
  vera.edit(asked.cmid, 'другой вопрос')
  const action = { type: 'callback', label: 'Да', payload: { yes: 1 } }
  await send({ keyboard: { inline: true, buttons: [[{ action }]] } })
  vera.press('Да')
  await send({
    keyboard: { buttons: [[{ action: { type: 'text', label: 'нет' } }, { action: { type: 'location' } }]] },
  })
  vera.press('нет')
  const element = {
    title: 'Фильм',
    description: 'Год',
    buttons: [{ action: { type: 'text', label: 'его' } }],
  }
  await send({ template: { type: 'carousel', elements: [element] } })
  community.adminSays(person, 'сам')
  const olga = town.vk.newPerson('Ольга')
  const chat = community.newChat('Дача', [person])
  chat.invite(olga)
  person.in(chat).say('в чате')
  vera.type()
  vera.read()
  vera.deny()
  vera.allow()
  person.join(community)
  person.leave(community)
  return { ...town, events: await updates() }
}

describe('forms', () => {
  it('of every event', async () => {
    const { events } = await everythingHappened()
    expect(new Set(events.map(({ type }) => type)).size).toBe(10)
    expect(events.flatMap((event) => faults(shapes.anyEvent, event))).toEqual([])
  })

  it('of dialogs, history, people and files', async () => {
    const { call, person } = await everythingHappened()
    const faultsOf = async (shape: z.ZodType, method: string, fields: object) =>
      faults(shape, (await call(method, { ...fields })).response)
    expect(await faultsOf(shapes.conversations, 'messages.getConversations', { count: 200 })).toEqual([])
    expect(await faultsOf(shapes.history, 'messages.getHistory', { peer_id: person.id, count: 200 })).toEqual(
      [],
    )
    const people = await call('users.get', { user_ids: String(person.id) })
    expect(faults(shapes.user, field(people.response, 0))).toEqual([])
  })

  it('notice what does not fit', async () => {
    const { events } = await everythingHappened()
    expect(faults(shapes.anyEvent, { ...events[0], object: { message: { id: 'один' } } })).not.toEqual([])
    expect(faults(shapes.anyEvent, { ...events[0], more: 1 })).not.toEqual([])
  })
})
