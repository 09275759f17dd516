import type { Clock, Duration, Instant } from '../../src/domain/time.ts'
import { instant, later } from '../../src/domain/time.ts'

interface Alarm {
  readonly due: Instant
  readonly run: () => void
}

// A Monday noon in Moscow: inside everybody's working hours.
const START = instant(Date.UTC(2026, 0, 12, 9, 0, 0))

/** A clock turned by hand. Alarms run in the order of their due times; equal ones in the order they were set. */
export class ManualClock implements Clock {
  #now: Instant
  #alarms: Alarm[] = []

  constructor(start: Instant = START) {
    this.#now = start
  }

  now(): Instant {
    return this.#now
  }

  at(due: Instant, run: () => void): { cancel(): void } {
    const alarm = { due, run }
    this.#alarms.push(alarm)
    if (due <= this.#now) setImmediate(() => this.#ring(alarm))
    return { cancel: () => this.#forget(alarm) }
  }

  /** How many alarms are set. */
  get pending(): number {
    return this.#alarms.length
  }

  /** When the next alarm rings. */
  get next(): Instant | undefined {
    return this.#earliest()?.due
  }

  /** Turns the clock on and runs what falls due, without letting promises settle in between. */
  advance(by: Duration): void {
    const until = later(this.#now, by)
    for (let alarm = this.#dueBy(until); alarm; alarm = this.#dueBy(until)) this.#reach(alarm)
    this.#now = until
  }

  /** Turns the clock on; after every alarm the event loop goes round once, so that what it began can go on. */
  async pass(by: Duration): Promise<void> {
    const until = later(this.#now, by)
    await aTurnOfTheLoop()
    for (let alarm = this.#dueBy(until); alarm; alarm = this.#dueBy(until)) {
      this.#reach(alarm)
      await aTurnOfTheLoop()
    }
    this.#now = until
    await aTurnOfTheLoop()
  }

  /** Puts the hands somewhere, also back (the clock of the machine was corrected); nothing rings by itself. */
  set(now: Instant): void {
    this.#now = now
  }

  #reach(alarm: Alarm): void {
    if (alarm.due > this.#now) this.#now = alarm.due
    this.#ring(alarm)
  }

  #ring(alarm: Alarm): void {
    if (this.#forget(alarm)) alarm.run()
  }

  #forget(alarm: Alarm): boolean {
    const before = this.#alarms.length
    this.#alarms = this.#alarms.filter((other) => other !== alarm)
    return this.#alarms.length < before
  }

  #dueBy(until: Instant): Alarm | undefined {
    const alarm = this.#earliest()
    return alarm && alarm.due <= until ? alarm : undefined
  }

  #earliest(): Alarm | undefined {
    return this.#alarms.reduce<Alarm | undefined>(
      (first, alarm) => (first && first.due <= alarm.due ? first : alarm),
      undefined,
    )
  }
}

/** What was begun goes on: timers that are due, answers that came. */
export function aTurnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
