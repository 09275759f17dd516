import type { Clock } from '../domain/time.ts'
import { duration, later } from '../domain/time.ts'
import type { DeliveryOutcome } from '../store/port.ts'

// Outcomes ride with the next batch. When none comes they wait this long before they cost an fsync of their own: at 200
// messages a second a batch comes each 5 ms, and what a crash makes us send twice is at most 20 ms of deliveries.
const LINGER = duration(20)
// So many are worth a commit at once.
const PLENTY = 256

/** What became of deliveries and is not committed yet. */
export class Outcomes {
  readonly #clock: Clock
  readonly #ring: () => void
  #waiting: DeliveryOutcome[] = []
  /** Told when what waits is committed, and those whose outcomes are being written now. */
  #watchers: (() => void)[] = []
  #watching: (() => void)[] = []
  #lingered = false
  #alarm: { cancel(): void } | undefined

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock
    this.#ring = ring
  }

  /** True when they have waited long enough. */
  get pressing(): boolean {
    return this.#waiting.length > 0 && (this.#lingered || this.#waiting.length >= PLENTY)
  }

  /** `soon`: what a crash before the commit would repeat for people is worth a commit of its own. */
  add(outcome: DeliveryOutcome, soon = false): void {
    this.#waiting.push(outcome)
    if (soon) {
      this.#lingered = true
      this.#ring()
      return
    }
    if (this.#waiting.length === PLENTY) this.#ring()
    this.#alarm ??= this.#clock.at(later(this.#clock.now(), LINGER), () => {
      this.#alarm = undefined
      this.#lingered = this.#waiting.length > 0
      if (this.#lingered) this.#ring()
    })
  }

  /** Resolves when what was added and is not being written yet is committed; never, when the program ends before. */
  written(): Promise<void> {
    if (this.#waiting.length === 0) return Promise.resolve()
    return new Promise((resolve) => {
      this.#watchers.push(resolve)
    })
  }

  take(): readonly DeliveryOutcome[] {
    const taken = this.#waiting
    this.#waiting = []
    this.#watching = this.#watchers
    this.#watchers = []
    this.#lingered = false
    return taken
  }

  /** What was taken last is committed. */
  committed(): void {
    for (const tell of this.#watching) tell()
    this.#watching = []
  }

  putBack(outcomes: readonly DeliveryOutcome[]): void {
    this.#waiting = [...outcomes, ...this.#waiting]
    this.#watchers = [...this.#watching, ...this.#watchers]
    this.#watching = []
    this.#lingered = true
  }
}
