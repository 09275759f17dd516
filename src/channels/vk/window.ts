/** So many calls in any second, counted as VK counts them: by when they were made. */
import { type Clock, duration, type Instant, instant, later } from '../../domain/time.ts'

// Calls that left a second apart may arrive a little closer together.
const SECOND = duration(1_050)

export class Window {
  readonly #clock: Clock
  readonly #most: number
  #made: Instant[] = []
  #closedUntil: Instant | undefined

  constructor(clock: Clock, most: number) {
    this.#clock = clock
    this.#most = most
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
    return this.#most - this.#made.length
  }

  spend(): void {
    this.#made.push(this.#clock.now())
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
    return instant(Math.max(byCount, this.#closedUntil ?? now, now))
  }
}
