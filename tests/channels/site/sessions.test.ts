import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { signedText, userKey } from '../../../src/channels/site/user.ts'
import { hours } from '../../../src/domain/time.ts'
import { SiteClient } from './client.ts'
import { type Harness, SECRET, startHarness } from './harness.ts'

let kotik: Harness
let client: SiteClient

beforeEach(async () => {
  kotik = await startHarness()
  client = new SiteClient(kotik.url)
})
afterEach(() => kotik.stop())

/** As the site's own backend would do it, from the words of docs/site-api.md alone. */
function signed(user: Record<string, string>, expiresIn = 3600) {
  const key = createHmac('sha256', SECRET).update('kotik site user').digest('hex')
  const expires = Math.floor(kotik.clock.now() / 1000) + expiresIn
  const lines = Object.entries({ ...user, expires }).map(([name, value]) => `${name}=${value}\n`)
  const text = `kotik-user-v1\n${lines.sort().join('')}`
  return { ...user, expires, hash: createHmac('sha256', key).update(text).digest('hex') }
}

describe('a session', () => {
  it('begins a conversation and greets', async () => {
    const { status, body } = await client.open({ language: 'en', payload: 'tariffs' })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      resumed: false,
      bot: { name: 'Ботик Котик' },
      limits: { fileSize: 10_485_760 },
    })
    expect(kotik.arrived.map(({ input }) => input)).toEqual([
      { type: 'customerStarted', profile: { language: 'en' }, payload: 'tariffs' },
    ])
  })

  it('is another conversation each time, with 128 bits nobody can guess', async () => {
    await client.open()
    const other = new SiteClient(kotik.url)
    await other.open()
    expect(other.conversation).not.toBe(client.conversation)
    expect(client.conversation).toMatch(/^site:[\w-]{22}$/)
  })

  it('is resumed by its token, and lives as long again', async () => {
    const first = await client.open()
    const { conversation } = client
    await kotik.clock.pass(hours(24))
    const again = await client.open({ session: client.token })
    expect(again.status).toBe(200)
    expect(again.body.resumed).toBe(true)
    expect(again.body.expiresAt).toBeGreaterThan(first.body.expiresAt)
    expect(client.conversation).toBe(conversation)
    expect(kotik.arrived).toHaveLength(1)
  })

  it('is refused when forged, in every place of the token', async () => {
    await client.open()
    const { token } = client
    const [version, chat = '', owner, expires = '', signature = ''] = token.split('.')
    const flipped = (text: string) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1)
    const forged = [
      [version, flipped(chat), owner, expires, signature],
      [version, chat, 'x'.repeat(22), expires, signature],
      [version, chat, owner, 'zzzzzzzz', signature],
      [version, chat, owner, expires, flipped(signature)],
      ['v2', chat, owner, expires, signature],
      [version, chat, owner, expires, ''],
      ['x'],
    ]
    for (const parts of forged) {
      client.token = parts.join('.')
      const { status, body } = await client.get('/chat/messages')
      expect([status, body.error.code]).toEqual([401, 'sessionForged'])
      const opened = await client.post('/chat/sessions', { session: client.token })
      expect(opened.body.error.code).toBe('sessionForged')
    }
  })

  it('is refused when it has expired, and a new one begins', async () => {
    await client.open()
    const { token } = client
    await kotik.clock.pass(hours(31 * 24))
    const refused = await client.get('/chat/messages')
    expect([refused.status, refused.body.error.code]).toEqual([401, 'sessionExpired'])
    const opened = await client.open({ session: token })
    expect([opened.status, opened.body.resumed]).toEqual([201, false])
  })

  it('is asked for where there is none', async () => {
    for (const path of ['/chat/messages', '/chat/events', '/chat/files/aaaaaaaaaaaaaaaaaaaaaa']) {
      const { status, body } = await client.get(path)
      expect([status, body.error.code]).toEqual([401, 'sessionMissing'])
    }
  })

  it('tells the client to wait when the conversation could not be begun', async () => {
    kotik.answerNext({ kind: 'busy', retryAfter: 1500, why: 'storeUnavailable' })
    const { status, headers, body } = await client.open()
    expect([status, headers.get('retry-after')]).toEqual([503, '2'])
    expect(body.session).toBeUndefined()
  })
})

describe('a signed user', () => {
  const anna = { id: '17', name: 'Анна', email: 'anna@example.com' }

  it('is known from the first message, with what the site signed', async () => {
    const user = { ...signed(anna) }
    expect((await client.open({ user })).status).toBe(201)
    const { input } = kotik.arrived[0] ?? {}
    expect(input).toEqual({
      type: 'customerStarted',
      profile: { customer: 'user:17', verified: true, name: 'Анна', email: 'anna@example.com' },
    })
  })

  it('has one conversation on all devices', async () => {
    await client.open({ user: signed(anna) })
    const phone = new SiteClient(kotik.url)
    expect((await phone.open({ user: signed(anna) })).body.resumed).toBe(true)
    expect(phone.conversation).toBe(client.conversation)
  })

  it('takes an anonymous conversation along on signing in, once a day', async () => {
    await client.open()
    const { conversation } = client
    await client.open({ session: client.token, user: signed(anna) })
    await client.open({ session: client.token, user: signed(anna) })
    expect(client.conversation).toBe(conversation)
    expect(kotik.arrived.map(({ input }) => input.type)).toEqual(['customerStarted', 'customerIdentified'])
  })

  it('does not leave the conversation to whoever comes next in the same browser', async () => {
    await client.open({ user: signed(anna) })
    const { token, conversation } = client
    await client.open({ session: token })
    expect(client.conversation).not.toBe(conversation)
    await client.open({ session: token, user: signed({ id: '18', name: 'Борис' }) })
    expect(client.conversation).not.toBe(conversation)
  })

  it('is refused when a field was changed, the key is wrong, or the time is over or too long', async () => {
    const cases = [
      [{ ...signed(anna), name: 'Директор' }, 'userForged'],
      [{ ...signed(anna), hash: 'f'.repeat(64) }, 'userForged'],
      [signed(anna, -1), 'userExpired'],
      [signed(anna, 25 * 3600), 'userExpired'],
    ] as const
    for (const [user, code] of cases) {
      const { status, body } = await client.open({ user })
      expect([status, body.error.code]).toEqual([401, code])
    }
    expect(kotik.arrived).toHaveLength(0)
  })

  it('cannot be made out of a value with a line end in it', async () => {
    const { status, body } = await client.open({ user: { ...signed({ id: '1', name: 'x\nid=17' }) } })
    expect([status, body.error.code]).toEqual([400, 'badRequest'])
  })

  it('signs attributes under their own names', () => {
    const text = signedText({ id: '17', expires: 5, attributes: { plan: 'Плюс', city: 'Омск' } })
    expect(text).toBe('kotik-user-v1\nattributes.city=Омск\nattributes.plan=Плюс\nexpires=5\nid=17\n')
    expect(userKey(SECRET)).not.toContain(SECRET)
  })
})
