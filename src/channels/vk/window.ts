/**
 * So many calls in any second, counted as VK counts them: by when they were made. A few go at once; then they keep an even
 * distance, or the first tenth of each second would use up its calls and whoever comes after waits for the next.
 */
import { between, type Clock, duration, type Instant, instant, later } from '../../domain/time.ts'

// Calls that left a second apart may arrive a little closer together.
const SECOND = duration(1_050)
// A greeting, a name, an answer to a press: no more is asked at once while little is going on.
const AT_ONCE = 4
// Nobody is ever that far ahead; a clock that was put back makes it look so.
const LONGEST_MS = 5_000

export class Window {
  readonly #clock: Clock
  readonly #most: number
  readonly #distance: number
  #made: Instant[] = []
  #closedUntil: Instant | undefined
  /** When all calls so far would have been made at an even distance. */
  #even = instant(0)

  constructor(clock: Clock, most: number) {
    this.#clock = clock
    this.#most = most
    this.#distance = Math.ceil(SECOND / most)
  }

  /** Calls that may be made now. */
  get free(): number {
    const now = this.#clock.now()
    if (this.#closedUntil !== undefined) {
      if (now < this.#closedUntil) return 0
      this.#closedUntil = undefined
    }
    // A clock that was put back must not close the window.
    this.#made = this.#made.filter((at) => at <= now && later(at, SECOND) > now)
    if (between(now, this.#even) > LONGEST_MS) this.#even = now
    const ahead = Math.max(0, between(now, this.#even))
    const inStep = AT_ONCE - Math.ceil(ahead / this.#distance)
    return Math.max(0, Math.min(this.#most - this.#made.length, inStep))
  }

  spend(): void {
    const now = this.#clock.now()
    this.#made.push(now)
    this.#even = instant(Math.max(this.#even, now) + this.#distance)
  }

  /** Nothing for so long: VK has had enough. */
  close(forMs: number): void {
    this.#closedUntil = later(this.#clock.now(), duration(forMs))
  }

  /** When the next call may be made; never in the past. */
  get opensAt(): Instant {
    const now = this.#clock.now()
    const [first] = this.#made
    const byCount = this.#made.length >= this.#most && first !== undefined ? later(first, SECOND) : now
    const inStep = this.#even - this.#distance * (AT_ONCE - 1)
    return instant(Math.max(byCount, inStep, this.#closedUntil ?? now, now))
  }
}
