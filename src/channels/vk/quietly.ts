/** What is done beside the outbox, once and at best: presses answered, typing shown, messages marked as read. */
import { type Clock, duration, later } from '../../domain/time.ts'
import type { MessengerLog } from '../../messengers/log.ts'
import type { Receipt } from '../port.ts'
import type { VkApi } from './api.ts'
import { readFailure } from './errors.ts'
import type { Press } from './updates.ts'

export interface QuietlyParts {
  readonly api: VkApi
  readonly clock: Clock
  readonly log: MessengerLog
  /** What a customer reads for a moment after a press. */
  readonly told: (receipt: Receipt, press: Press) => string
}

// VK takes 90 characters.
const SNACKBAR = 90
// One mark is enough for several messages that come together.
const READ_AFTER = duration(500)
// Marks to come; beyond so many a backlog is taken, and nobody looks.
const KNOWN = 5_000

export class Quietly {
  readonly #parts: QuietlyParts
  readonly #underWay = new Set<Promise<void>>()
  readonly #read = new Map<number, { cancel(): void }>()

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

  /** Soon: one mark for all that comes within the pause. */
  markRead(peer: number): void {
    if (this.#read.has(peer) || this.#read.size >= KNOWN) return
    const { clock } = this.#parts
    const alarm = clock.at(later(clock.now(), READ_AFTER), () => {
      this.#read.delete(peer)
      this.call('messages.markAsRead', { peer_id: peer, mark_conversation_as_read: 1 })
    })
    this.#read.set(peer, alarm)
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
    for (const alarm of this.#read.values()) alarm.cancel()
    this.#read.clear()
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
