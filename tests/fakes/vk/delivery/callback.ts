/**
 * The Callback API: one server's events are posted as they happen, several at once and in no promised order; one that
 * is not answered with exactly `ok` comes again, later each time, with `X-Retry-Counter`, until VK gives it up.
 */
import { Agent, request } from 'node:http'
import type { FakeClock } from '../../messenger/clock.ts'
import type { CallbackServer, Group, Wire } from '../world/model.ts'
import { API_VERSION } from '../world/wire.ts'
import type { VkEvent } from '../world/world.ts'

export interface CallbackHabits {
  /** Before the second try, the third and so on; after the last the event is given up. */
  readonly pausesMs: readonly number[]
  /** `free`: events overtake one that failed. `ordered`: each waits for the one before it. */
  readonly order: 'free' | 'ordered'
}

// VK says only that it tries again several times and later each time.
export const CALLBACK_HABITS: CallbackHabits = {
  pausesMs: [5_000, 15_000, 60_000, 5 * 60_000, 15 * 60_000, 60 * 60_000],
  order: 'free',
}

const ANSWER_WITHIN_MS = 10_000
// A burst must not open a socket for each of its events.
const CONNECTIONS = 64
const RETRY_AFTER_MOST_MS = 3 * 60 * 60_000
/** With these a server may say in `Retry-After` when to come again. */
const MAY_POSTPONE = new Set([410, 429, 503])

interface Reply {
  readonly status: number
  readonly body: string
  readonly retryAfterMs: number | undefined
}

export interface Delivered {
  readonly event: VkEvent
  readonly tries: number
}

export class Callback {
  readonly server: CallbackServer
  habits: CallbackHabits
  /** Taken by the server, given up. */
  readonly delivered: Delivered[] = []
  readonly givenUp: VkEvent[] = []
  onStir: () => void = () => {}
  readonly #group: Group
  readonly #clock: FakeClock
  readonly #agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  #waiting: VkEvent[] = []
  #open = 0
  #stopped = false

  constructor(group: Group, server: CallbackServer, clock: FakeClock, habits: CallbackHabits) {
    this.#group = group
    this.server = server
    this.#clock = clock
    this.habits = habits
  }

  /** Events that are not taken yet. */
  get pending(): number {
    return this.#waiting.length + this.#open
  }

  /** Asks the server for the community's string; only then events come. */
  async confirm(): Promise<boolean> {
    this.server.status = 'wait'
    const asked = { type: 'confirmation', group_id: this.#group.id, event_id: 'confirmation', v: API_VERSION }
    const reply = await this.#post(asked, 0).catch(() => undefined)
    const right = reply?.status === 200 && reply.body === this.#group.confirmation
    this.server.status = right ? 'ok' : 'failed'
    this.onStir()
    this.#pump()
    return right
  }

  push(event: VkEvent): void {
    if (this.#stopped || !this.server.events.has(event.type)) return
    // Before its string is confirmed a server is told nothing, also not later.
    if (this.server.status !== 'ok') return
    this.#waiting.push(event)
    this.#pump()
  }

  /** The same event once more, as VK may send it when an answer got lost. */
  repeat(event: VkEvent): void {
    this.#open++
    this.#deliver(event, 1)
  }

  stop(): void {
    this.#stopped = true
    this.#agent.destroy()
  }

  #pump(): void {
    while (this.#waiting.length > 0 && (this.habits.order === 'free' || this.#open === 0)) {
      const event = this.#waiting.shift()
      if (!event) return
      this.#open++
      this.#deliver(event, 0)
    }
  }

  #deliver(event: VkEvent, retry: number): void {
    if (this.#stopped) return
    this.#post(event, retry).then(
      (reply) => {
        if (reply.status === 200 && reply.body === 'ok') this.#taken(event, retry + 1)
        else this.#later(event, retry, reply)
      },
      () => this.#later(event, retry, undefined),
    )
  }

  #taken(event: VkEvent, tries: number): void {
    this.#open--
    this.delivered.push({ event, tries })
    this.onStir()
    this.#pump()
  }

  #later(event: VkEvent, retry: number, reply: Reply | undefined): void {
    const pause = reply?.retryAfterMs ?? this.habits.pausesMs[retry]
    if (pause === undefined) {
      this.#open--
      this.givenUp.push(event)
      this.server.status = 'failed'
      this.#pump()
    } else this.#clock.at(this.#clock.now() + pause, () => this.#deliver(event, retry + 1))
    this.onStir()
  }

  #post(body: Wire, retry: number): Promise<Reply> {
    const { url, secret } = this.server
    const text = JSON.stringify({ ...body, ...(secret === '' ? {} : { secret }) })
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      ...(retry === 0 ? {} : { 'x-retry-counter': String(retry) }),
    }
    return new Promise((resolve, reject) => {
      const options = { method: 'POST', agent: this.#agent, headers, timeout: ANSWER_WITHIN_MS }
      const posted = request(url, options, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const status = response.statusCode ?? 0
          const retryAfterMs = postponed(status, response.headers['retry-after'])
          resolve({ status, body: Buffer.concat(chunks).toString(), retryAfterMs })
        })
      })
      posted.on('timeout', () => posted.destroy(new Error('no answer in time')))
      posted.on('error', reject)
      posted.end(text)
    })
  }
}

function postponed(status: number, header: string | undefined): number | undefined {
  const ms = Number(header) * 1_000
  return MAY_POSTPONE.has(status) && ms > 0 && ms < RETRY_AFTER_MOST_MS ? ms : undefined
}
