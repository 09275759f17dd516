/** The web desk over a real store and the real rules, on an ephemeral port, with a clock turned by hand. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { resolve } from 'node:path'
import express from 'express'
import { hashPassword } from '../../../src/desk/password.ts'
import { type DeskWeb, deskWeb } from '../../../src/desk/web/desk-web.ts'
import { conversationId, inputKey, intentName, operatorId } from '../../../src/domain/ids.ts'
import type { ConversationInput } from '../../../src/domain/input.ts'
import type { Chance } from '../../../src/domain/time.ts'
import type { Blobs, OperatorAccount, Store } from '../../../src/store/port.ts'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { ManualClock } from '../../fakes/manual-clock.ts'
import { type Engine, engine } from './engine.ts'
import { SETTINGS } from './rules.ts'

// The real cost takes a fifth of a second each; tests ask whether it fits, not how long it takes.
export const CHEAP = { N: 2, r: 1, p: 1 }

export interface Bench extends Engine {
  /** By how many seconds the group in a messenger is late. */
  readonly group: { behind: number }
  readonly url: string
  readonly store: Store
  readonly blobs: Blobs
  readonly clock: ManualClock
  readonly web: DeskWeb
  readonly chance: Chance
  readonly logged: readonly string[]
  operator(login: string, more?: Partial<OperatorAccount>): Promise<Page>
  /** A customer who writes and calls a person; the ticket's number. */
  customer(chat: string, text?: string): Promise<number>
  say(chat: string, input: ConversationInput): Promise<void>
  page(): Page
  stop(): Promise<void>
}

/** A browser with cookies, no more. */
export class Page {
  readonly #url: string
  cookie = ''

  constructor(url: string) {
    this.#url = url
  }

  get = (path: string, headers: Record<string, string> = {}) => this.ask('GET', path, undefined, headers)
  post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    this.ask('POST', path, body, headers)
  put = (path: string, body: unknown) => this.ask('PUT', path, body)

  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.#url}/desk/api${path}`, {
      method,
      headers: {
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(body === undefined || body instanceof Uint8Array ? {} : { 'content-type': 'application/json' }),
        ...(method === 'GET' ? {} : { 'x-kotik-desk': '1' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body) }),
    })
    const set = response.headers.get('set-cookie')
    if (set) this.cookie = set.split(';')[0] ?? ''
    const bytes = Buffer.from(await response.arrayBuffer())
    return { status: response.status, headers: response.headers, bytes, body: parsed(bytes) }
  }
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Buffer
  // biome-ignore lint/suspicious/noExplicitAny: what the wire brought; each test looks at the part it is about
  readonly body: any
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}

export const PASSWORD = 'правильный пароль'

let made = 0
/** A command's id. */
export const fresh = () => `test-id-${++made}`

export async function bench(pages = 'tests/desk/web/pages'): Promise<Bench> {
  const store = await openSqliteStore({ url: ':memory:', migrationsDir: 'migrations/sqlite' })
  const clock = new ManualClock()
  const chance = countingChance()
  const logged: string[] = []
  const log = (_about: object, text: string) => void logged.push(text)
  const parts = engine(store, clock)
  const blobs = memoryBlobs()
  const group = { behind: 0 }
  const web = deskWeb({
    ...parts,
    store,
    blobs,
    settings: () => SETTINGS,
    clock,
    chance,
    log: { info: log, warn: log, error: log },
    messengersBehind: () => group.behind,
    secureCookies: false,
    pages: resolve(pages),
  })
  const { url, close } = await listen(web)
  const say = async (chat: string, input: ConversationInput) => {
    await parts.submit({
      to: 'conversation',
      id: conversationId('site', chat),
      key: inputKey(fresh()),
      input,
    })
  }
  return {
    ...parts,
    url,
    store,
    blobs,
    clock,
    web,
    chance,
    logged,
    group,
    say,
    page: () => new Page(url),
    operator: async (login, more = {}) => {
      await store.saveOperator({
        id: operatorId(login),
        name: login[0]?.toUpperCase() + login.slice(1),
        lead: false,
        groups: ['first-line'],
        passwordHash: await hashPassword(PASSWORD, chance, CHEAP),
        ...more,
      })
      const page = new Page(url)
      await page.post('/session', { login, password: PASSWORD })
      await page.put('/me/shift', { id: fresh(), shift: 'on' })
      return page
    },
    customer: async (chat, text = 'Позовите человека') => {
      await say(chat, {
        type: 'customerSaid',
        content: { text },
        reading: {
          verdict: 'sure',
          entities: [],
          intents: [{ intent: intentName('operator'), confidence: 1 }],
        },
      })
      return Number((await store.desk()).state.lastTicket)
    },
    stop: async () => {
      web.close()
      await close()
      await store.close()
    },
  }
}

async function listen(web: DeskWeb) {
  const app = express()
  app.use('/desk', web.router)
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** As long as real tokens and never the same, so that a failure can be read again. */
function countingChance(): Chance {
  let count = 0
  return {
    token: (bytes) => Buffer.from(String(++count).padStart(bytes, '0')).toString('base64url'),
    fraction: () => 0.5,
  }
}

function memoryBlobs(): Blobs {
  const kept = new Map<string, Uint8Array>()
  return {
    put: async (id, bytes) => void kept.set(id, bytes),
    get: async (id) => kept.get(id),
    remove: async (id) => void kept.delete(id),
  }
}
