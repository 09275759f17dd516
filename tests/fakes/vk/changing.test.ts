import { describe, expect, it } from 'vitest'
import { hours, seconds } from '../../../src/domain/time.ts'
import { ManualClock } from '../manual-clock.ts'
import { field, opened } from './testing.ts'

async function town() {
  const clock = new ManualClock()
  const all = await opened({ clock })
  const edit = (fields: object) => all.call('messages.edit', { peer_id: all.person.id, ...fields })
  return { ...all, clock, edit }
}

describe('messages.edit', () => {
  it('changes the whole of an own message: what is not said again is gone', async () => {
    const { send, vera, edit } = await town()
    const keyboard = { inline: true, buttons: [[{ action: { type: 'text', label: 'да' } }]] }
    await send({ message: 'было', keyboard })
    expect((await edit({ cmid: 2, message: 'стало' })).response).toBe(1)
    expect(vera.last()).toMatchObject({ text: 'стало', edited: true, buttons: [] })
    expect((await edit({ message_id: 2, message: 'опять', keyboard })).response).toBe(1)
    expect(vera.last()?.buttons[0]?.[0]?.label).toBe('да')
  })

  it('works for a day, for own messages, and not for voice', async () => {
    const { send, edit, clock, call, vk, community } = await town()
    await send()
    expect((await edit({ cmid: 1, message: 'не моё' })).code).toBe(15)
    expect((await edit({ cmid: 99, message: 'нет такого' })).code).toBe(100)
    expect((await edit({ message: 'какого' })).code).toBe(100)
    expect((await edit({ cmid: 2, message: 'я'.repeat(4_097) })).code).toBe(914)
    const kept = vk.world.files.keep({
      kind: 'audio_message',
      ownerId: -community.id,
      bytes: new TextEncoder().encode('OggS'),
    })
    await send({ message: '', attachment: `audio_message${kept.ownerId}_${kept.id}` })
    expect((await edit({ cmid: 3, message: 'текст' })).code).toBe(920)
    clock.advance(hours(24))
    expect((await edit({ cmid: 2, message: 'впору' })).response).toBe(1)
    clock.advance(seconds(1))
    expect((await edit({ cmid: 2, message: 'поздно' })).code).toBe(909)
    expect((await call('messages.edit', { peer_id: 999, cmid: 2, message: 'а' })).code).toBe(936)
  })
})

describe('messages.delete', () => {
  it('takes an own message back within a day, each with its outcome', async () => {
    const { send, call, person, vera, clock } = await town()
    await send({ message: 'лишнее' })
    const remove = (cmids: string) =>
      call('messages.delete', { peer_id: person.id, cmids, delete_for_all: 1 })
    const { response } = await remove('2,1')
    expect(field(response, 0, 'response')).toBe(1)
    expect(field(response, 1, 'error', 'code')).toBe(924)
    expect(vera.messages().map(({ text }) => text)).toEqual(['здравствуйте'])
    await send()
    clock.advance(hours(25))
    expect(field((await remove('3')).response, 0, 'error', 'code')).toBe(924)
  })
})

describe('a press on a callback button', () => {
  async function pressed() {
    const all = await town()
    const action = { type: 'callback', label: 'Да', payload: { yes: 1 } }
    await all.send({ keyboard: { inline: true, buttons: [[{ action }]] } })
    const press = all.vera.press('Да')
    const answer = (fields: object = {}) =>
      all.call('messages.sendMessageEventAnswer', {
        event_id: press.id,
        user_id: all.person.id,
        peer_id: all.person.id,
        ...fields,
      })
    return { ...all, press, answer }
  }

  it('is answered once', async () => {
    const { press, answer } = await pressed()
    const said = { type: 'show_snackbar', text: 'Готово' }
    expect((await answer({ event_data: said })).response).toBe(1)
    expect(press.answer).toEqual(said)
    expect(await answer()).toMatchObject({ code: 100, message: expect.stringContaining('invalid event_id') })
  })

  it('within a minute, by whom it was pressed', async () => {
    const { answer, clock } = await pressed()
    expect((await answer({ user_id: 1 })).code).toBe(100)
    clock.advance(seconds(59))
    expect((await answer({ event_data: { type: 'dance' } })).code).toBe(100)
    expect((await answer({ event_data: { type: 'show_snackbar', text: 'я'.repeat(91) } })).code).toBe(100)
    clock.advance(seconds(1))
    expect((await answer()).code).toBe(100)
  })
})

describe('marks', () => {
  it('shows typing for ten seconds or until the message', async () => {
    const { call, person, vera, clock, send } = await town()
    const type = () => call('messages.setActivity', { peer_id: person.id, type: 'typing' })
    expect((await type()).response).toBe(1)
    expect(vera.typing).toBe('typing')
    clock.advance(seconds(10))
    expect(vera.typing).toBeUndefined()
    await type()
    await send()
    expect(vera.typing).toBeUndefined()
  })

  it('marks as read', async () => {
    const { call, person, vera } = await town()
    expect(vera.readByGroup).toBe(false)
    expect((await call('messages.markAsRead', { peer_id: person.id })).response).toBe(1)
    expect(vera.readByGroup).toBe(true)
  })
})
