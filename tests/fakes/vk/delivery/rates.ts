/** How much a community may call: so many calls in any second by one key, and not the same text over and over. */
import type { FakeClock } from '../../messenger/clock.ts'
import { vkError } from '../errors.ts'

export interface Rates {
  /** Calls of one key in any 1,000 ms; `execute` is one call. */
  readonly perSecond: number
  /** The same text to the same peer in any minute; beyond it error 9. VK does not say its own number. */
  readonly sameTextPerMinute: number
}

export const REAL_RATES: Rates = { perSecond: 20, sameTextPerMinute: Number.POSITIVE_INFINITY }

const SECOND_MS = 1_000
const MINUTE_MS = 60_000

export class Spending {
  readonly #clock: FakeClock
  readonly #calls = new Map<string, number[]>()
  readonly #texts = new Map<string, number[]>()

  constructor(clock: FakeClock) {
    this.#clock = clock
  }

  /** Error 6 when the second is full; a refusal costs nothing. */
  call({ perSecond }: Rates, token: string): void {
    const calls = this.#within(this.#calls, token, SECOND_MS)
    if (calls.length >= perSecond) throw vkError(6)
    calls.push(this.#clock.now())
  }

  /** Error 9 when a person would read the same too often. */
  text({ sameTextPerMinute }: Rates, peer: string, text: string): void {
    if (!Number.isFinite(sameTextPerMinute)) return
    const times = this.#within(this.#texts, `${peer} ${text}`, MINUTE_MS)
    if (times.length >= sameTextPerMinute) throw vkError(9)
    times.push(this.#clock.now())
  }

  #within(all: Map<string, number[]>, key: string, ms: number): number[] {
    const since = this.#clock.now() - ms
    const kept = (all.get(key) ?? []).filter((at) => at > since)
    all.set(key, kept)
    return kept
  }
}
