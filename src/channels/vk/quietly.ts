/** What is done beside the outbox, once and at best: presses answered, typing shown, messages marked as read. */
import type { Clock } from '../../domain/time.ts'
import { between, duration, type Instant } from '../../domain/time.ts'
import type { Receipt } from '../port.ts'
import type { VkApi } from './api.ts'
import type { VkLog } from './calls.ts'
import { readFailure } from './errors.ts'
import type { Press } from './updates.ts'

export interface QuietlyParts {
  readonly api: VkApi
  readonly clock: Clock
  readonly log: VkLog
  /** What a customer reads for a moment after a press. */
  readonly told: (receipt: Receipt, press: Press) => string
}

// VK takes 90 characters.
const SNACKBAR = 90
// One mark is enough for several messages that come together.
const READ_EVERY = duration(2_000)
const KNOWN = 5_000

export class Quietly {
  readonly #parts: QuietlyParts
  readonly #underWay = new Set<Promise<void>>()
  readonly #read = new Map<number, Instant>()

  constructor(parts: QuietlyParts) {
    this.#parts = parts
  }

  /** Within a minute, or the button turns its wheel that long. */
  readonly pressed = (press: Press, receipt: Receipt): void => {
    const words = this.#parts.told(receipt, press)
    const text = words.length > SNACKBAR ? `${words.slice(0, SNACKBAR - 1)}…` : words
    this.call('messages.sendMessageEventAnswer', {
      event_id: press.event_id,
      user_id: press.user_id,
      peer_id: press.peer_id,
      event_data: JSON.stringify({ type: 'show_snackbar', text }),
    })
  }

  markRead(peer: number): void {
    const now = this.#parts.clock.now()
    const last = this.#read.get(peer)
    if (last !== undefined && now >= last && between(last, now) < READ_EVERY) return
    if (this.#read.size >= KNOWN) this.#read.clear()
    this.#read.set(peer, now)
    this.call('messages.markAsRead', { peer_id: peer, mark_conversation_as_read: 1 })
  }

  typing(peer: number): void {
    this.call('messages.setActivity', { peer_id: peer, type: 'typing' })
  }

  /** A call whose failure costs nobody anything. */
  call(method: string, params: object): void {
    const run = this.#call(method, params).finally(() => this.#underWay.delete(run))
    this.#underWay.add(run)
  }

  async stop(): Promise<void> {
    await Promise.all(this.#underWay)
  }

  async #call(method: string, params: object): Promise<void> {
    try {
      await this.#parts.api.call(method, params)
    } catch (error) {
      this.#parts.log.debug({ method, why: readFailure(error).why }, 'an unimportant call failed')
    }
  }
}
