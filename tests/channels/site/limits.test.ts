import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { addressOf } from '../../../src/channels/site/limits.ts'
import { addressKey } from '../../../src/http/addresses.ts'
import { SiteClient } from './client.ts'
import { type Harness, startHarness } from './harness.ts'

let kotik: Harness
afterEach(() => kotik?.stop())

async function begin(options: Parameters<typeof startHarness>[0]) {
  kotik = await startHarness(options)
  return new SiteClient(kotik.url)
}

describe('budgets', () => {
  it('slow down a session that writes too much, and nobody else', async () => {
    const client = await begin({ limits: { writesPerMinutePerSession: 2 } })
    await client.open()
    const other = new SiteClient(kotik.url)
    await other.open()
    const send = (who: SiteClient, n: number) => who.post('/chat/messages', { id: `message-${n}`, text: 'x' })
    expect([(await send(client, 1)).status, (await send(client, 2)).status]).toEqual([200, 200])
    const third = await send(client, 3)
    expect([third.status, third.body.error.code]).toEqual([429, 'tooManyRequests'])
    expect(third.body.error.message).toMatch(/^Слишком много запросов. Подождите \d+ с/)
    expect(third.body.error.retryAfter).toBe(Number(third.headers.get('retry-after')))
    expect((await send(other, 1)).status).toBe(200)
  })

  it('cap the sessions an address may begin, not the ones it resumes', async () => {
    const client = await begin({ limits: { sessionsPerHourPerAddress: 1 } })
    await client.open()
    expect((await new SiteClient(kotik.url).open()).status).toBe(429)
    expect((await client.open({ session: client.token })).status).toBe(200)
  })

  it('cap the requests of an address', async () => {
    const client = await begin({ limits: { requestsPerMinutePerAddress: 3 } })
    const statuses = []
    for (let n = 0; n < 4; n++) statuses.push((await client.get('/chat/messages')).status)
    expect(statuses).toEqual([401, 401, 401, 429])
  })

  it('take from the address only what its session was allowed', async () => {
    const limits = { requestsPerMinutePerAddress: 10, requestsPerMinutePerSession: 3 }
    const client = await begin({ limits })
    await client.open()
    const other = new SiteClient(kotik.url)
    await other.open()
    const statuses = []
    for (let n = 0; n < 20; n++) statuses.push((await client.get('/chat/messages')).status)
    expect(statuses).toEqual([200, 200, 200, ...Array(17).fill(429)])
    expect((await other.get('/chat/messages')).status).toBe(200)
  })

  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['::ffff:10.0.0.7', '10.0.0.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    [undefined, 'unknown'],
  ])('count %s as %s', (ip, key) => {
    expect(addressKey(ip)).toBe(key)
  })
})

describe('an address behind proxies', () => {
  const request = (told?: string) => {
    const req = new IncomingMessage(new Socket())
    Object.defineProperty(req.socket, 'remoteAddress', { value: '10.0.0.1' })
    if (told !== undefined) req.headers['x-forwarded-for'] = told
    return req
  }

  it.each([
    ['1.1.1.1', 0, '10.0.0.1'],
    ['1.1.1.1', 1, '1.1.1.1'],
    // Whatever the client wrote itself stands left of what our proxies saw.
    ['9.9.9.9, 1.1.1.1', 1, '1.1.1.1'],
    ['9.9.9.9, 1.1.1.1, 10.0.0.2', 2, '1.1.1.1'],
    [undefined, 1, '10.0.0.1'],
    ['1.1.1.1', 9, '1.1.1.1'],
  ])('told %j with %i trusted is %s', (told, proxies, address) => {
    expect(addressOf(request(told), proxies)).toBe(address)
  })
})

describe('origins', () => {
  it('let the listed sites and our own pages in, and tell others what to do', async () => {
    const client = await begin({ origins: ['https://kino.example'] })
    const statuses = []
    for (const origin of [
      'https://kino.example',
      kotik.url,
      'https://evil.example',
      'null',
      'https://kino.example.evil',
    ]) {
      client.headers = { Origin: origin }
      const answer = await client.post('/chat/sessions', {})
      statuses.push([answer.status, answer.headers.get('access-control-allow-origin')])
    }
    expect(statuses).toEqual([
      [201, 'https://kino.example'],
      [201, kotik.url],
      [403, null],
      [403, null],
      [403, null],
    ])
  })

  it('answer a preflight', async () => {
    await begin({ origins: ['https://kino.example'] })
    const answer = await fetch(`${kotik.url}/chat/messages`, {
      method: 'OPTIONS',
      headers: { Origin: 'https://kino.example', 'Access-Control-Request-Method': 'POST' },
    })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('access-control-allow-headers')).toContain('Authorization')
    expect(answer.headers.get('vary')).toContain('Origin')
  })
})

describe('an address that is not there', () => {
  it('is told so, with the headers of every answer', async () => {
    const client = await begin({})
    const answer = await client.get('/chat/operators')
    expect([answer.status, answer.body.error.code]).toEqual([404, 'notFound'])
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect((await client.get('/chat/files/%zz')).body.error.code).toBe('badRequest')
    expect(kotik.errors).toEqual([])
  })
})
