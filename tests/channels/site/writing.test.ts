import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SiteClient } from './client.ts'
import { GREETING_PROMPT, type Harness, startHarness } from './harness.ts'

let kotik: Harness
let client: SiteClient

beforeEach(async () => {
  kotik = await startHarness()
  client = new SiteClient(kotik.url)
  await client.open()
})
afterEach(() => kotik.stop())

const lastInput = () => kotik.arrived.at(-1)?.input

describe('a message', () => {
  it('is acknowledged after the receipt, and safe to send again', async () => {
    const message = { id: 'message-1', text: 'не могу войти' }
    expect((await client.post('/chat/messages', message)).body).toEqual({ status: 'done' })
    expect((await client.post('/chat/messages', message)).body).toEqual({ status: 'duplicate' })
    expect(kotik.arrived.filter(({ input }) => input.type === 'customerSaid')).toHaveLength(1)
    expect(kotik.arrived.at(-1)).toMatchObject({
      key: `${client.conversation}:message-1`,
      input: { content: { text: 'не могу войти' }, externalId: 'message-1' },
    })
  })

  it('keeps any text as it is, without NUL and broken surrogates', async () => {
    const texts = [
      ['👨‍👩‍👧‍👦 семья', '👨‍👩‍👧‍👦 семья'],
      ['שלום עולם', 'שלום עולם'],
      ['<img src=x onerror=alert(1)> {{ env.SECRET }}', '<img src=x onerror=alert(1)> {{ env.SECRET }}'],
      ['а\u0000б', 'аб'],
      ['\ud83d', '\ufffd'],
      ['я'.repeat(100_000), 'я'.repeat(100_000)],
    ]
    for (const [index, [sent, kept]] of texts.entries()) {
      const { status } = await client.post('/chat/messages', { id: `odd-text-${index}`, text: sent })
      expect(status).toBe(200)
      expect(lastInput()).toMatchObject({ content: { text: kept } })
    }
  })

  it('with bytes that are no UTF-8 is kept readable', async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"id":"message-1","text":"'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"}'),
    ])
    const { status } = await client.send('/chat/messages', new Uint8Array(bytes), {
      'Content-Type': 'application/json',
    })
    expect(status).toBe(200)
    expect(lastInput()).toMatchObject({ content: { text: '\ufffd\ufffd' } })
  })

  it('of a wrong shape is refused by name of the field, without repeating what was in it', async () => {
    const wrong = [
      { id: 'message-1', text: 'x', admin: true },
      { id: 'message-1', text: { $gt: '' } },
      { id: 'short', text: 'x' },
      { id: '../../etc/passwd', text: 'x' },
      { text: 'x' },
      { id: 'message-1', text: 'x'.repeat(200_001) },
      { id: 'message-1', files: ['not an id'] },
      { id: 'message-1', replyTo: -1 },
      [],
      JSON.parse('{"id":"message-1","__proto__":{"text":"x"}}'),
    ]
    for (const body of wrong) {
      const { status, body: answer } = await client.post('/chat/messages', body)
      expect([status, answer.error.code]).toEqual([400, 'badRequest'])
      expect(answer.error.message).not.toContain('passwd')
    }
    expect(kotik.arrived).toHaveLength(1)
  })

  it('that is not JSON, of another type, or too large is refused with a sentence', async () => {
    const answers = [
      await client.post('/chat/messages', '{"id":'),
      await client.post('/chat/messages', '"text"'),
      await client.send('/chat/messages', 'id=1', { 'Content-Type': 'application/x-www-form-urlencoded' }),
      await client.post('/chat/messages', { id: 'message-1', text: 'x'.repeat(1_300_000) }),
    ]
    expect(answers.map(({ status, body }) => [status, body.error.code])).toEqual([
      [400, 'notJson'],
      [400, 'notJson'],
      [415, 'contentType'],
      [413, 'bodyTooLarge'],
    ])
  })

  it('is told in the language of the asker', async () => {
    const russian = await client.post('/chat/messages', '{')
    client.headers = { 'Accept-Language': 'en-GB,en;q=0.9' }
    const english = await client.post('/chat/messages', '{')
    expect(russian.body.error.message).toMatch(/^Тело запроса — не JSON/)
    expect(english.body.error.message).toMatch(/^The body is not JSON/)
  })
})

describe('what became of it', () => {
  it.each([
    [{ kind: 'parked' }, 200, undefined, null],
    [{ kind: 'refused', refusal: { code: 'emptyMessage' } }, 409, 'emptyMessage', null],
    [{ kind: 'refused', refusal: { code: 'noSuchMessage' } }, 409, 'refused', null],
    [{ kind: 'busy', retryAfter: 3200, why: 'tooManyMessages' }, 429, 'tooManyMessages', '4'],
    [{ kind: 'busy', retryAfter: 100, why: 'overloaded' }, 503, 'overloaded', '1'],
    [{ kind: 'busy', retryAfter: 1000, why: 'stopping' }, 503, 'stopping', '1'],
    [{ kind: 'busy', retryAfter: 1000, why: 'storeUnavailable' }, 503, 'storeUnavailable', '1'],
  ] as const)('%j is status %i', async (receipt, status, code, retryAfter) => {
    kotik.answerNext(receipt)
    const answer = await client.post('/chat/messages', { id: 'message-1', text: 'x' })
    expect([answer.status, answer.body.error?.code, answer.headers.get('retry-after')]).toEqual([
      status,
      code,
      retryAfter,
    ])
  })

  it('is a 503 before the start and after the stop', async () => {
    await kotik.site.channel.stop()
    const answer = await client.post('/chat/messages', { id: 'message-1', text: 'x' })
    expect([answer.status, answer.body.error.code]).toEqual([503, 'stopping'])
  })
})

describe('a press and a rating', () => {
  it('go in as what they are', async () => {
    const pressed = await client.post('/chat/presses', {
      id: 'press-001',
      prompt: GREETING_PROMPT,
      option: 0,
    })
    expect(pressed.body).toEqual({ status: 'done' })
    expect(lastInput()).toEqual({ type: 'customerPressed', prompt: 'p1', option: 0 })
    await client.post('/chat/ratings', { id: 'rating-01', ticket: 1, score: 5, comment: 'спасибо' })
    expect(lastInput()).toEqual({ type: 'customerRated', ticket: 1, score: 5, comment: 'спасибо' })
  })

  it('of somebody else’s prompt or ticket change nothing and say why', async () => {
    const pressed = await client.post('/chat/presses', { id: 'press-001', prompt: 'p77', option: 0 })
    expect([pressed.status, pressed.body.error.code]).toEqual([409, 'oldButton'])
    const rated = await client.post('/chat/ratings', { id: 'rating-01', ticket: 2, score: 5 })
    expect([rated.status, rated.body.error.code]).toEqual([409, 'nothingToRate'])
  })

  it('out of range are refused', async () => {
    const answers = [
      await client.post('/chat/presses', { id: 'press-001', prompt: 'p1', option: -1 }),
      await client.post('/chat/presses', { id: 'press-001', prompt: 'p1', option: '0' }),
      await client.post('/chat/ratings', { id: 'rating-01', ticket: 1, score: 6 }),
      await client.post('/chat/ratings', { id: 'rating-01', ticket: 1, score: 4.5 }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400])
  })
})

describe('typing', () => {
  it('is passed on and kept nowhere', async () => {
    expect((await client.post('/chat/typing', {})).status).toBe(204)
    expect(kotik.typed).toEqual([{ conversation: client.conversation, who: 'customer' }])
    expect(kotik.arrived).toHaveLength(1)
  })
})
