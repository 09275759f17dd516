import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/domain/time.ts'
import { ManualClock } from '../manual-clock.ts'
import { opened, polling } from './testing.ts'

describe('rates', () => {
  it('are 20 calls in any second by one key, then error 6', async () => {
    const clock = new ManualClock()
    const { call, send } = await opened({ clock, rates: 'on' })
    for (let n = 0; n < 19; n++) await call('users.get')
    clock.advance(seconds(0.5))
    expect((await call('users.get')).code).toBeUndefined()
    expect(await send()).toMatchObject({ code: 6, message: 'Too many requests per second' })
    clock.advance(seconds(0.5))
    for (let n = 0; n < 19; n++) expect((await call('users.get')).code).toBeUndefined()
    expect((await call('users.get')).code).toBe(6)
  })

  it('count every key by itself', async () => {
    const { vk, call } = await opened({
      clock: new ManualClock(),
      rates: { perSecond: 1, sameTextPerMinute: 9 },
    })
    const other = vk.newCommunity().token
    expect((await call('users.get')).code).toBeUndefined()
    expect((await call('users.get', { access_token: other })).code).toBeUndefined()
    expect((await call('users.get')).code).toBe(6)
  })

  it('can be told to stop the same text', async () => {
    const clock = new ManualClock()
    const { send } = await opened({ clock, rates: { perSecond: 20, sameTextPerMinute: 2 } })
    for (const code of [undefined, undefined, 9]) expect((await send({ message: 'опять' })).code).toBe(code)
    expect((await send({ message: 'другое' })).code).toBeUndefined()
    clock.advance(seconds(60))
    expect((await send({ message: 'опять' })).code).toBeUndefined()
  })
})

describe('faults', () => {
  it('are VK’s own errors by method and peer, for some calls', async () => {
    const { vk, send, call } = await opened()
    const petr = vk.newPerson('Пётр')
    petr.with(vk.communityOf(200_001)).say('а')
    const fault = vk.inject({ kind: 'error', code: 10 }, { method: 'messages.send', peer: petr.id, times: 1 })
    expect((await call('users.get')).code).toBeUndefined()
    expect((await send()).code).toBeUndefined()
    expect(await send({ peer_id: petr.id })).toMatchObject({ code: 10, message: 'Internal server error' })
    expect((await send({ peer_id: petr.id })).code).toBeUndefined()
    expect(fault.hits).toBe(1)
  })

  it('a captcha is passed by its answer', async () => {
    const { vk, send } = await opened()
    vk.inject({ kind: 'error', code: 14 })
    const { body, code } = await send()
    expect(code).toBe(14)
    expect(body.error).toMatchObject({ captcha_sid: expect.any(String), captcha_img: expect.any(String) })
    expect((await send({ captcha_sid: '239633676097', captcha_key: 'кот' })).code).toBeUndefined()
    vk.healAll()
    expect((await send()).code).toBeUndefined()
  })

  it('performed and never answered: the same random_id does not send again', async () => {
    const { vk, send, vera } = await opened()
    vk.inject({ kind: 'cut' }, { method: 'messages.send', times: 1 })
    await expect(send({ random_id: 9, message: 'раз' })).rejects.toThrow()
    expect((await send({ random_id: 9, message: 'раз' })).response).toBe(vera.last()?.id)
    expect(vk.journal.doubled()).toEqual([])
    expect(vk.journal.callsOf('messages.send').map(({ answered }) => answered)).toEqual([false, true])
  })

  it('refused before anything, a gateway’s page, nobody at the port', async () => {
    const { vk, send } = await opened()
    vk.inject({ kind: 'refuse' }, { times: 1 })
    await expect(send()).rejects.toThrow()
    vk.inject({ kind: 'status', status: 502 }, { times: 1 })
    await expect(send()).rejects.toThrow(/JSON/u)
    await vk.unplug()
    await expect(send()).rejects.toThrow()
    expect(vk.journal.sends).toEqual([])
    await vk.listen()
    expect((await send()).code).toBeUndefined()
    expect(vk.journal.lost(['да', 'нет'])).toEqual(['нет'])
  })

  it('a call in an execute cuts the whole of it', async () => {
    const { vk, call, person, vera } = await opened()
    vk.inject({ kind: 'cut' }, { method: 'messages.send', times: 1 })
    const fields = JSON.stringify({ peer_id: person.id, random_id: 1, message: 'раз' })
    await expect(call('execute', { code: `return [API.messages.send(${fields})];` })).rejects.toThrow()
    expect(vera.last()?.text).toBe('раз')
  })

  it('the long poll and uploads fail only by name', async () => {
    const town = await opened()
    const { check } = await polling(town)
    town.vk.inject({ kind: 'refuse' })
    expect(await check()).toHaveProperty('ts')
    town.vk.healAll()
    town.vk.inject({ kind: 'refuse' }, { method: 'a_check', times: 1 })
    await expect(check()).rejects.toThrow()
    town.vk.inject({ kind: 'status', status: 504 }, { method: 'upload', times: 1 })
    const posted = await fetch(`${town.vk.url}/_upload/doc`, { method: 'POST', body: new FormData() })
    expect(posted.status).toBe(504)
  })
})
