/**
 * One community's Bots Long Poll: events are numbered, the last so many are kept, and whoever has the key asks for
 * those after a number. `failed` 1: the number is too old (or of no time), go on from the one given; 2: the key is
 * over; 3: both are lost.
 */
import type { FakeClock } from '../../messenger/clock.ts'
import type { Wire } from '../world/model.ts'
import type { VkEvent } from '../world/world.ts'

export interface LongPollLimits {
  /** How many events are kept; a poller that was away for more is told `failed` 1. */
  readonly kept: number
  /** How many one answer brings. */
  readonly atOnce: number
}

export const LONG_POLL_LIMITS: LongPollLimits = { kept: 10_000, atOnce: 1_000 }

const WAIT_USUAL_S = 25
const WAIT_MOST_S = 90

interface Poller {
  readonly ts: number
  answer(body: Wire): void
}

export class LongPoll {
  limits: LongPollLimits
  /** When events were last asked for. */
  askedAt: number | undefined
  onStir: () => void = () => {}
  readonly #clock: FakeClock
  readonly #pollers = new Set<Poller>()
  #events: VkEvent[] = []
  /** The number of the newest event. */
  #ts: number
  #key: string
  #keys = 1
  /** Keys from before everything was lost. */
  #lost = new Set<string>()

  constructor(clock: FakeClock, limits: LongPollLimits, firstTs: number) {
    this.#clock = clock
    this.limits = limits
    this.#ts = firstTs
    this.#key = this.#newKey()
  }

  get key(): string {
    return this.#key
  }

  get ts(): number {
    return this.#ts
  }

  /** Whether somebody waits for events now. */
  get polling(): boolean {
    return this.#pollers.size > 0
  }

  push(event: VkEvent): void {
    this.#ts++
    this.#events.push(event)
    // A few over the limit, so that not every event moves all the others.
    if (this.#events.length > this.limits.kept * 1.1 + 16)
      this.#events = this.#events.slice(-this.limits.kept)
    for (const poller of this.#pollers) poller.answer(this.#after(poller.ts))
    this.onStir()
  }

  /** Forgets what is kept: whoever is behind is told `failed` 1. */
  forget(): void {
    this.#events = []
  }

  /** The key is over: `failed` 2 until a new one is asked for. */
  expireKey(): void {
    this.#key = this.#newKey()
    this.#answerAll({ failed: 2 })
  }

  /** Key, numbers and history are lost: `failed` 3 for the old key. */
  lose(newTs = this.#ts + 1_000): void {
    this.#lost.add(this.#key)
    this.#key = this.#newKey()
    this.#events = []
    this.#ts = newTs
    this.#answerAll({ failed: 3 })
  }

  check(query: URLSearchParams, gone: (leave: () => void) => void): Promise<Wire> {
    this.askedAt = this.#clock.now()
    const [key, said] = [query.get('key') ?? '', query.get('ts') ?? '']
    if (query.get('act') !== 'a_check') return Promise.resolve({ failed: 4 })
    if (this.#lost.has(key)) return Promise.resolve({ failed: 3 })
    if (key !== this.#key) return Promise.resolve({ failed: 2 })
    const ts = Number(said)
    const oldest = this.#ts - Math.min(this.#events.length, this.limits.kept)
    const known = /^\d+$/u.test(said) && ts >= oldest && ts <= this.#ts
    // A number here, text in the usual answer: so it is in VK.
    if (!known) return Promise.resolve({ failed: 1, ts: this.#ts })
    if (ts < this.#ts) return Promise.resolve(this.#after(ts))
    return this.#wait(ts, waitOf(query), gone)
  }

  #wait(ts: number, seconds: number, gone: (leave: () => void) => void): Promise<Wire> {
    return new Promise((resolve) => {
      const leave = () => {
        alarm.cancel()
        this.#pollers.delete(poller)
        this.onStir()
      }
      const poller: Poller = {
        ts,
        answer: (body) => {
          leave()
          resolve(body)
        },
      }
      const alarm = this.#clock.at(this.#clock.now() + seconds * 1_000, () => poller.answer(this.#after(ts)))
      this.#pollers.add(poller)
      gone(leave)
      this.onStir()
    })
  }

  #after(ts: number): Wire {
    const first = this.#ts - this.#events.length
    const updates = this.#events.slice(ts - first, ts - first + this.limits.atOnce)
    return { ts: String(ts + updates.length), updates }
  }

  #answerAll(body: Wire): void {
    for (const poller of this.#pollers) poller.answer(body)
  }

  #newKey(): string {
    return `key-${(this.#keys++).toString(16).padStart(38, '0')}`
  }
}

function waitOf(query: URLSearchParams): number {
  const said = Number(query.get('wait') ?? WAIT_USUAL_S)
  return Number.isFinite(said) ? Math.min(WAIT_MOST_S, Math.max(0, said)) : WAIT_USUAL_S
}
