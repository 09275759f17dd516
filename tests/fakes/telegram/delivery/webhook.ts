/**
 * Posts a bot's updates to its address: several at once, but one chat's one after another; anything but 2xx is tried
 * again, later each time, until it is taken. An answer may itself be a call (`{"method": "sendMessage", …}`).
 */
import { Agent, request } from 'node:http'
import { isObject } from '../api/params.ts'
import type { FakeClock } from '../clock.ts'
import type { Wire } from '../world/model.ts'
import type { Inbox, Update } from './inbox.ts'

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
  /** Chats whose update is under way or waits for its next try. */
  readonly #busy = new Set<number>()
  #open = 0
  #stopped = false

  constructor(at: WebhookAt, inbox: Inbox, clock: FakeClock, perform: (body: Wire) => void) {
    this.at = at
    this.#inbox = inbox
    this.#clock = clock
    this.#perform = perform
    this.#agent = new Agent({ keepAlive: true, maxSockets: at.connections })
    inbox.onNew = () => this.#pump()
    this.#pump()
  }

  stop(): void {
    this.#stopped = true
    this.#inbox.onNew = () => {}
    this.#agent.destroy()
  }

  #pump(): void {
    if (this.#stopped || this.#open >= this.at.connections) return
    for (const { update, lane } of this.#inbox.waiting()) {
      if (this.#open >= this.at.connections) return
      if (this.#busy.has(lane)) continue
      this.#busy.add(lane)
      this.#deliver(update, lane, FIRST_RETRY_MS)
    }
  }

  #deliver(update: Update, lane: number, nextTry: number): void {
    if (this.#stopped) return
    this.#open++
    this.#post(update).then(
      (reply) => {
        this.#open--
        this.#busy.delete(lane)
        this.#inbox.drop(update.update_id)
        if (reply) this.#perform(reply)
        this.#pump()
      },
      (error: Error) => {
        this.#open--
        this.failure = { at: this.#clock.now(), why: error.message }
        this.#inbox.onStir()
        const again = Math.min(LAST_RETRY_MS, nextTry * 2)
        this.#clock.at(this.#clock.now() + nextTry, () => this.#deliver(update, lane, again))
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
