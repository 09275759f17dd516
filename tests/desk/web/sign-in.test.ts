import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { removeAccount, storeAccount } from '../../../src/desk/accounts.ts'
import { operatorId } from '../../../src/domain/ids.ts'
import { hours } from '../../../src/domain/time.ts'
import { type Bench, bench, fresh, PASSWORD, Page } from './harness.ts'

let desk: Bench
beforeEach(async () => {
  desk = await bench()
})
afterEach(() => desk.stop())

describe('signing in', () => {
  it('gives a cookie no script can read and no other site can send', async () => {
    await desk.operator('anna')
    const page = desk.page()
    const answer = await page.post('/session', { login: ' Anna ', password: PASSWORD })
    const cookie = answer.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Strict/)
    expect(cookie).toMatch(/Path=\/desk/)
    expect((await page.get('/me')).body.name).toBe('Anna')
  })

  it('stores no token, only its hash', async () => {
    const anna = await desk.operator('anna')
    const token = anna.cookie.split('=')[1] ?? ''
    expect(await desk.store.session(token, desk.clock.now())).toBeUndefined()
    expect((await anna.get('/me')).status).toBe(200)
  })

  it('answers an unknown login like a wrong password', async () => {
    await desk.operator('anna')
    const wrong = await desk.page().post('/session', { login: 'anna', password: 'неправильный' })
    const unknown = await desk.page().post('/session', { login: 'nobody', password: 'неправильный' })
    expect([wrong.status, wrong.body]).toEqual([unknown.status, unknown.body])
    expect(wrong.status).toBe(401)
  })

  it('does not take an object, an empty text or an unknown key for a password', async () => {
    await desk.operator('anna')
    const bodies = [
      { login: 'anna', password: { length: 30 } },
      { login: 'anna', password: '' },
      { login: 'anna' },
      { login: 'anna', password: PASSWORD, lead: true },
      [],
    ]
    for (const body of bodies) expect((await desk.page().post('/session', body)).status).toBe(400)
  })

  it('lets nobody in by password who has none', async () => {
    await desk.store.saveOperator({ id: operatorId('demo'), name: 'Demo', lead: true, groups: [] })
    const answer = await desk.page().post('/session', { login: 'demo', password: 'undefined' })
    expect(answer.status).toBe(401)
  })

  it('slows a guesser down after ten tries, also with the right password, and says for how long', async () => {
    await desk.operator('anna')
    const page = desk.page()
    for (let i = 0; i < 9; i++) await page.post('/session', { login: 'anna', password: `guess ${i}` })
    await page.post('/session', { login: 'anna', password: 'guess 10' })
    const late = await page.post('/session', { login: 'anna', password: PASSWORD })
    expect(late.status).toBe(429)
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(late.body.error.message).toMatch(/Подождите \d+ с/)
  })

  it('rotates: the token the browser brought ends', async () => {
    const anna = await desk.operator('anna')
    const before = new Page(desk.url)
    before.cookie = anna.cookie
    await anna.post('/session', { login: 'anna', password: PASSWORD })
    expect((await before.get('/me')).status).toBe(401)
    expect((await anna.get('/me')).status).toBe(200)
  })
})

describe('a session', () => {
  it('ends by itself after a working day', async () => {
    const anna = await desk.operator('anna')
    desk.clock.advance(hours(14))
    expect((await anna.get('/me')).body.error.code).toBe('notSignedIn')
  })

  it('ends when signed out', async () => {
    const anna = await desk.operator('anna')
    const { cookie } = anna
    expect((await anna.ask('DELETE', '/session')).status).toBe(200)
    anna.cookie = cookie
    expect((await anna.get('/me')).status).toBe(401)
  })

  it('ends with a new password, a new role or the account', async () => {
    const change = await desk.operator('anna')
    const account = (await desk.store.operators()).find((one) => one.id === operatorId('anna'))
    if (!account) throw new Error('anna has no account')
    await storeAccount(desk.store, { ...account, lead: true })
    expect((await change.get('/me')).status).toBe(401)
    const removed = await desk.operator('boris')
    expect(await removeAccount(desk.store, 'boris')).toBe(true)
    expect((await removed.get('/me')).status).toBe(401)
  })

  it('cannot be made up', async () => {
    await desk.operator('anna')
    const page = desk.page()
    for (const forged of ['kotik_desk=', 'kotik_desk=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'kotik_desk=null']) {
      page.cookie = forged
      expect((await page.get('/me')).status).toBe(401)
    }
  })
})

describe('a login link', () => {
  const token = (path: string) => ({ token: path.split('#')[1] ?? '' })

  it('signs in once', async () => {
    await desk.store.saveOperator({
      id: operatorId('demo'),
      name: 'Demo',
      lead: true,
      groups: ['first-line'],
    })
    const link = desk.web.createLoginLink(operatorId('demo'))
    expect(link).toMatch(/^\/desk\/enter#[\w-]{40,}$/)
    const page = desk.page()
    expect((await page.post('/session/link', token(link))).status).toBe(200)
    expect((await page.get('/me')).body).toMatchObject({ name: 'Demo', lead: true })
    const again = await desk.page().post('/session/link', token(link))
    expect([again.status, again.body.error.code]).toEqual([401, 'badLink'])
  })

  it('expires', async () => {
    await desk.store.saveOperator({ id: operatorId('demo'), name: 'Demo', lead: true, groups: [] })
    const link = desk.web.createLoginLink(operatorId('demo'))
    desk.clock.advance(hours(13))
    expect((await desk.page().post('/session/link', token(link))).status).toBe(401)
  })
})

describe('a command from another site', () => {
  it.each([
    ['without our header', { 'x-kotik-desk': undefined }],
    ['with a foreign origin', { origin: 'https://evil.example' }],
    ['with a null origin', { origin: 'null' }],
    ['that the browser calls cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['that the browser calls same-site', { 'sec-fetch-site': 'same-site' }],
  ])('%s changes nothing', async (_name, headers) => {
    const anna = await desk.operator('anna')
    const response = await fetch(`${desk.url}/desk/api/me/shift`, {
      method: 'PUT',
      headers: Object.entries({
        cookie: anna.cookie,
        'content-type': 'application/json',
        'x-kotik-desk': '1',
        ...headers,
      }).filter((pair): pair is [string, string] => pair[1] !== undefined),
      body: JSON.stringify({ id: fresh(), shift: 'off' }),
    })
    expect(response.status).toBe(403)
    expect((await anna.get('/me')).body.shift).toBe('on')
  })

  it('and one from our own page passes', async () => {
    const anna = await desk.operator('anna')
    const answer = await anna.post(
      '/queue/next',
      { id: fresh() },
      {
        origin: desk.url,
        'sec-fetch-site': 'same-origin',
      },
    )
    expect(answer.body.error.code).toBe('queueEmpty')
  })
})

describe('every answer', () => {
  it('carries a strict policy and is kept by nobody', async () => {
    const page = await fetch(`${desk.url}/desk/`)
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/default-src 'none'/)
    expect(policy).toMatch(/frame-ancestors 'none'/)
    expect(policy).not.toMatch(/unsafe/)
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
    const api = await desk.page().get('/me')
    expect(api.headers.get('cache-control')).toBe('no-store')
    const asset = await fetch(`${desk.url}/desk/assets/main-1.js`)
    expect(asset.headers.get('cache-control')).toMatch(/immutable/)
  })

  it('speaks the reader’s language', async () => {
    const english = await desk.page().get('/me', { 'accept-language': 'en-GB,en;q=0.9' })
    expect(english.body.error.message).toBe('Sign in to go on.')
    const russian = await desk.page().get('/me', { 'accept-language': 'ru' })
    expect(russian.body.error.message).toBe('Войдите, чтобы продолжить.')
  })
})
