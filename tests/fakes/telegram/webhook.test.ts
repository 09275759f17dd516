import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/domain/time.ts'
import { FakeHttpServer, json } from '../http-server.ts'
import { ManualClock } from '../manual-clock.ts'
import { opened } from './testing.ts'

async function hooked() {
  const clock = new ManualClock()
  const town = await opened({ clock })
  const target = await FakeHttpServer.open()
  const set = (fields: object = {}) =>
    town.call('setWebhook', { url: `${target.url}/hook`, drop_pending_updates: true, ...fields })
  const arrived = (count: number) =>
    town.telegram.waitFor(() => target.received.length >= count, `${count} posts`)
  const texts = () => target.received.map(({ body }) => /"text":"([^"]*)"/u.exec(body)?.[1])
  return { ...town, clock, target, set, arrived, texts }
}

describe('a webhook', () => {
  it('is posted every update with the secret, and getUpdates is refused meanwhile', async () => {
    const { set, vera, call, telegram, bot, texts, target } = await hooked()
    expect((await set({ secret_token: 'a_secret-1' })).ok).toBe(true)
    vera.say('а')
    await telegram.waitFor(() => bot.pending === 0)
    expect(texts()).toEqual(['а'])
    expect(target.received[0]?.headers['x-telegram-bot-api-secret-token']).toBe('a_secret-1')
    const refused = await call('getUpdates')
    expect(refused).toMatchObject({ status: 409 })
    expect(refused.description).toMatch(/can't use getUpdates method while webhook is active/u)
    await call('deleteWebhook')
    expect((await call('getUpdates')).ok).toBe(true)
  })

  it('is tried again, later each time, until it is taken; one chat’s updates keep their order', async () => {
    const { set, vera, telegram, bot, call, texts, target, clock } = await hooked()
    target.answerWith(json({}, 500))
    await set()
    vera.say('а')
    vera.say('б')
    await telegram.waitFor(() => bot.webhook.last_error_message !== undefined)
    expect((await call('getWebhookInfo')).result).toMatchObject({
      pending_update_count: 2,
      last_error_message: 'Wrong response from the webhook: 500 Internal Server Error',
    })
    expect(texts()).toEqual(['а'])
    target.answerWith(json({}))
    await clock.pass(seconds(1))
    await telegram.waitFor(() => bot.pending === 0)
    expect(texts()).toEqual(['а', 'а', 'б'])
  })

  it('may answer with a call', async () => {
    const { set, vera, target, person } = await hooked()
    target.answerWith(json({ method: 'sendMessage', chat_id: person.id, text: 'ответ' }))
    await set()
    vera.say('а')
    expect(await vera.sees('ответ')).toMatchObject({ byBot: true })
  })

  it('needs https elsewhere, and a secret of letters, digits, _ and -', async () => {
    const { set } = await hooked()
    expect(await set({ url: 'http://example.com/hook' })).toMatchObject({
      status: 400,
      description: 'Bad Request: bad webhook: An HTTPS URL must be provided for webhook',
    })
    expect(await set({ secret_token: 'два слова' })).toMatchObject({
      description: 'Bad Request: secret token contains unallowed characters',
    })
  })

  it('drops what waits when asked to', async () => {
    const { call, bot } = await hooked()
    expect(bot.pending).toBe(1)
    await call('deleteWebhook', { drop_pending_updates: true })
    expect(bot.pending).toBe(0)
  })
})
