/** What is done beside the outbox, once and at best: presses answered, keyboards of the past taken away, a group told. */
import type { CallbackQuery } from 'grammy/types'
import type { ConversationId, PromptId } from '../../domain/ids.ts'
import type { Clock } from '../../domain/time.ts'
import type { MessengerLog } from '../../messengers/log.ts'
import type { Pauses } from '../../messengers/pause.ts'
import type { LoggedEvent } from '../../store/port.ts'
import type { BotApi } from '../../telegram/api.ts'
import { readFailure } from '../../telegram/errors.ts'
import type { Receipt } from '../port.ts'
import { type Carrier, ShownPrompts } from '../shown-prompts.ts'
import type { Pace } from './pace.ts'

export interface AnswersParts {
  readonly api: BotApi
  readonly clock: Clock
  readonly pace: Pace
  readonly pauses: Pauses
  readonly log: MessengerLog
  /** What a customer who pressed too late, or too often, is told. */
  readonly told: (receipt: Receipt, press: CallbackQuery) => string | undefined
}

// Keyboards that were shown and may have to be taken away; of older ones the press is refused kindly.
const KNOWN = 10_000

interface Shown extends Carrier {
  readonly chat: number
  readonly message: number
}

export class Answers {
  readonly #parts: AnswersParts
  readonly #shown = new ShownPrompts<Shown>(KNOWN)
  readonly #underWay = new Set<Promise<unknown>>()

  constructor(parts: AnswersParts) {
    this.#parts = parts
  }

  /** The message that carries a prompt's buttons. */
  shown(conversation: ConversationId, prompt: PromptId, shown: Shown): void {
    this.#shown.keep(conversation, prompt, shown)
  }

  /** Every press is answered, or the button turns its wheel for a minute. */
  readonly pressed = (press: CallbackQuery, receipt: Receipt): void => {
    const text = this.#parts.told(receipt, press)
    this.quietly('answerCallbackQuery', { callback_query_id: press.id, ...(text ? { text } : {}) })
    const old = receipt.kind === 'refused' && receipt.refusal.code === 'oldButton'
    if (old && press.message) this.#takeAway(press.message.chat.id, press.message.message_id)
  }

  /** Prompts that were closed lose their buttons, unless the whole message is being written anew. */
  hear(events: readonly LoggedEvent[]): void {
    for (const { carrier } of this.#shown.closed(events)) this.#takeAway(carrier.chat, carrier.message)
  }

  /** A call whose failure costs nobody anything. */
  quietly(method: string, payload: object): void {
    this.#track(() => this.#call(method, payload))
  }

  async stop(): Promise<void> {
    await Promise.all(this.#underWay)
  }

  /** An edit spends the customer's second, so it waits until there is nothing to say to them. */
  #takeAway(chat: number, message: number): void {
    this.#track(async () => {
      const { pace, pauses } = this.#parts
      for (let wait = FIRST_WAIT_MS; wait > 0 && !pauses.ended; wait = pace.untilIdle(chat)) {
        await pauses.wait(wait)
      }
      if (pauses.ended) return
      pace.spend(chat)
      await this.#call('editMessageReplyMarkup', { chat_id: chat, message_id: message })
    })
  }

  #track(work: () => Promise<void>): void {
    const run = work().finally(() => this.#underWay.delete(run))
    this.#underWay.add(run)
  }

  async #call(method: string, payload: object): Promise<void> {
    try {
      await this.#parts.api.call(method, payload)
    } catch (error) {
      this.#parts.log.debug({ method, failure: readFailure(error) }, 'an unimportant call failed')
    }
  }
}

// What answers the press is on its way by then and has the customer's second.
const FIRST_WAIT_MS = 300
