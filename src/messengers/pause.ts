/** Waiting by the injected clock, that `end` cuts short for good. */
import { type Clock, duration, later } from '../domain/time.ts'

export class Pauses {
  readonly #clock: Clock
  readonly #open = new Set<() => void>()
  readonly #leaving = new AbortController()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get ended(): boolean {
    return this.#leaving.signal.aborted
  }

  /** Aborted when pauses end: calls that would hold up a stop are cut by it. */
  get signal(): AbortSignal {
    return this.#leaving.signal
  }

  /** Resolves after so many milliseconds, or when all pauses end. */
  wait(ms: number): Promise<void> {
    if (this.ended) return Promise.resolve()
    return new Promise((resolve) => {
      const finish = () => {
        alarm.cancel()
        this.#open.delete(finish)
        resolve()
      }
      const alarm = this.#clock.at(later(this.#clock.now(), duration(ms)), finish)
      this.#open.add(finish)
    })
  }

  end(): void {
    this.#leaving.abort()
    for (const finish of [...this.#open]) finish()
  }
}

// 1 s, 2 s, 4 s … half a minute: an outage is over for us at most that long after it is over.
const FIRST_MS = 1_000
const LONGEST_MS = 30_000

/** How long to wait before trying again after so many failures in a row. */
export const backOff = (failures: number) => Math.min(FIRST_MS * 2 ** Math.min(failures, 10), LONGEST_MS)
