import type { Instant } from './time.ts'

/** How the desk's day goes so far, as `/stats` tells it. */
export interface Today {
  /** Midnight, by the desk's own clock. */
  readonly since: Instant
  /** Tickets somebody answered for the first time. */
  readonly answered: number
  /** Chats with a person that ended; who left the queue is not among them. */
  readonly closed: number
  readonly waiting: number
  /** Milliseconds from asking for a person to the first reply; absent while nobody was answered. */
  readonly frt?: { readonly median: number; readonly p90: number }
  readonly csat?: { readonly average: number; readonly ratings: number }
}
