/**
 * How long a stop waits for VK. Whatever VK has not answered by then stays where it is: messages in the outbox, updates at
 * VK. They go on after the next start, and nothing is doubled, for messages keep their random_id and updates their key.
 */
import { type Clock, later, seconds } from '../../domain/time.ts'

// A call takes 0.1 to 2 s, and a thousand messages that wait for their turn are gone in two.
const GRACE = seconds(3)

export class Leaving {
  readonly #clock: Clock
  readonly #left = new Set<() => void>()
  #alarm: { cancel(): void } | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** What comes of it, or `late` when we leave before. */
  orElse<T>(work: Promise<T>, late: T): Promise<T> {
    return new Promise((resolve, reject) => {
      const leave = () => resolve(late)
      this.#left.add(leave)
      work.finally(() => this.#left.delete(leave)).then(resolve, reject)
    })
  }

  /** From now on the grace runs; at its end `cut` breaks what is still under way. */
  begin(cut: () => void): void {
    this.#alarm ??= this.#clock.at(later(this.#clock.now(), GRACE), () => {
      cut()
      for (const leave of [...this.#left]) leave()
    })
  }

  end(): void {
    this.#alarm?.cancel()
  }
}
