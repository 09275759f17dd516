/** Telegram as far as the desk's budget goes: threads, messages, and twenty calls in any sliding minute of a group. */

import type { Place } from '../../src/desk/telegram/model.ts'
import type { Called, Letter, Transport } from '../../src/desk/telegram/transport.ts'
import type { Attachment } from '../../src/domain/message.ts'
import { type Instant, instant, later, seconds } from '../../src/domain/time.ts'
import type { SimulatedClock } from './clock.ts'

export interface Shown {
  readonly chat: number
  readonly thread: number
  readonly message: number
  readonly at: Instant
  text: string
}

export interface ModelOptions {
  readonly clock: SimulatedClock
  /** Of a call there and back, ms. */
  readonly latency: () => number
  /** What becomes of a call besides; undefined: it is done. `lost`: done, but no answer comes. */
  readonly fault?: (method: string) => 'server' | 'lost' | { readonly retryAfter: number } | undefined
}

const MINUTE_MS = 60_000
const SECOND_MS = 1_000

export class TelegramModel implements Transport {
  readonly shown: Shown[] = []
  /** When calls that count were taken, by chat. */
  readonly taken = new Map<number, Instant[]>()
  readonly threads = new Map<string, { readonly title: string; closed: boolean }>()
  /** Calls that met a used-up budget. */
  refused = 0
  /** Calls taken by method, for the table. */
  readonly calls = new Map<string, number>()
  readonly #options: ModelOptions
  #last = 0

  constructor(options: ModelOptions) {
    this.#options = options
  }

  createThread(chat: number, { title }: { readonly title: string }) {
    return this.#call('createForumTopic', chat, 1, () => {
      this.#last += 1
      this.threads.set(`${chat}:${this.#last}`, { title, closed: false })
      return this.#last
    })
  }

  editThread(place: Required<Place>) {
    return this.#call('editForumTopic', place.chat, 1, () => true as const)
  }

  closeThread(place: Required<Place>) {
    return this.#call('closeForumTopic', place.chat, 1, () => this.#close(place, true))
  }

  reopenThread(place: Required<Place>) {
    return this.#call('reopenForumTopic', place.chat, 1, () => this.#close(place, false))
  }

  send(place: Place, letter: Letter) {
    return this.#call('sendMessage', place.chat, 1, () => this.#show(place, letter.rich.text))
  }

  sendFiles(place: Place, files: readonly Attachment[], letter: Letter) {
    return this.#call('sendMediaGroup', place.chat, files.length, () =>
      files.map((_, index) => this.#show(place, index === 0 ? letter.rich.text : '')),
    )
  }

  copy(place: Place, { messages }: { readonly messages: readonly number[] }) {
    return this.#call('copyMessages', place.chat, messages.length, () =>
      messages.map(() => this.#show(place, '')),
    )
  }

  edit(chat: number, message: number, letter: Letter) {
    return this.#call('editMessageText', chat, 1, () => {
      const found = this.shown.find((one) => one.message === message)
      if (found) found.text = letter.rich.text
      return true as const
    })
  }

  pin(chat: number) {
    return this.#call('pinChatMessage', chat, 1, () => true as const)
  }

  react(chat: number) {
    return this.#call('setMessageReaction', chat, 0, () => true as const)
  }

  async icons(): Promise<Called<ReadonlyMap<string, string>>> {
    return { kind: 'done', result: new Map([...'💬👀📆❓✅'].map((emoji, index) => [emoji, String(index)])) }
  }

  async #call<T>(method: string, chat: number, cost: number, perform: () => T): Promise<Called<T>> {
    const { clock, latency, fault } = this.#options
    const whole = latency()
    await clock.sleep(whole / 2)
    const met = fault?.(method)
    const wait = this.#wait(chat, cost)
    if (wait > 0) {
      this.refused += 1
      await clock.sleep(whole / 2)
      return { kind: 'wait', until: later(clock.now(), seconds(Math.ceil(wait / 1000))) }
    }
    if (typeof met === 'object') {
      await clock.sleep(whole / 2)
      return { kind: 'wait', until: later(clock.now(), seconds(met.retryAfter)) }
    }
    if (met === 'server') {
      await clock.sleep(whole / 2)
      return { kind: 'again', perhaps: false, why: '502' }
    }
    for (let n = 0; n < cost; n += 1) this.#minute(chat).push(clock.now())
    this.calls.set(method, (this.calls.get(method) ?? 0) + 1)
    const result = perform()
    await clock.sleep(whole / 2)
    return met === 'lost' ? { kind: 'again', perhaps: true, why: 'cut' } : { kind: 'done', result }
  }

  /** As Telegram reckons: twenty in a group's sliding minute, one a second (three at once) to a person. */
  #wait(chat: number, cost: number): number {
    const now = this.#options.clock.now()
    const [most, within] = chat < 0 ? [20, MINUTE_MS] : [3, 3 * SECOND_MS]
    const fresh = this.#minute(chat).filter((at) => at > now - within)
    const over = fresh.length + Math.min(cost, most) - most
    const frees = fresh[over - 1]
    return over <= 0 || frees === undefined ? 0 : frees + within - now
  }

  #minute(chat: number): Instant[] {
    const known = this.taken.get(chat)
    if (known) return known
    const made: Instant[] = []
    this.taken.set(chat, made)
    return made
  }

  #show(place: Place, text: string): number {
    this.#last += 1
    const at = instant(this.#options.clock.now())
    this.shown.push({ chat: place.chat, thread: place.thread ?? 0, message: this.#last, at, text })
    return this.#last
  }

  #close({ chat, thread }: Required<Place>, closed: boolean): true {
    const found = this.threads.get(`${chat}:${thread}`)
    if (found) found.closed = closed
    return true
  }
}

/** The most calls in any sliding minute. */
export function busiestMinute(taken: readonly Instant[]): number {
  let most = 0
  let from = 0
  taken.forEach((at, index) => {
    while ((taken[from] ?? at) <= at - MINUTE_MS) from += 1
    most = Math.max(most, index - from + 1)
  })
  return most
}
