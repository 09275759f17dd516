/** Effects: things to do after the commit. Each becomes one row of the outbox, in this order, in the lane of its conversation. */

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

/** Only conversations have effects. Desks, on the web and in messengers, read the log (docs/decisions/0022). */
export type Effect =
  | { readonly type: 'say'; readonly message: Outgoing }
  | { readonly type: 'call'; readonly call: HttpCall }
