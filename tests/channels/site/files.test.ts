import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hours } from '../../../src/domain/time.ts'
import { sniff } from '../../../src/http/file-types.ts'
import { SiteClient } from './client.ts'
import { type Harness, startHarness } from './harness.ts'

const PNG = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
)
const PDF = Uint8Array.from(Buffer.from('%PDF-1.4\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n'))
const EXE = Uint8Array.from(Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]))
const bytes = (text: string) => Uint8Array.from(Buffer.from(text))

let kotik: Harness
let client: SiteClient

async function begin(options: Parameters<typeof startHarness>[0] = {}) {
  await kotik?.stop()
  kotik = await startHarness(options)
  client = new SiteClient(kotik.url)
  await client.open()
}

beforeEach(() => begin())
afterEach(() => kotik.stop())

describe('a download', () => {
  it('holds its place for as long as its reader takes, and no longer', async () => {
    await begin({ limits: { downloadsAtOncePerAddress: 1 } })
    // More than the sockets' buffers take, so that an answer nobody reads does not end.
    const { body } = await client.upload(bytes(`${'x'.repeat(9_000_000)}\n`), 'log.txt')
    const idle = request(`${kotik.url}${body.url}`).end()
    await new Promise((resolve) => idle.once('response', resolve))
    const refused = await client.get(body.url)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5'])
    idle.destroy()
    const { status } = await eventually(
      () => client.get(body.url),
      ({ status }) => status !== 429,
    )
    expect(status).toBe(200)
    expect((await client.get(body.url)).status).toBe(200)
  })
})

describe('an upload', () => {
  it('is kept, sent with a message, and read back by its link without a token', async () => {
    const { status, body } = await client.upload(PNG, 'снимок экрана.png')
    expect(status).toBe(201)
    expect(body).toMatchObject({
      kind: 'image',
      mime: 'image/png',
      name: 'снимок экрана.png',
      size: PNG.length,
    })
    await client.post('/chat/messages', { id: 'message-1', text: '', files: [body.id] })
    expect(kotik.arrived.at(-1)?.input).toMatchObject({
      content: { attachments: [{ id: body.id, kind: 'image' }] },
    })
    const history = await client.get('/chat/messages')
    const url = history.body.events.at(-1).message.files[0].url
    const answer = await fetch(`${kotik.url}${url}`)
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(PNG)
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(answer.headers.get('content-disposition')).toMatch(/^inline; filename\*=UTF-8''%D1%81/)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
  })

  it('that is no picture is only ever downloaded', async () => {
    const { body } = await client.upload(PDF, 'чек.pdf')
    const { headers } = await client.get(body.url)
    expect(headers.get('content-type')).toBe('application/octet-stream')
    expect(headers.get('content-disposition')).toMatch(/^attachment;/)
  })

  it.each([
    ['a program', EXE, 'photo.png'],
    [
      'SVG',
      bytes('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      'cat.svg',
    ],
    ['HTML', bytes('<!doctype html><script>alert(1)</script>'), 'page.html'],
    ['binary named as text', Uint8Array.from([1, 2, 3, 0, 200]), 'notes.txt'],
  ])('of %s is refused, with what is allowed', async (_, content, name) => {
    const { status, body } = await client.upload(content, name)
    expect([status, body.error.code]).toEqual([415, 'fileType'])
    expect(body.error.message).toContain('PNG, JPEG')
  })

  it('too large is refused by its announced size, before anything arrives', async () => {
    await begin({ fileSize: 1000 })
    const answer = await client.upload(new Uint8Array(2000))
    expect([answer.status, answer.body.error.code]).toEqual([413, 'fileTooLarge'])
  })

  it('too large without an announced size is given up at the limit', async () => {
    await begin({ fileSize: 1000 })
    const status = await streamed(`${kotik.url}/chat/files`, client.token, async (write) => {
      for (let n = 0; n < 20; n++) await write(Buffer.alloc(100))
    })
    expect(status).toBe(413)
  })

  it('cut half-way leaves nothing and harms nobody', async () => {
    await begin({ limits: { uploadsAtOnce: 1 } })
    await streamed(`${kotik.url}/chat/files`, client.token, async (write, cut) => {
      await write(Buffer.from(PNG.subarray(0, 20)))
      cut()
    })
    const { status } = await eventually(
      () => client.upload(PNG, 'x.png'),
      ({ status }) => status !== 503,
    )
    expect(status).toBe(201)
    expect(kotik.errors).toEqual([])
  })

  it('empty is refused', async () => {
    const { status, body } = await client.upload(new Uint8Array(0))
    expect([status, body.error.code]).toEqual([422, 'fileEmpty'])
  })

  it('over the hour’s budget is refused with a time to wait', async () => {
    await begin({ limits: { filesPerHourPerSession: 1 } })
    await client.upload(PNG, 'x.png')
    const { status, headers } = await client.upload(PNG, 'x.png')
    expect(status).toBe(429)
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

describe('somebody else’s file', () => {
  it('answers like one that does not exist, to read and to send', async () => {
    const { body: file } = await client.upload(PNG, 'x.png')
    const stranger = new SiteClient(kotik.url)
    await stranger.open()
    const answers = [
      await stranger.get(`/chat/files/${file.id}`),
      await stranger.get('/chat/files/aaaaaaaaaaaaaaaaaaaaaa'),
      await stranger.get(`/chat/files/${file.id}?e=99999999999&s=${'A'.repeat(43)}`),
      await stranger.post('/chat/messages', { id: 'message-1', files: [file.id] }),
      await stranger.post('/chat/messages', { id: 'message-1', files: ['aaaaaaaaaaaaaaaaaaaaaa'] }),
    ]
    expect(answers.map(({ status, body }) => [status, body.error.code])).toEqual(
      answers.map(() => [404, 'noSuchFile']),
    )
    expect((await client.get(`/chat/files/${file.id}`)).status).toBe(200)
  })

  it('cannot be had by an old link', async () => {
    const { body: file } = await client.upload(PNG, 'x.png')
    await kotik.clock.pass(hours(49))
    const { status, body } = await client.get(file.url)
    expect([status, body.error.code]).toEqual([410, 'linkExpired'])
  })
})

describe('a file’s name', () => {
  it.each([
    ['C:\\fotos\\кот.PNG', 'кот.PNG'],
    ['../../etc/cat.png', 'cat.png'],
    ['invoice.exe', 'invoice.exe.png'],
    ['\u202egnp.exe', 'gnp.exe.png'],
    ['.htaccess', 'htaccess.png'],
    ['', 'file.png'],
    ['a\r\nSet-Cookie: x=1.png', 'aSet-Cookie x=1.png'],
  ])('%j is kept as %j', async (given, kept) => {
    expect(await sniff(PNG, given)).toMatchObject({ kind: 'taken', name: kept })
  })
})

type Write = (chunk: Buffer) => Promise<void>

/** Sends a chunked body piece by piece; resolves with the status, or 0 when it was cut. */
function streamed(
  url: string,
  token: string,
  body: (write: Write, cut: () => void) => Promise<void>,
): Promise<number> {
  return new Promise((resolve) => {
    const headers = { Authorization: `Bearer ${token}` }
    const asked = request(url, { method: 'POST', headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    asked.on('error', () => resolve(0))
    const write: Write = (chunk) => new Promise((done) => asked.write(chunk, () => done()))
    void body(write, () => asked.destroy()).then(() => asked.end())
  })
}

async function eventually<T>(ask: () => Promise<T>, good: (found: T) => boolean): Promise<T> {
  for (let tries = 0; tries < 50; tries++) {
    const found = await ask()
    if (good(found)) return found
  }
  return ask()
}
