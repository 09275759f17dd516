import { type Clock, type Duration, duration, type Instant, instant, later } from '../../domain/time.ts'
import type { LoggedEvent } from '../../store/port.ts'

// Decisions follow each other within a few milliseconds and the loop begins the next at once; a tenth of a second without
// any means that all has been said.
const SETTLED = duration(100)
// A call gives up after 30 s at the latest.
const LONGEST: Duration = duration(35_000)

/** Knows when everything that follows from an input has happened. */
export class Quiet {
  readonly #clock: Clock
  #last: Instant
  #calls = 0

  constructor(clock: Clock) {
    this.#clock = clock
    this.#last = clock.now()
  }

  /** Something happened. */
  readonly hear = (events: readonly LoggedEvent[]): void => {
    this.#last = this.#clock.now()
    for (const { event } of events) {
      if (event.type === 'callMade') this.#calls += 1
      if (event.type === 'callReturned') this.#calls -= 1
    }
  }

  /** Resolves when nothing happened for a while and no call is on its way. */
  async settled(): Promise<void> {
    const giveUp = later(this.#clock.now(), LONGEST)
    this.#last = this.#clock.now()
    while (
      this.#clock.now() < giveUp &&
      (this.#calls > 0 || this.#clock.now() < later(this.#last, SETTLED))
    ) {
      await this.#until(instant(this.#clock.now() + SETTLED))
    }
  }

  #until(due: Instant): Promise<void> {
    return new Promise((resolve) => void this.#clock.at(due, resolve))
  }
}
