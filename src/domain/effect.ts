/** Effects: things to do after the commit. Each becomes one row of the outbox, in this order, in the lane of its conversation. */

import type { Event } from './event.ts'
import type { ConversationId, TicketId } from './ids.ts'
import type { Json, Outgoing } from './message.ts'

/**
 * A `call` step's request, rendered, with marks (`secret.ts`) where values of the environment belong; `id` is unique in its conversation and goes out as
 * `Idempotency-Key`.
 */
export interface HttpCall {
  readonly id: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers: { readonly [name: string]: string }
  readonly body?: Json
  /** Milliseconds. */
  readonly timeout: number
}

export type ConversationEffect =
  | { readonly type: 'say'; readonly message: Outgoing }
  | { readonly type: 'call'; readonly call: HttpCall }

/** What a desk in a messenger must show; the web desk reads the log and needs none of these. */
export type DeskEffect = {
  readonly type: 'tellDesk'
  readonly conversation?: ConversationId
  readonly ticket?: TicketId
  /** Desk events, and those of a conversation that its ticket's operator must see (messages, edits, failed deliveries). */
  readonly event: Event
}

export type Effect = ConversationEffect | DeskEffect
