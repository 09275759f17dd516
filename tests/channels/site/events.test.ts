import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Event } from '../../../src/domain/event.ts'
import { messageNumber, operatorId, promptId, ticketId } from '../../../src/domain/ids.ts'
import type { Outgoing } from '../../../src/domain/message.ts'
import { seconds } from '../../../src/domain/time.ts'
import type { Store } from '../../../src/store/port.ts'
import { SiteClient } from './client.ts'
import { type Harness, startHarness } from './harness.ts'

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

describe('the live stream', () => {
  it('tells what was, says it is ready, and goes on live', async () => {
    await kotik.say(client.conversation, 'раз')
    const stream = await client.events(0)
    expect(stream.response.headers.get('content-type')).toMatch(/^text\/event-stream/)
    expect(stream.response.headers.get('cache-control')).toContain('no-store')
    const before = await stream.until('ready')
    expect(before.map(({ event }) => event)).toEqual(['message', 'message', 'ready'])
    await kotik.say(client.conversation, 'два')
    expect((await stream.next())?.data.message.text).toBe('два')
    stream.close()
  })

  it('goes on from a cursor, and from Last-Event-ID before it', async () => {
    const [one] = await kotik.say(client.conversation, 'раз')
    const [two] = await kotik.say(client.conversation, 'два')
    await kotik.say(client.conversation, 'три')
    const byCursor = await client.events(one?.seq)
    expect(await byCursor.texts(2)).toEqual(['два', 'три'])
    const byHeader = await client.events(0, { 'Last-Event-ID': String(two?.seq) })
    expect(await byHeader.texts(1)).toEqual(['три'])
    byCursor.close()
    byHeader.close()
  })

  it('tells a question with pictures as cards, and whole without them', async () => {
    const picture = { id: 'p'.repeat(22), kind: 'image', name: 'a.png', mime: 'image/png', size: 3 } as const
    const card = { option: 0, title: 'Афоня', about: 'Грустно.' }
    const message: Outgoing = {
      number: messageNumber(2),
      author: { kind: 'bot' },
      at: kotik.clock.now(),
      content: { text: 'Что берём?\n\nАфоня — Грустно.', attachments: [picture] },
      prompt: { id: promptId('p1'), buttons: [{ option: 0, label: 'Афоня' }] },
      cards: { text: 'Что берём?', cards: [{ ...card, picture }] },
    }
    await kotik.commit(client.conversation, { type: 'messageSent', message })
    const stream = await client.events(0)
    const [, told] = await stream.until('ready')
    expect(told?.data.message).toMatchObject({
      text: 'Что берём?\n\nАфоня — Грустно.',
      files: [{ id: picture.id }],
      cards: { text: 'Что берём?', cards: [{ ...card, file: picture.id }] },
    })
    stream.close()
  })

  it('refuses a cursor that is no number', async () => {
    const { status } = (await client.events('1;drop')).response
    expect(status).toBe(400)
  })

  it('neither misses nor doubles what is committed between the reading and the listening', async () => {
    const reads: { at: 'before' | 'after'; run: () => Promise<unknown> }[] = []
    await begin({ wrapStore: (store) => interrupted(store, reads) })
    const { conversation } = client
    const early = await kotik.commitSilently(conversation, note())
    reads.push(
      // Committed after the page was read, told before the stream is live: only the live log has it.
      { at: 'after', run: () => kotik.say(conversation, 'между') },
      // Committed before a page is read, told after it: both have it.
      {
        at: 'before',
        run: async () => {
          const logged = await kotik.commitSilently(conversation, sent('оба'))
          setImmediate(() => kotik.tell(logged))
        },
      },
      { at: 'after', run: async () => kotik.tell(early) },
    )
    const stream = await client.events(0)
    await stream.until('ready').then((events) => {
      const texts = events.flatMap(({ data }) => data.message?.text ?? [])
      expect(texts).toEqual(['Здравствуйте!', 'между', 'оба'])
    })
    await kotik.say(conversation, 'после')
    expect(await stream.texts(1)).toEqual(['после'])
    stream.close()
  })

  it('brings everything exactly once through reconnects and restarts under fire', async () => {
    const wanted = Array.from({ length: 60 }, (_, n) => `сообщение ${n}`)
    const got: string[] = []
    let cursor = 0
    const { conversation, token } = client
    for (const [n, text] of wanted.entries()) {
      const stream = await client.events(cursor)
      const said = kotik.say(conversation, text)
      for (let next = await stream.next(); next; next = await stream.next()) {
        if (next.id !== '') cursor = Number(next.id)
        if (next.event === 'message') got.push(next.data.message.text)
        if (next.data.message?.text === text) break
      }
      await said
      stream.close()
      if (n % 20 === 19) {
        kotik = await kotik.restart()
        client = new SiteClient(kotik.url, token)
      }
    }
    expect(got).toEqual(['Здравствуйте!', ...wanted])
  })

  it('reads a long past page by page', async () => {
    const { conversation } = client
    await kotik.commitSilently(conversation, ...Array.from({ length: 450 }, (_, n) => sent(`${n}`)))
    const stream = await client.events(0)
    const events = await stream.until('ready')
    expect(events.filter(({ event }) => event === 'message')).toHaveLength(451)
    expect(new Set(events.map(({ id }) => id)).size).toBe(451)
    stream.close()
  })

  it('hears nothing of other conversations', async () => {
    const stranger = new SiteClient(kotik.url)
    await stranger.open()
    const stream = await client.events(0)
    await stream.until('ready')
    await kotik.say(stranger.conversation, 'чужое')
    await kotik.say(client.conversation, 'своё')
    expect(await stream.texts(1)).toEqual(['своё'])
    stream.close()
  })

  it('never tells notes, readings, logins or variables', async () => {
    const stream = await client.events(0)
    await stream.until('ready')
    await kotik.commit(
      client.conversation,
      note(),
      { type: 'textUnderstood', number: messageNumber(1), verdict: 'sure', intents: [] },
      { type: 'operatorJoined', ticket: ticketId(1), operator: operatorId('anna-login'), name: 'Анна' },
      {
        type: 'messageSent',
        message: {
          ...{ number: messageNumber(9), content: { text: 'Привет' }, at: kotik.clock.now() },
          author: { kind: 'operator', operator: operatorId('anna-login'), name: 'Анна' },
        },
      },
      { type: 'operatorLeft', ticket: ticketId(1), operator: operatorId('anna-login') },
    )
    const events = await stream.until('operatorLeft')
    expect(events.map(({ event }) => event)).toEqual(['operatorJoined', 'message', 'operatorLeft'])
    expect(JSON.stringify(events)).not.toMatch(/login|тайна/)
    stream.close()
  })

  it('shows typing of the bot and the operator at once, without a cursor', async () => {
    const stream = await client.events(0)
    await stream.until('ready')
    const { conversation } = client
    kotik.signal({ conversation, who: 'customer' })
    kotik.signal({ conversation, who: 'operator', name: 'Анна' })
    expect(await stream.next()).toEqual({ id: '', event: 'typing', data: { who: 'operator', name: 'Анна' } })
    stream.close()
  })

  it('has one heartbeat for all', async () => {
    const streams = [await client.events(0), await client.events(0)]
    for (const stream of streams) await stream.until('ready')
    expect(kotik.clock.pending).toBe(1)
    kotik.clock.advance(seconds(25))
    for (const stream of streams) expect(await stream.block()).toBe(':')
    for (const stream of streams) stream.close()
  })

  it('ends when its session does', async () => {
    const stream = await client.events(0)
    await stream.until('ready')
    kotik.clock.advance(seconds(31 * 24 * 3600))
    expect(await stream.next()).toBeUndefined()
  })

  it('ends at the stop, so that clients come back to the next process', async () => {
    const stream = await client.events(0)
    await stream.until('ready')
    await kotik.site.channel.stop()
    expect(await stream.next()).toBeUndefined()
  })
})

describe('a client that does not keep up', () => {
  it('is cut when too much waits for it, while others hear everything', async () => {
    const { conversation, token } = client
    const slow = await openAndNeverRead(`${kotik.url}/chat/events`, token)
    const quick = await client.events(0)
    await quick.until('ready')
    for (let n = 0; n < 400; n++) {
      await kotik.say(conversation, `${n} ${'я'.repeat(20_000)}`)
      expect(await quick.texts(1)).toHaveLength(1)
    }
    expect(kotik.site.openStreams()).toBe(1)
    slow.cut()
    quick.close()
  })
})

describe('caps', () => {
  it('close the session’s oldest stream for a new one', async () => {
    await begin({ limits: { openStreamsPerSession: 2 } })
    const streams = [await client.events(0), await client.events(0), await client.events(0)]
    await streams[0]?.until('ready')
    expect(await streams[0]?.next()).toBeUndefined()
    expect(kotik.site.openStreams()).toBe(2)
    for (const stream of streams) stream.close()
  })

  it.each([
    [{ openStreamsPerAddress: 1 }, 429, 'tooManyStreams'],
    [{ openStreams: 1 }, 503, 'overloaded'],
  ] as const)('%j refuse one more with %i and a time to come back', async (limits, status, code) => {
    await begin({ limits })
    const first = await client.events(0)
    const second = await client.events(0)
    expect(second.response.status).toBe(status)
    expect(second.response.headers.get('retry-after')).toBe('15')
    expect(await second.response.json()).toMatchObject({ error: { code } })
    first.close()
  })
})

describe('history', () => {
  it('is read backwards page by page, and ends where the stream begins', async () => {
    const { conversation } = client
    for (let n = 0; n < 12; n++) await kotik.say(conversation, `${n}`)
    const last = await client.get('/chat/messages?limit=5')
    expect(texts(last.body)).toEqual(['7', '8', '9', '10', '11'])
    const older = await client.get(`/chat/messages?limit=5&before=${last.body.before}`)
    expect(texts(older.body)).toEqual(['2', '3', '4', '5', '6'])
    const oldest = await client.get(`/chat/messages?limit=5&before=${older.body.before}`)
    expect(texts(oldest.body)).toEqual(['Здравствуйте!', '0', '1'])
    expect(oldest.body).toMatchObject({ more: false })
    const stream = await client.events(last.body.cursor)
    expect((await stream.until('ready')).map(({ event }) => event)).toEqual(['ready'])
    stream.close()
  })
})

const texts = (body: { events: { message?: { text: string } }[] }) =>
  body.events.flatMap(({ message }) => message?.text ?? [])

const note = (): Event => ({
  ...{ type: 'noteAdded' as const, number: messageNumber(5), operator: operatorId('anna-login') },
  ...{ name: 'Анна', content: { text: 'тайна' }, ticket: ticketId(1) },
})

const sent = (text: string): Event => ({
  type: 'messageSent',
  message: { number: messageNumber(7), author: { kind: 'bot' }, content: { text }, at: kotik.clock.now() },
})

/** Runs something right before or right after each read of the log. */
function interrupted(store: Store, reads: { at: 'before' | 'after'; run: () => Promise<unknown> }[]): Store {
  return {
    ...store,
    async conversationEvents(...asked) {
      const next = reads.shift()
      if (next?.at === 'before') await next.run()
      const page = await store.conversationEvents(...asked)
      if (next?.at === 'after') await next.run()
      return page
    },
  }
}

function openAndNeverRead(url: string, token: string): Promise<{ cut(): void }> {
  return new Promise((resolve) => {
    const asked = request(url, { headers: { Authorization: `Bearer ${token}` } }, (response) => {
      response.pause()
      resolve({ cut: () => asked.destroy() })
    })
    asked.on('error', () => undefined)
    asked.end()
  })
}
