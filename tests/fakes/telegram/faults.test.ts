import { describe, expect, it } from 'vitest'
import { duration } from '../../../src/domain/time.ts'
import { ManualClock } from '../manual-clock.ts'
import { opened } from './testing.ts'

describe('an injected fault', () => {
  it('refuses with any status, in JSON or as a proxy’s page', async () => {
    const { telegram, send, vera, bot, person } = await opened()
    telegram.inject({ kind: 'status', status: 500 }, { method: 'sendMessage', times: 1 })
    expect(await send({ text: 'а' })).toMatchObject({ status: 500, description: 'Internal Server Error' })
    telegram.inject({ kind: 'status', status: 502, html: true }, { method: 'sendMessage', times: 1 })
    const page = await fetch(`${telegram.url}/bot${bot.token}/sendMessage?chat_id=${person.id}&text=b`)
    expect([page.status, await page.text()]).toEqual([
      502,
      expect.stringContaining('<h1>502 Bad Gateway</h1>'),
    ])
    expect((await send({ text: 'в' })).ok).toBe(true)
    expect(vera.messages().map(({ text }) => text)).toEqual(['/start', 'в'])
  })

  it('floods with any retry_after, in one chat only', async () => {
    const { telegram, bot, call, send, person } = await opened()
    const petr = telegram.newPerson('Пётр')
    petr.with(bot).start()
    const flood = telegram.inject({ kind: 'flood', retryAfter: 3_600 }, { chat: person.id })
    expect(await send({})).toMatchObject({ status: 429, parameters: { retry_after: 3_600 } })
    expect((await call('sendMessage', { chat_id: petr.id, text: 'а' })).ok).toBe(true)
    flood.remove()
    expect((await send({})).ok).toBe(true)
    expect(flood.hits).toBe(1)
  })

  it('performs, then cuts the connection', async () => {
    const { telegram, send, vera } = await opened()
    telegram.inject({ kind: 'cut' }, { method: 'sendMessage', times: 1 })
    await expect(send({ text: 'дошло' })).rejects.toThrow('fetch failed')
    expect(vera.last()?.text).toBe('дошло')
    expect(telegram.journal.sends).toMatchObject([{ text: 'дошло' }])
    expect(telegram.journal.calls).toMatchObject([{ method: 'sendMessage', status: 0, performed: true }])
  })

  it('cuts the connection before anything is performed', async () => {
    const { telegram, send, vera } = await opened()
    telegram.inject({ kind: 'refuse' }, { after: 1, times: 1 })
    expect((await send({ text: 'а' })).ok).toBe(true)
    await expect(send({ text: 'б' })).rejects.toThrow('fetch failed')
    expect(vera.last()?.text).toBe('а')
  })

  it('hangs, performed or not', async () => {
    const { telegram, vera, bot, person } = await opened()
    const url = `${telegram.url}/bot${bot.token}/sendMessage?chat_id=${person.id}&text=`
    const signal = () => AbortSignal.timeout(150)
    telegram.inject({ kind: 'hang' }, { method: 'sendMessage', times: 1 })
    await expect(fetch(`${url}a`, { signal: signal() })).rejects.toThrow('timeout')
    telegram.inject({ kind: 'hangAfter' }, { method: 'sendMessage', times: 1 })
    await expect(fetch(`${url}b`, { signal: signal() })).rejects.toThrow('timeout')
    expect(vera.messages().map(({ text }) => text)).toEqual(['/start', 'b'])
  })

  it('is slow by the fake’s clock', async () => {
    const clock = new ManualClock()
    const { telegram, send, vera } = await opened({ clock })
    telegram.inject({ kind: 'slow', ms: 50 }, { method: 'sendMessage' })
    const slow = send({ text: 'медленно' })
    await vera.sees('медленно')
    await clock.pass(duration(50))
    expect((await slow).ok).toBe(true)
  })

  it('of the whole server: nobody answers, and the world stays', async () => {
    const { telegram, send, vera } = await opened()
    await telegram.unplug()
    await expect(send({})).rejects.toThrow('fetch failed')
    vera.say('пока никого нет')
    await telegram.listen()
    expect((await send({})).ok).toBe(true)
  })
})

describe('the journal', () => {
  it('counts calls by status and sends by text', async () => {
    const { telegram, send, person } = await opened()
    await send({ text: 'а' })
    await send({ text: 'а' })
    await send({ text: '' })
    expect(telegram.journal.counts).toEqual({ 'sendMessage 200': 2, 'sendMessage 400': 1 })
    expect(telegram.journal.sendsByText().get(`${person.id} а`)).toBe(2)
    expect(telegram.journal.callsOf('sendMessage').map(({ status, why }) => [status, why])).toEqual([
      [200, undefined],
      [200, undefined],
      [400, 'Bad Request: message text is empty'],
    ])
  })
})
