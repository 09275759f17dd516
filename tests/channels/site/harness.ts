import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import type { Receipt, Signals, Submit, TypingSignal } from '../../../src/channels/port.ts'
import type { SiteLimits } from '../../../src/channels/site/limits.ts'
import { type SiteChannel, siteChannel } from '../../../src/channels/site/site.ts'
import type { Conversation } from '../../../src/domain/conversation/state.ts'
import type { Event } from '../../../src/domain/event.ts'
import {
  type ConversationId,
  customerId,
  messageNumber,
  promptId,
  releaseId,
} from '../../../src/domain/ids.ts'
import type { Arrived } from '../../../src/domain/input.ts'
import type { Outgoing } from '../../../src/domain/message.ts'
import type { Settings } from '../../../src/domain/settings.ts'
import type { Chance } from '../../../src/domain/time.ts'
import { openBlobs } from '../../../src/store/blobs.ts'
import type { Blobs, LoggedEvent, Store } from '../../../src/store/port.ts'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { ManualClock } from '../../fakes/manual-clock.ts'

/** The site channel on a real port over a real store, with a runtime that commits the plainest events. */
export interface Harness {
  readonly url: string
  readonly clock: ManualClock
  readonly store: Store
  readonly blobs: Blobs
  readonly site: SiteChannel
  readonly arrived: readonly Arrived[]
  readonly typed: readonly TypingSignal[]
  readonly errors: readonly object[]
  /** Commits events of a conversation and tells the live log. */
  commit(id: ConversationId, ...events: readonly Event[]): Promise<readonly LoggedEvent[]>
  /** The same without telling: as if the telling were still on its way. */
  commitSilently(id: ConversationId, ...events: readonly Event[]): Promise<readonly LoggedEvent[]>
  tell(events: readonly LoggedEvent[]): void
  say(id: ConversationId, text: string): Promise<readonly LoggedEvent[]>
  signal(signal: TypingSignal): void
  /** The next arrival gets this receipt instead of being committed. */
  answerNext(receipt: Receipt): void
  /** Stops the server and starts another on the same data. */
  restart(): Promise<Harness>
  stop(): Promise<void>
}

export interface HarnessOptions {
  readonly limits?: Partial<SiteLimits>
  readonly origins?: readonly string[]
  readonly wrapStore?: (store: Store) => Store
  readonly folder?: string
  readonly webFolder?: string
  readonly fileSize?: number
}

export const SECRET = 'a secret for tests, long enough to be one'
export const GREETING_PROMPT = promptId('p1')

const counted = (): Chance => {
  let n = 0
  return {
    token: (bytes) => {
      n++
      return Buffer.alloc(bytes, `${n}.${process.pid}.token`).toString('base64url')
    },
    fraction: () => 0.5,
  }
}

export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'kotik-site-'))
  const url = `file:${join(folder, 'kotik.db')}`
  const real = await openSqliteStore({ url, migrationsDir: 'migrations/sqlite' })
  const store = options.wrapStore?.(real) ?? real
  const blobs = await openBlobs(join(folder, 'files'))
  const clock = new ManualClock()
  const log = new FakeLog()
  const signals = new FakeSignals()
  const errors: object[] = []
  const site = siteChannel({
    ...{ secret: SECRET, store, blobs, live: log, signals, clock, chance: counted() },
    origins: options.origins ?? [],
    settings: () => settingsWith(options.fileSize ?? 10_485_760),
    logger: { error: (fields) => void errors.push(fields) },
    webFolder: options.webFolder ?? join(folder, 'web'),
    ...(options.limits && { limits: options.limits }),
  })
  const desk = new TinyRuntime(real, clock, log)
  await site.channel.start(desk.submit)
  const app = express()
  app.use(site.router)
  const server = createServer(site.before(app))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const stop = async () => {
    await site.channel.stop()
    await closed(server)
    await real.close()
  }
  return {
    ...{ url: `http://127.0.0.1:${port}`, clock, store: real, blobs, site, errors },
    arrived: desk.arrived,
    typed: signals.sent,
    commitSilently: (id, ...events) => desk.commit(id, events),
    async commit(id, ...events) {
      const logged = await desk.commit(id, events)
      log.tell(logged)
      return logged
    },
    async say(id, text) {
      const logged = await desk.commit(id, [await desk.sent(id, text)])
      log.tell(logged)
      return logged
    },
    tell: (events) => log.tell(events),
    signal: (signal) => signals.hearers.forEach((hear) => void hear(signal)),
    answerNext: (receipt) => void desk.receipts.push(receipt),
    async restart() {
      await stop()
      return startHarness({ ...options, folder })
    },
    async stop() {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

class FakeLog {
  readonly #hearers = new Set<(events: readonly LoggedEvent[]) => void>()
  subscribe = (hear: (events: readonly LoggedEvent[]) => void) => {
    this.#hearers.add(hear)
    return () => void this.#hearers.delete(hear)
  }
  tell = (events: readonly LoggedEvent[]) => {
    for (const hear of this.#hearers) hear(events)
  }
}

class FakeSignals implements Signals {
  readonly sent: TypingSignal[] = []
  readonly hearers = new Set<(signal: TypingSignal) => void>()
  send = (signal: TypingSignal) => void this.sent.push(signal)
  subscribe = (hear: (signal: TypingSignal) => void) => {
    this.hearers.add(hear)
    return () => void this.hearers.delete(hear)
  }
}

/** Commits what arrives one by one; knows of one prompt (the greeting's) and of nothing to rate but ticket 1. */
class TinyRuntime {
  readonly arrived: Arrived[] = []
  readonly receipts: Receipt[] = []
  readonly #store: Store
  readonly #clock: ManualClock
  readonly #log: FakeLog

  constructor(store: Store, clock: ManualClock, log: FakeLog) {
    this.#store = store
    this.#clock = clock
    this.#log = log
  }

  submit: Submit = async (arrived) => {
    const receipt = this.receipts.shift()
    if (receipt) return receipt
    if ((await this.#store.seen([arrived.key])).size > 0) return { kind: 'duplicate' }
    if (arrived.to !== 'conversation') return { kind: 'parked' }
    this.arrived.push(arrived)
    const { input, id } = arrived
    if (input.type === 'customerPressed' && input.prompt !== GREETING_PROMPT) {
      return { kind: 'refused', refusal: { code: 'oldButton' } }
    }
    if (input.type === 'customerRated' && input.ticket !== 1) {
      return { kind: 'refused', refusal: { code: 'nothingToRate' } }
    }
    this.#log.tell(await this.commit(id, await this.#eventsOf(arrived), [arrived]))
    return { kind: 'done', at: this.#clock.now() }
  }

  async #eventsOf(arrived: Extract<Arrived, { to: 'conversation' }>): Promise<readonly Event[]> {
    const { input, id } = arrived
    const number = messageNumber((await this.#state(id)).state.lastMessage + 1)
    switch (input.type) {
      case 'customerStarted':
        return [{ type: 'conversationStarted' }, await this.sent(id, 'Здравствуйте!', GREETING_PROMPT)]
      case 'customerIdentified':
        return [{ type: 'customerIdentified', profile: input.profile }]
      case 'customerSaid': {
        const { content, externalId = '' } = input
        return [{ type: 'customerSaid', number, content, externalId }]
      }
      case 'customerPressed': {
        const { prompt, option } = input
        return [
          { type: 'buttonPressed', number, prompt, option, label: 'Да' },
          { type: 'promptClosed', prompt, chosen: option },
        ]
      }
      default:
        return []
    }
  }

  async sent(
    id: ConversationId,
    text: string,
    prompt?: Outgoing['number'] | typeof GREETING_PROMPT,
  ): Promise<Event> {
    const number = messageNumber((await this.#state(id)).state.lastMessage + 1)
    const message: Outgoing = {
      ...{ number, author: { kind: 'bot' }, content: { text }, at: this.#clock.now() },
      ...(typeof prompt === 'string' && { prompt: { id: prompt, buttons: [{ option: 0, label: 'Да' }] } }),
    }
    return { type: 'messageSent', message }
  }

  async #state(id: ConversationId) {
    const known = (await this.#store.conversations([id])).get(id)
    return known ?? { state: blank(id, this.#clock), version: 0 }
  }

  async commit(
    id: ConversationId,
    events: readonly Event[],
    arrived: readonly Arrived[] = [],
  ): Promise<readonly LoggedEvent[]> {
    const { state, version } = await this.#state(id)
    const next = { ...state, lastMessage: messageNumber(state.lastMessage + 1) }
    const at = this.#clock.now()
    const [result] = await this.#store.commit(
      [
        {
          target: { to: 'conversation', state: next },
          expected: version,
          arrived: arrived.map(({ key }) => key),
          ...{ handled: [], effects: [], later: [], events, at },
        },
      ],
      [],
    )
    if (result?.kind === 'conflict') return this.commit(id, events, arrived)
    if (result?.kind !== 'committed') return []
    const address = { to: 'conversation', id } as const
    return events.map((event, index) => ({ seq: result.seqs[index] ?? 0, at, address, event }))
  }
}

function blank(id: ConversationId, clock: ManualClock): Conversation {
  return {
    ...{ phase: 'bot', id, release: releaseId('r'), lastMessage: messageNumber(0), lastPrompt: 0 },
    customer: { id: customerId(id), language: 'ru', verified: false, attributes: {} },
    ...{ prompts: [], stack: [], trail: [], misses: 0, collected: {}, lastCustomerAt: clock.now() },
  }
}

function settingsWith(fileSize: number): Settings {
  const settings: Partial<Settings> = {
    bot: { name: 'Ботик Котик', languages: ['ru', 'en'] },
    limits: {
      ...{ textLength: 4000, messagesPerMinute: 30, fileSize, callHosts: [], callAnswerSize: 1000 },
    },
  }
  return settings as Settings
}
