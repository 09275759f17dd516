import { type Clock, duration, hours, instant, later, seconds } from '../domain/time.ts'
import type { Store } from '../store/port.ts'
import type { Log } from './log.ts'

// Telegram offers an update for 24 hours and a site's offline queue may wake after a holiday; a month covers both.
const REMEMBERED = hours(24 * 30)
const EVERY = hours(1)
// A thousand rows are some milliseconds; the loop must not wait longer for a tidy-up.
const AT_ONCE = 1_000
const BREATH = seconds(1)

/** Forgets old input keys and refused deliveries, a little at a time. */
export class Housekeeping {
  readonly #store: Store
  readonly #clock: Clock
  readonly #log: Log
  #alarm: { cancel(): void } | undefined
  #stopped = false

  constructor(store: Store, clock: Clock, log: Log) {
    this.#store = store
    this.#clock = clock
    this.#log = log
  }

  start(): void {
    this.#again(EVERY)
  }

  stop(): void {
    this.#stopped = true
    this.#alarm?.cancel()
  }

  #again(pause: number): void {
    if (this.#stopped) return
    this.#alarm = this.#clock.at(later(this.#clock.now(), duration(pause)), () => void this.#prune())
  }

  async #prune(): Promise<void> {
    try {
      const gone = await this.#store.prune(instant(this.#clock.now() - REMEMBERED), AT_ONCE)
      this.#again(gone < AT_ONCE ? EVERY : BREATH)
    } catch (error) {
      this.#log.warn({ err: error }, 'old rows could not be removed; will try again')
      this.#again(EVERY)
    }
  }
}
