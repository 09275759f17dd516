/**
 * Posts a bot's updates to its address: several at once, but one chat's one after another; anything but 2xx is tried
 * again, later each time, until it is taken. An answer may itself be a call (`{"method": "sendMessage", …}`).
 */
import { Agent, request } from 'node:http'
import type { FakeClock } from '../../messenger/clock.ts'
import { isObject } from '../../messenger/objects.ts'
import type { Wire } from '../world/model.ts'
import type { Inbox, Kept, Update } from './inbox.ts'

export interface WebhookAt {
  readonly url: string
  readonly secret: string
  readonly connections: number
}

const FIRST_RETRY_MS = 1_000
const LAST_RETRY_MS = 60_000
const ANSWER_WITHIN_MS = 60_000

export class Webhook {
  failure: { readonly at: number; readonly why: string } | undefined
  readonly at: WebhookAt
  readonly #inbox: Inbox
  readonly #clock: FakeClock
  readonly #perform: (body: Wire) => void
  readonly #agent: Agent
  /** What waits, by chat; a chat that is here has its first one under way, or stands in `#ready`. */
  readonly #lanes = new Map<number, Kept[]>()
  #ready: number[] = []
  #open = 0
  #stopped = false

  constructor(at: WebhookAt, inbox: Inbox, clock: FakeClock, perform: (body: Wire) => void) {
    this.at = at
    this.#inbox = inbox
    this.#clock = clock
    this.#perform = perform
    this.#agent = new Agent({ keepAlive: true, maxSockets: at.connections })
    for (const kept of inbox.waiting()) this.#enqueue(kept)
    inbox.onNew = (kept) => {
      this.#enqueue(kept)
      this.#pump()
    }
    this.#pump()
  }

  stop(): void {
    this.#stopped = true
    this.#inbox.onNew = () => {}
    this.#agent.destroy()
  }

  #enqueue(kept: Kept): void {
    const lane = this.#lanes.get(kept.lane)
    if (lane) lane.push(kept)
    else {
      this.#lanes.set(kept.lane, [kept])
      this.#ready.push(kept.lane)
    }
  }

  #pump(): void {
    while (!this.#stopped && this.#open < this.at.connections) {
      const id = this.#ready.shift()
      if (id === undefined) return
      const first = this.#lanes.get(id)?.find((kept) => !kept.gone)
      if (first) this.#deliver(first, FIRST_RETRY_MS)
      else this.#lanes.delete(id)
    }
  }

  /** The chat's next may go. */
  #release(id: number): void {
    const lane = this.#lanes.get(id) ?? []
    while (lane[0]?.gone) lane.shift()
    if (lane.length === 0) this.#lanes.delete(id)
    else this.#ready.push(id)
    this.#pump()
  }

  #deliver(kept: Kept, nextTry: number): void {
    if (this.#stopped) return
    if (kept.gone) {
      this.#release(kept.lane)
      return
    }
    this.#open++
    this.#post(kept.update).then(
      (reply) => {
        this.#open--
        this.#inbox.drop(kept)
        if (reply) this.#perform(reply)
        this.#release(kept.lane)
      },
      (error: Error) => {
        this.#open--
        this.failure = { at: this.#clock.now(), why: error.message }
        this.#inbox.onStir()
        const again = Math.min(LAST_RETRY_MS, nextTry * 2)
        this.#clock.at(this.#clock.now() + nextTry, () => this.#deliver(kept, again))
        this.#pump()
      },
    )
  }

  #post(update: Update): Promise<Wire | undefined> {
    const body = JSON.stringify(update)
    const secret = this.at.secret === '' ? {} : { 'x-telegram-bot-api-secret-token': this.at.secret }
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      ...secret,
    }
    return new Promise((resolve, reject) => {
      const options = { method: 'POST', agent: this.#agent, headers, timeout: ANSWER_WITHIN_MS }
      const posted = request(this.at.url, options, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const { statusCode = 0, statusMessage } = response
          if (statusCode < 200 || statusCode > 299)
            reject(new Error(`Wrong response from the webhook: ${statusCode} ${statusMessage}`))
          else resolve(callIn(Buffer.concat(chunks).toString()))
        })
      })
      posted.on('timeout', () => posted.destroy(new Error('Read timeout expired')))
      posted.on('error', (error) => reject(new Error(`Connection failed: ${error.message}`)))
      posted.end(body)
    })
  }
}

function callIn(body: string): Wire | undefined {
  if (!body.startsWith('{')) return undefined
  try {
    const said: unknown = JSON.parse(body)
    return isObject(said) && typeof said.method === 'string' ? said : undefined
  } catch {
    return undefined
  }
}
