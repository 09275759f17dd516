import { describe, expect, it, onTestFinished } from 'vitest'
import { duration, seconds } from '../../src/domain/time.ts'
import { isPublicAddress } from '../../src/runtime/addresses.ts'
import { Calls } from '../../src/runtime/calls.ts'
import { systemClock } from '../../src/runtime/clock.ts'
import { QUIET } from '../../src/runtime/log.ts'
import { Outbound, type Resolve } from '../../src/runtime/outbound.ts'
import { SETTINGS } from '../domain/desk-world.ts'
import { FakeHttpServer, json } from '../fakes/http-server.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { OLEG, until, VERA } from './world.ts'

const secrets = (name: string) => ({ HOOK: 'http://127.0.0.1:9/', KEY: 's3cret' })[name]
const unused: Resolve = () => Promise.reject(new Error('nothing is looked up here'))

interface Setup {
  readonly hosts: readonly string[]
  readonly resolve?: Resolve
  readonly clock?: ManualClock
  readonly size?: number
}

function caller({ hosts, resolve = unused, clock, size = 1_000 }: Setup) {
  const outbound = new Outbound(resolve)
  onTestFinished(() => outbound.close())
  const limits = { ...SETTINGS.limits, callHosts: hosts, callAnswerSize: size }
  const calls = new Calls({
    outbound,
    clock: clock ?? systemClock,
    log: QUIET,
    limits: () => limits,
    secrets,
  })
  return (url: string, more: { id?: string; headers?: { [name: string]: string }; to?: typeof VERA } = {}) =>
    calls.make(more.to ?? VERA, {
      id: more.id ?? 'c1',
      method: 'GET',
      url,
      headers: more.headers ?? {},
      timeout: duration(5_000),
    })
}

describe('a call', () => {
  it('brings back JSON and carries an idempotency key of its own', async () => {
    const server = await FakeHttpServer.open(json({ status: 'refunded' }))
    const call = caller({ hosts: [server.host] })
    expect(await call(`${server.url}/payments/7?token=x`)).toEqual({
      kind: 'answered',
      status: 200,
      body: { status: 'refunded' },
    })
    await call(server.url)
    await call(server.url, { to: OLEG })
    const keys = server.received.map(({ headers }) => headers['idempotency-key'])
    expect(keys[0]).toMatch(/^[\da-f]{32}$/u)
    expect(keys[0]).toBe(keys[1])
    expect(keys[0]).not.toBe(keys[2])
  })

  it('cannot set the headers of the connection', async () => {
    const server = await FakeHttpServer.open()
    const call = caller({ hosts: [server.host] })
    await call(server.url, {
      headers: { Host: 'evil.example', 'Transfer-Encoding': 'chunked', 'Idempotency-Key': '1', 'X-Api': 'a' },
    })
    expect(server.received[0]?.headers).toMatchObject({ host: server.host, 'x-api': 'a' })
    expect(server.received[0]?.headers['transfer-encoding']).toBeUndefined()
    expect(await call(server.url, { headers: { 'X-Api': 'a\r\nx: y' } })).toMatchObject({ kind: 'failed' })
  })

  it.each([
    ['another port of an allowed host', 'http://127.0.0.1:1/'],
    ['a host that ends like an allowed one', 'http://evil-billing.example.org/'],
    ['a host that begins like an allowed one', 'http://billing.example.org.evil.example/'],
    ['an allowed name as user name', 'http://billing.example.org@evil.example/'],
    ['an allowed name with a password', 'http://u:p@billing.example.org/'],
    ['an allowed name with a dot behind', 'http://billing.example.org./'],
    ['a file', 'file:///etc/passwd'],
    ['nonsense', 'http://'],
    ['a decimal loopback', 'http://2130706433/'],
    ['an octal loopback', 'http://0177.0.0.1/'],
    ['an IPv6 loopback', 'http://[::1]/'],
    ['a mapped loopback', 'http://[::ffff:127.0.0.1]/'],
    ['cloud metadata', 'http://169.254.169.254/latest/meta-data/'],
  ])('does not leave for %s', async (_, url) => {
    const call = caller({ hosts: ['billing.example.org', '127.0.0.1:8099'] })
    const result = await call(url)
    expect(result.kind).toBe('failed')
    expect(JSON.stringify(result)).not.toContain('u:p')
  })

  it.each([['127.0.0.1'], ['10.0.0.5'], ['::1'], ['::ffff:10.0.0.1'], ['fd00::1'], ['169.254.169.254']])(
    'does not follow an allowed name to %s',
    async (address) => {
      const server = await FakeHttpServer.open()
      const host = `billing.example.org:${server.port}`
      const family = address.includes(':') ? 6 : 4
      // One good address beside it changes nothing.
      const resolve: Resolve = async () => [
        { address: '93.184.216.34', family: 4 },
        { address, family },
      ]
      const call = caller({ hosts: [host], resolve })
      expect(await call(`http://${host}/`)).toEqual({
        kind: 'failed',
        why: 'billing.example.org resolves to an address that is not public',
      })
      expect(server.received).toEqual([])
    },
  )

  it('does not follow redirects', async () => {
    const inner = await FakeHttpServer.open()
    const outer = await FakeHttpServer.open((_, response) => {
      response.writeHead(302, { location: inner.url }).end('gone')
    })
    const call = caller({ hosts: [outer.host, inner.host] })
    expect(await call(outer.url)).toEqual({ kind: 'failed', why: 'redirect (HTTP 302)' })
    expect(inner.received).toEqual([])
  })

  it('stops reading an answer that is too large, also without a length, also of an error', async () => {
    let written = 0
    const server = await FakeHttpServer.open(({ path }, response) => {
      response.writeHead(path === '/error' ? 500 : 200)
      const pour = () => {
        while (!response.destroyed && written < 50_000_000) {
          written += 65_536
          if (!response.write('x'.repeat(65_536))) return response.once('drain', pour)
        }
        return response.end()
      }
      pour()
    })
    const call = caller({ hosts: [server.host] })
    expect(await call(`${server.url}/`)).toEqual({
      kind: 'failed',
      why: 'the answer is larger than 1000 bytes',
    })
    expect(await call(`${server.url}/error`)).toEqual({ kind: 'failed', why: 'HTTP 500' })
    expect(written).toBeLessThan(50_000_000)
  })

  it('waits no longer than its time for a body that drips', async () => {
    const clock = new ManualClock()
    const server = await FakeHttpServer.open((_, response) => {
      response.writeHead(200)
      response.write('{')
    })
    const call = caller({ hosts: [server.host], clock })
    const result = call(server.url)
    await until(() => server.received.length === 1)
    await clock.pass(seconds(5))
    expect(await result).toEqual({ kind: 'failed', why: 'no answer in time' })
  })

  it('takes JSON only, says what a status means, and names no address in an error', async () => {
    const server = await FakeHttpServer.open(({ path }, response) => {
      if (path === '/html') response.end('<html>')
      else if (path === '/empty') response.writeHead(204).end()
      else response.writeHead(503, { 'content-type': 'application/json' }).end('{"secret":1}')
    })
    const call = caller({ hosts: [server.host] })
    expect(await call(`${server.url}/html`)).toEqual({ kind: 'failed', why: 'the answer is not JSON' })
    expect(await call(`${server.url}/empty`)).toEqual({ kind: 'answered', status: 204, body: null })
    expect(await call(`${server.url}/down`)).toEqual({ kind: 'failed', why: 'HTTP 503' })
    await server.close()
    const refused = await call(`${server.url}/?token=secret`)
    expect(refused).toEqual({ kind: 'failed', why: 'ECONNREFUSED' })
  })

  it('ends when the other side hangs up', async () => {
    const server = await FakeHttpServer.open((_, response) => response.destroy())
    const call = caller({ hosts: [server.host] })
    expect(await call(server.url)).toMatchObject({ kind: 'failed', why: 'UND_ERR_SOCKET' })
  })
})

describe('public addresses', () => {
  it.each(['93.184.216.34', '8.8.8.8', '2606:4700::1111'])('%s is one', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })
  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.8.8.8',
    '169.254.169.254',
    '172.31.0.1',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    'fe80::1',
    'fd00::1',
    'ff02::1',
    '2001:db8::1',
    '2002:7f00:1::',
    'localhost',
    '',
  ])('%s is none', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })
})
