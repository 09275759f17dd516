/**
 * So many calls in any second, counted as VK counts them: by when they were made. A few go at once while little is going
 * on. Beyond that they keep an even distance: whoever uses up a second's calls in its first tenth waits for the next one,
 * and in that pause everybody's answers wait.
 */
import { between, type Clock, duration, type Instant, instant, later } from '../../domain/time.ts'

// Calls that left a second apart arrive closer together when the first of them was held up: on a machine with more to do
// than it has cores for, 50 ms were not always enough (error 6, and a second of silence).
const SECOND = duration(1_080)
// A greeting, a name, an answer to a press. Each one more stretches the distance of the second that follows by 4 ms.
const AT_ONCE = 4

export class Window {
  readonly #clock: Clock
  readonly #most: number
  /** Of the last second, oldest first. */
  #made: readonly Instant[] = []
  /** When the next call is in step. */
  #due: Instant
  #closedUntil: Instant | undefined

  constructor(clock: Clock, most: number) {
    this.#clock = clock
    this.#most = most
    this.#due = clock.now()
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
    if (between(now, this.#due) > SECOND) this.#due = now
    const inStep = now >= this.#due && this.#made.length < this.#most ? 1 : 0
    return Math.max(AT_ONCE - this.#made.length, inStep)
  }

  spend(): void {
    const now = this.#clock.now()
    this.#due = later(now, this.#distance(now))
    this.#made = [...this.#made, now]
  }

  /** Nothing for so long: VK has had enough. */
  close(forMs: number): void {
    this.#closedUntil = later(this.#clock.now(), duration(forMs))
  }

  /** When the next call may be made; never in the past. */
  get opensAt(): Instant {
    const now = this.#clock.now()
    return instant(Math.max(now, this.#due, this.#closedUntil ?? now))
  }

  /**
   * From a call made now to the next: the shortest at which calls can go on without one of them having to wait longer. When
   * the n-th of those before is a second old, no more have followed than were left, and n. After calls that a busy machine
   * made late it is a little shorter, until the second is full again.
   */
  #distance(now: Instant) {
    const left = this.#most - this.#made.length
    const until = (at: Instant) => between(now, later(at, SECOND))
    return duration(Math.max(0, ...this.#made.map((at, index) => until(at) / (left + index))))
  }
}
