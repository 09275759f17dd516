/**
 * How fast the bot may speak: about a message a second to one person, where a few at once are let through, and `rate` a
 * second to everybody (Telegram's FAQ for bots). Kept here, so that a 429 is an accident and no habit.
 */
import { between, type Clock, duration, type Instant, instant, later } from '../../domain/time.ts'

// A greeting, a file and a question go out together; then a second each, and a little more: clocks and networks jitter.
const PERSON_BURST = 3
const PERSON_MS = 1_050
// The same little for all together.
const MARGIN = 0.97
// Chats are forgotten when they are at rest; looked for when their number has doubled since.
const SWEEP_FROM = 1_000
// Nobody is ever that far ahead; a clock that was put back makes it look so.
const LONGEST_MS = 120_000

/** When the next one may go, as if each took its time (GCRA). */
class Meter {
  readonly #interval: number
  readonly #slack: number
  #spent = 0

  constructor(interval: number, burst: number) {
    this.#interval = interval
    this.#slack = interval * (burst - 1)
  }

  freeAt(now: Instant): Instant {
    if (between(now, instant(this.#spent)) > LONGEST_MS) this.#spent = now
    return instant(Math.max(now, Math.ceil(this.#spent - this.#slack)))
  }

  spend(at: Instant): void {
    this.#spent = Math.max(this.#spent, at) + this.#interval
  }

  atRest(now: Instant): boolean {
    return this.#spent <= now
  }
}

export class Pace {
  readonly #clock: Clock
  readonly #all: Meter
  readonly #people = new Map<number, Meter>()
  /** Deliveries whose turn is fixed. */
  readonly #granted = new Map<number, Instant>()
  #sweepAt = SWEEP_FROM

  constructor(clock: Clock, rate: number) {
    this.#clock = clock
    this.#all = new Meter(1000 / (rate * MARGIN), Math.max(1, Math.floor(rate * MARGIN)))
  }

  /** When this delivery may go; fixed once the person's own second is over. */
  notBefore(chat: number, delivery: number): Instant {
    const granted = this.#granted.get(delivery)
    if (granted !== undefined) return granted
    const now = this.#clock.now()
    const person = this.#person(chat)
    const free = person.freeAt(now)
    if (free > now) return free
    const turn = this.#all.freeAt(now)
    this.#all.spend(turn)
    person.spend(turn)
    this.#granted.set(delivery, turn)
    return turn
  }

  /** The delivery goes now. */
  begun(delivery: number): void {
    this.#granted.delete(delivery)
  }

  /** Calls beyond the one that was waited for. */
  spend(chat: number): void {
    const now = this.#clock.now()
    this.#all.spend(now)
    this.#person(chat).spend(now)
  }

  /** Milliseconds until something unimportant holds up nobody: 0 = now. */
  untilIdle(chat: number): number {
    const now = this.#clock.now()
    const person = this.#people.get(chat)
    return person && !person.atRest(now)
      ? Math.max(between(now, later(person.freeAt(now), duration(PERSON_MS))), 0)
      : 0
  }

  #person(chat: number): Meter {
    const known = this.#people.get(chat)
    if (known) return known
    if (this.#people.size >= this.#sweepAt) this.#sweep()
    const meter = new Meter(PERSON_MS, PERSON_BURST)
    this.#people.set(chat, meter)
    return meter
  }

  #sweep(): void {
    const now = this.#clock.now()
    for (const [chat, meter] of this.#people) if (meter.atRest(now)) this.#people.delete(chat)
    this.#sweepAt = Math.max(SWEEP_FROM, this.#people.size * 2)
  }
}
