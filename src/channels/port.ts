/**
 * The two sides of every channel: the door through which things arrive, and the way messages go out.
 * A channel translates between its platform and our words; it decides nothing.
 */
import type { Refusal } from '../domain/decision.ts'
import type { ConversationId, MessageNumber } from '../domain/ids.ts'
import type { Arrived, RefusalReason } from '../domain/input.ts'
import type { Outgoing } from '../domain/message.ts'
import type { Instant } from '../domain/time.ts'
import type { LoggedEvent } from '../store/port.ts'

/**
 * What became of an arrival. Anything but `busy` is durable: acknowledge to the platform only then.
 * `done`: decided and committed. `duplicate`: this key was handled before. `refused`: it changed nothing, and why.
 * `busy`: over a limit or stopping; nothing was kept, offer it again after `retryAfter` (ms).
 * `parked`: it failed three times and was set aside; the customer goes to a person.
 */
export type Receipt =
  | { readonly kind: 'done'; readonly at: Instant }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | {
      readonly kind: 'busy'
      readonly retryAfter: number
      readonly why: 'tooManyMessages' | 'overloaded' | 'stopping' | 'storeUnavailable'
    }
  | { readonly kind: 'parked' }

/** Where everything enters. Resolves after the commit; rejects never. */
export type Submit = (arrived: Arrived) => Promise<Receipt>

/**
 * `externalId`: the platform's ids of what was sent, separated by spaces when one message went as several; found again by
 * `Store.sentAs` and `Store.sentNumber`.
 */
export type SendResult =
  | { readonly kind: 'sent'; readonly externalId?: string }
  /** 429, 5xx, network. Not before that date, even across a restart. */
  | { readonly kind: 'retry'; readonly notBefore?: Instant; readonly why: string }
  | { readonly kind: 'refused'; readonly why: RefusalReason; readonly detail: string }

export interface Channel {
  /** The part of a conversation's id before the colon. */
  readonly name: string
  /** Conversations that may be sent to at once, for platforms that answer late and take much; 64 where it is not said. */
  readonly sendsAtOnce?: number
  /**
   * The platform knows no delivery again: what it took just before a crash it would take a second time. A conversation's next
   * message then waits until the outcome of the one before is durable, so that a crash repeats one at most.
   */
  readonly repeats?: boolean
  /** Rejects never: every failure is a result. `deliveryId` is the outbox row's id, the same on a retry (idempotency key). */
  send(to: ConversationId, message: Outgoing, deliveryId: number): Promise<SendResult>
  /**
   * The earliest instant for this delivery, for platforms with a pace; now or earlier: at once. Asked before each attempt,
   * and again when that instant has come. Meanwhile the conversation's messages wait and take nobody's place.
   */
  notBefore?(to: ConversationId, deliveryId: number): Instant
  /** Begins to take arrivals; resolves when it does. */
  start(submit: Submit): Promise<void>
  /** Takes no more arrivals and lets those under way finish. */
  stop(): Promise<void>
}

/** What was just committed, in the log's order. A listener that throws is logged and dropped. */
export interface LiveLog {
  subscribe(hear: (events: readonly LoggedEvent[]) => void): () => void
}

/** A message that its channel has taken: shown to whoever wrote it, kept nowhere. */
export interface DeliveredSignal {
  readonly conversation: ConversationId
  readonly message: MessageNumber
}

export interface DeliveredSignals {
  subscribe(hear: (delivered: DeliveredSignal) => void): () => void
}

/** Who is typing: shown at once, kept nowhere. */
export interface TypingSignal {
  readonly conversation: ConversationId
  readonly who: 'customer' | 'bot' | 'operator'
  /** What customers see. */
  readonly name?: string
}

export interface Signals {
  send(signal: TypingSignal): void
  subscribe(hear: (signal: TypingSignal) => void): () => void
}
