import { type Clock, type Duration, type Instant, later } from '../domain/time.ts'

export interface Deadline {
  readonly due: Instant
  readonly passed: () => void
}

/**
 * Calls that must end within the same time, with one alarm for all: who begins later is due later, so the alarm is for the
 * first of them. A timer of its own would cost each delivery 2 µs of some 40.
 */
export class Deadlines {
  readonly #clock: Clock
  readonly #within: Duration
  readonly #open = new Set<Deadline>()
  #alarm: { cancel(): void } | undefined

  constructor(clock: Clock, within: Duration) {
    this.#clock = clock
    this.#within = within
  }

  /** `passed` is called when it was not ended in time. */
  begin(passed: () => void): Deadline {
    const deadline = { due: later(this.#clock.now(), this.#within), passed }
    this.#open.add(deadline)
    if (!this.#alarm) this.#arm(deadline.due)
    return deadline
  }

  end(deadline: Deadline): void {
    this.#open.delete(deadline)
    if (this.#open.size > 0) return
    this.#alarm?.cancel()
    this.#alarm = undefined
  }

  #arm(due: Instant): void {
    this.#alarm = this.#clock.at(due, () => this.#look())
  }

  #look(): void {
    this.#alarm = undefined
    const now = this.#clock.now()
    for (const deadline of this.#open) {
      if (deadline.due > now) return this.#arm(deadline.due)
      this.#open.delete(deadline)
      deadline.passed()
    }
  }
}
