import { describe, expect, it } from 'vitest'
import { opened } from './testing.ts'

describe('a person', () => {
  it('presses only what is there, and is told what is', async () => {
    const { vera, send } = await opened()
    expect(() => vera.press('Да')).toThrow('no button "Да" here; there are: none')
    const link = { type: 'open_link', label: 'Сайт', link: 'https://example.com' }
    await send({ keyboard: { inline: true, buttons: [[{ action: link }]] } })
    expect(() => vera.press('Да')).toThrow('there are: Сайт')
    expect(() => vera.press('Сайт')).toThrow('communities do not hear of it')
  })

  it('sends a place by its button', async () => {
    const { vera, send } = await opened()
    await send({ keyboard: { buttons: [[{ action: { type: 'location', payload: { where: 1 } } }]] } })
    expect(vera.press('').message).toMatchObject({
      payload: '{"where":1}',
      geo: { type: 'point', coordinates: { latitude: 55.75 } },
    })
  })

  it('may press what is no longer there', async () => {
    const { vera, send, vk } = await opened()
    await send({ message: 'без кнопок' })
    const press = vera.pressPayload(2, '{"old":true}')
    expect(vk.world.presses.get(press.id)).toMatchObject({ userId: vera.person.id, answer: undefined })
  })

  it('changes and takes back only what is their own', async () => {
    const { vera, send } = await opened()
    await send({ message: 'не ваше' })
    expect(() => vera.edit(2, 'моё')).toThrow('message 2 is not by Вера')
    vera.delete(1)
    expect(vera.messages().map(({ text }) => text)).toEqual(['не ваше'])
    expect(() => vera.say('на что?', { replyTo: 1 })).toThrow('no message 1')
  })

  it('sees messages that come later, in a chat too', async () => {
    const { vk, community, person, send } = await opened()
    const olga = vk.newPerson('Ольга')
    const chat = community.newChat('Дача', [person])
    expect(() => olga.in(chat)).toThrow('Ольга is not in "Дача"')
    chat.invite(olga)
    const seen = olga.in(chat).sees(/уголь/u)
    await send({ peer_id: chat.peerId, message: 'привезу уголь' })
    expect(await seen).toMatchObject({ byGroup: true, cmid: 2 })
  })
})
