/** Who may come in just now: the limits that keep one conversation from drowning the others, and all from drowning us. */

import type { Receipt } from '../channels/port.ts'
import type { Arrived } from '../domain/input.ts'
import type { Instant } from '../domain/time.ts'

// 10,000 waiting inputs are about 20 MB and half a second to a few seconds of work; offering later is kinder than holding more.
const BACKLOG_CAP = 10_000
// Operators, call results and reviews still come in when customers fill the backlog.
const BACKLOG_RESERVE = 2_000
const OVERLOADED: Receipt = { kind: 'busy', retryAfter: 1_000, why: 'overloaded' }

// Below this many conversations sweeping is not worth the walk.
const SWEEP_FROM = 1_000

interface Bucket {
  tokens: number
  at: Instant
}

export class Intake {
  readonly #buckets = new Map<string, Bucket>()
  #sweepAt = SWEEP_FROM

  /** The refusal, or undefined when the input may come in. `perMinute` is the limit of one conversation. */
  refuse(arrived: Arrived, backlog: number, perMinute: number, now: Instant): Receipt | undefined {
    if (!fromCustomer(arrived)) return backlog >= BACKLOG_CAP + BACKLOG_RESERVE ? OVERLOADED : undefined
    if (backlog >= BACKLOG_CAP) return OVERLOADED
    return this.#spend(arrived.id, perMinute, now)
  }

  /** A minute's messages may come at once; after that they come as the minute allows. */
  #spend(conversation: string, perMinute: number, now: Instant): Receipt | undefined {
    const bucket = this.#refilled(conversation, perMinute, now)
    if (bucket.tokens < 1) {
      const retryAfter = Math.ceil(((1 - bucket.tokens) * 60_000) / perMinute)
      return { kind: 'busy', retryAfter, why: 'tooManyMessages' }
    }
    bucket.tokens -= 1
    return undefined
  }

  #refilled(conversation: string, perMinute: number, now: Instant): Bucket {
    const bucket = this.#buckets.get(conversation)
    if (!bucket) return this.#open(conversation, perMinute, now)
    // A clock put back must not take tokens away.
    const passed = Math.max(now - bucket.at, 0)
    bucket.tokens = Math.min(perMinute, bucket.tokens + (passed * perMinute) / 60_000)
    bucket.at = now
    return bucket
  }

  #open(conversation: string, tokens: number, now: Instant): Bucket {
    if (this.#buckets.size >= this.#sweepAt) this.#sweep(now)
    const bucket = { tokens, at: now }
    this.#buckets.set(conversation, bucket)
    return bucket
  }

  /** Forgets buckets that are full again; done when their number doubled, so a message pays for it next to nothing. */
  #sweep(now: Instant): void {
    for (const [conversation, { at }] of this.#buckets) {
      if (now - at >= 60_000 || at > now) this.#buckets.delete(conversation)
    }
    this.#sweepAt = Math.max(SWEEP_FROM, this.#buckets.size * 2)
  }
}

/** What customers send is limited and waits; operators, results of calls and reviews go before it. */
export function fromCustomer(arrived: Arrived): arrived is Arrived & { readonly to: 'conversation' } {
  if (arrived.to === 'desk') return false
  switch (arrived.input.type) {
    case 'customerStarted':
    case 'customerSaid':
    case 'customerPressed':
    case 'customerRated':
    case 'customerEdited':
    case 'customerIdentified':
      return true
    default:
      return false
  }
}
