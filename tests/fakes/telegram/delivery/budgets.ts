/**
 * How much a bot may send: about one message a second to a person (short bursts are let through), 30 a second to
 * everybody, 20 a minute to a group, where all threads, edits and thread creations count together over a sliding minute.
 */
import type { FakeClock } from '../../messenger/clock.ts'
import { tooManyRequests } from '../errors.ts'

export interface Budgets {
  /** Messages a second to one person, and how many at once. */
  readonly person: { readonly perSecond: number; readonly burst: number }
  readonly all: { readonly perSecond: number; readonly burst: number }
  /** In any 60 seconds, in one group. */
  readonly groupPerMinute: number
}

export const REAL_BUDGETS: Budgets = {
  person: { perSecond: 1, burst: 3 },
  all: { perSecond: 30, burst: 30 },
  groupPerMinute: 20,
}

const MINUTE_MS = 60_000

interface Bucket {
  left: number
  at: number
}

/** The spending of one bot. */
export class Spending {
  readonly #clock: FakeClock
  readonly #buckets = new Map<number | 'all', Bucket>()
  readonly #minutes = new Map<number, number[]>()

  constructor(clock: FakeClock) {
    this.#clock = clock
  }

  /** Takes `count` messages to a chat from the budgets, or says when to come again; a refusal costs nothing. */
  spend(budgets: Budgets, chatId: number, count: number): void {
    const wait = Math.max(
      chatId < 0 ? this.#groupWait(budgets, chatId, count) : this.#wait(chatId, budgets.person, count),
      this.#wait('all', budgets.all, count),
    )
    if (wait > 0) throw tooManyRequests(Math.max(1, Math.ceil(wait / 1_000)))
    if (chatId < 0) for (let n = 0; n < count; n++) this.#minute(chatId).push(this.#clock.now())
    else this.#bucket(chatId, budgets.person).left -= count
    this.#bucket('all', budgets.all).left -= count
  }

  /** How many of a group's minute are spent now. */
  spentIn(chatId: number): number {
    return this.#minute(chatId).length
  }

  #groupWait({ groupPerMinute }: Budgets, chatId: number, count: number): number {
    const spent = this.#minute(chatId)
    const over = spent.length + Math.min(count, groupPerMinute) - groupPerMinute
    const frees = spent[over - 1]
    return over <= 0 || frees === undefined ? 0 : frees + MINUTE_MS - this.#clock.now()
  }

  #minute(chatId: number): number[] {
    const since = this.#clock.now() - MINUTE_MS
    const spent = (this.#minutes.get(chatId) ?? []).filter((at) => at > since)
    this.#minutes.set(chatId, spent)
    return spent
  }

  #wait(key: number | 'all', { perSecond, burst }: Budgets['all'], count: number): number {
    const { left } = this.#bucket(key, { perSecond, burst })
    // An album is let through when the burst is whole, whatever its size.
    const missing = Math.min(count, burst) - left
    return missing <= 1e-9 ? 0 : (missing / perSecond) * 1_000
  }

  #bucket(key: number | 'all', { perSecond, burst }: Budgets['all']): Bucket {
    const now = this.#clock.now()
    const bucket = this.#buckets.get(key) ?? { left: burst, at: now }
    bucket.left = Math.min(burst, bucket.left + ((now - bucket.at) / 1_000) * perSecond)
    bucket.at = now
    this.#buckets.set(key, bucket)
    return bucket
  }
}
