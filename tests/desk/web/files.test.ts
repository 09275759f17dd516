import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CONTENT_FILES } from '../../../src/domain/ids.ts'
import { type Bench, bench, fresh, type Page } from './harness.ts'

// One white pixel.
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII=',
  'base64',
)

let desk: Bench
let anna: Page
beforeEach(async () => {
  desk = await bench()
  anna = await desk.operator('anna')
  await desk.customer('vera')
  await anna.post('/tickets/1/claim', { id: fresh() })
})
afterEach(() => desk.stop())

const upload = (page: Page, bytes: Uint8Array, name: string, ticket = 1) =>
  page.ask('POST', `/tickets/${ticket}/files?name=${encodeURIComponent(name)}`, bytes)

describe('a file', () => {
  it('goes with a reply and comes back as a download that no page can run', async () => {
    const file = (await upload(anna, PNG, 'чек.png')).body
    expect(file).toMatchObject({ kind: 'image', name: 'чек.png', mime: 'image/png', size: PNG.length })
    expect((await anna.post('/tickets/1/replies', { id: fresh(), files: [file.id] })).status).toBe(200)
    const answer = await anna.get(`/tickets/1/files/${file.id}`)
    expect(answer.bytes.equals(PNG)).toBe(true)
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''%D1%87/)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-security-policy')).toMatch(/sandbox/)
  })

  it('is judged by its bytes, not by its name', async () => {
    const page = await upload(anna, Buffer.from('<script>alert(1)</script>'), 'photo.png')
    expect([page.status, page.body.error.code]).toEqual([400, 'badFile'])
    const drawing = await upload(anna, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'a.svg')
    expect(drawing.status).toBe(400)
    expect((await upload(anna, Buffer.alloc(0), 'empty.txt')).status).toBe(400)
  })

  it('over ten megabytes is refused with the limit named', async () => {
    const large = await upload(anna, Buffer.alloc(10 * 1024 * 1024 + 1), 'film.mp4')
    expect([large.status, large.body.error.message]).toEqual([413, 'Файл слишком большой: можно до 10 МБ.'])
  })

  it('of the content is there for everybody, like the message the bot sent it with', async () => {
    const shown = { id: 'm'.repeat(22), kind: 'image', name: 'где.png', mime: 'image/png', size: 1 } as const
    await desk.blobs.put(shown.id, PNG)
    await desk.store.saveFile({ ...shown, conversation: CONTENT_FILES, at: desk.clock.now() })
    const answer = await anna.get(`/tickets/1/files/${shown.id}`)
    expect([answer.status, answer.bytes.equals(PNG)]).toEqual([200, true])
  })

  it('of another conversation is not there: not to read, not to send on', async () => {
    const boris = await desk.operator('boris')
    await desk.customer('oleg')
    await boris.post('/tickets/2/claim', { id: fresh() })
    const file = (await upload(anna, PNG, 'a.png')).body
    const missing = await boris.get('/tickets/2/files/no-such-file-at-all-00')
    const foreign = await boris.get(`/tickets/2/files/${file.id}`)
    expect([foreign.status, foreign.body]).toEqual([404, missing.body])
    expect((await boris.get(`/tickets/1/files/${file.id}`)).status).toBe(404)
    const sent = await boris.post('/tickets/2/replies', { id: fresh(), text: 'вот', files: [file.id] })
    expect(sent.status).toBe(404)
  })
})

describe('what does not fit the shape', () => {
  it.each([
    ['an unknown key', { id: 'client-1', text: 'да', lead: true }],
    ['no id', { text: 'да' }],
    ['an id of another kind', { id: 7, text: 'да' }],
    ['an object for a text', { id: 'client-1', text: { $ne: '' } }],
    ['a text beyond the limit', { id: 'client-1', text: 'я'.repeat(4001) }],
    ['a body beyond the limit', { id: 'client-1', text: 'я'.repeat(40_000) }],
    ['an array', ['да']],
  ])('%s is refused and changes nothing', async (_name, body) => {
    const answer = await anna.post('/tickets/1/replies', body)
    expect([400, 413]).toContain(answer.status)
    const { lines } = (await anna.get('/tickets/1')).body
    expect(lines.filter((line: { from: string }) => line.from === 'operator')).toEqual([])
  })

  it('an unknown query is refused too', async () => {
    expect((await anna.get('/tickets?which=open&limit=1')).status).toBe(400)
  })

  it('words arrive as they were written, without NUL and broken pairs', async () => {
    const text = '<b>{{ x }}</b> 👩‍👩‍👧 שלום'
    await anna.post('/tickets/1/replies', { id: fresh(), text: `${text}\0\ud800` })
    const { lines } = (await anna.get('/tickets/1')).body
    expect(lines.at(-1).content.text).toBe(`${text}\ufffd`)
  })

  it('an empty message is refused', async () => {
    const answer = await anna.post('/tickets/1/replies', { id: fresh(), text: '  ' })
    expect([answer.status, answer.body.error.code]).toEqual([409, 'emptyMessage'])
  })
})
