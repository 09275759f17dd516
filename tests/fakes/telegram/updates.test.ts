import { describe, expect, it } from 'vitest'
import { hours, seconds } from '../../../src/domain/time.ts'
import { ManualClock } from '../manual-clock.ts'
import { callApi, field, opened } from './testing.ts'

const ids = (result: unknown): readonly number[] =>
  Array.isArray(result) ? result.map((update) => Number(field(update, 'update_id'))) : []

async function talking(...texts: readonly string[]) {
  const clock = new ManualClock()
  const town = await opened({ clock })
  await town.call('getUpdates', { offset: -1 })
  const [start = 0] = ids((await town.call('getUpdates')).result)
  await town.call('getUpdates', { offset: start + 1 })
  for (const text of texts) town.vera.say(text)
  return { ...town, clock, first: start + 1 }
}

describe('getUpdates', () => {
  it('gives the same again until it is confirmed, in order and with rising ids', async () => {
    const { call, first } = await talking('а', 'б', 'в')
    expect(ids((await call('getUpdates')).result)).toEqual([first, first + 1, first + 2])
    expect(ids((await call('getUpdates')).result)).toEqual([first, first + 1, first + 2])
    expect(ids((await call('getUpdates', { offset: first + 2 })).result)).toEqual([first + 2])
    expect(ids((await call('getUpdates')).result)).toEqual([first + 2])
    expect(ids((await call('getUpdates', { offset: first + 3 })).result)).toEqual([])
  })

  it('gives at most the limit, and with a negative offset only the last', async () => {
    const { call, first } = await talking('а', 'б', 'в')
    expect(ids((await call('getUpdates', { limit: 2 })).result)).toEqual([first, first + 1])
    expect(ids((await call('getUpdates', { offset: -1 })).result)).toEqual([first + 2])
    expect(ids((await call('getUpdates')).result)).toEqual([first + 2])
  })

  it('waits for the next update, or until its time is up', async () => {
    const { call, vera, clock, bot, telegram } = await talking()
    const waiting = call('getUpdates', { timeout: 30 })
    await telegram.waitFor(() => bot.polling)
    vera.say('наконец')
    expect((await waiting).result).toMatchObject([{ message: { text: 'наконец' } }])
    const first = ids((await call('getUpdates')).result)[0] ?? 0
    const vain = call('getUpdates', { offset: first + 1, timeout: 30 })
    await telegram.waitFor(() => bot.polling)
    await clock.pass(seconds(30))
    expect((await vain).result).toEqual([])
  })

  it('ends the older of two pollers with 409', async () => {
    const { call, vera, bot, telegram } = await talking()
    const older = call('getUpdates', { timeout: 30 })
    await telegram.waitFor(() => bot.polling)
    const newer = call('getUpdates', { timeout: 30 })
    expect(await older).toMatchObject({
      status: 409,
      description:
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    })
    await telegram.waitFor(() => bot.polling)
    vera.say('а')
    expect((await newer).result).toMatchObject([{ message: { text: 'а' } }])
  })

  it('forgets a poller that hung up', async () => {
    const { telegram, bot } = await talking()
    const gone = new AbortController()
    const polled = fetch(`${telegram.url}/bot${bot.token}/getUpdates?timeout=30`, { signal: gone.signal })
    await telegram.waitFor(() => bot.polling)
    gone.abort()
    await expect(polled).rejects.toThrow()
    await telegram.waitFor(() => !bot.polling)
    expect(bot.polling).toBe(false)
  })

  it('gives only the kinds asked for, from then on', async () => {
    const { call, vera } = await talking('а')
    await call('getUpdates', { allowed_updates: ['edited_message'] })
    const said = vera.say('б')
    vera.edit(said.id, 'б!')
    const { result } = await call('getUpdates')
    expect(result).toMatchObject([{ message: { text: 'а' } }, { edited_message: { text: 'б!' } }])
  })

  it('keeps updates for 24 hours', async () => {
    const { call, vera, clock } = await talking('старое')
    await clock.pass(hours(23))
    vera.say('новое')
    await clock.pass(hours(2))
    expect((await call('getUpdates')).result).toMatchObject([{ message: { text: 'новое' } }])
  })

  it('does not believe an offset far ahead, as when the numbers begin anew', async () => {
    const { call, vera, bot, first } = await talking('а')
    await call('getUpdates', { offset: first + 1 })
    bot.restartUpdateIds(500)
    vera.say('после сброса')
    expect(ids((await call('getUpdates', { offset: first + 1 })).result)).toEqual([500])
    expect(ids((await call('getUpdates', { offset: first + 1 })).result)).toEqual([500])
    expect(ids((await call('getUpdates', { offset: 501 })).result)).toEqual([])
  })
})

describe('a token', () => {
  it('that is unknown or revoked answers 401', async () => {
    const { telegram, bot, call } = await opened()
    const old = bot.token
    const next = bot.revokeToken()
    expect(await callApi(telegram.url, old, 'getMe')).toMatchObject({
      status: 401,
      description: 'Unauthorized',
    })
    expect((await callApi(telegram.url, next, 'getMe')).ok).toBe(true)
    expect((await call('getMe')).ok).toBe(true)
    expect(await callApi(telegram.url, next, 'getYou')).toMatchObject({ status: 404 })
    expect((await callApi(telegram.url, next, 'GETME')).ok).toBe(true)
  })
})
