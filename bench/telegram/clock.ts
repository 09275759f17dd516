/** Time that passes as fast as its alarms are worked off: an hour in a second. */
import { type Chance, type Clock, type Instant, instant, later, seconds } from '../../src/domain/time.ts'

interface Alarm {
  readonly due: Instant
  readonly order: number
  readonly run: () => void
  gone: boolean
}

export class SimulatedClock implements Clock {
  #now: Instant
  #alarms: Alarm[] = []
  #order = 0

  constructor(start: Instant) {
    this.#now = start
  }

  now(): Instant {
    return this.#now
  }

  at(due: Instant, run: () => void): { cancel(): void } {
    const alarm = { due, run, order: this.#order++, gone: false }
    // Nearly every alarm is later than most: found from the end.
    let at = this.#alarms.length
    while (at > 0 && (this.#alarms[at - 1]?.due ?? 0) > due) at -= 1
    this.#alarms.splice(at, 0, alarm)
    return {
      cancel: () => {
        alarm.gone = true
      },
    }
  }

  /** Resolves after that long. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.at(later(this.#now, seconds(ms / 1000)), resolve)
    })
  }

  /** Works off what falls due; after each alarm, all that follows from it. */
  async run(until: Instant): Promise<void> {
    await aTurnOfTheLoop()
    for (;;) {
      const [next] = this.#alarms
      if (next === undefined || next.due > until) break
      this.#alarms.shift()
      if (next.gone) continue
      if (next.due > this.#now) this.#now = next.due
      next.run()
      await allThatFollows()
    }
    this.#now = until
    await aTurnOfTheLoop()
  }
}

// A call that ends writes its note in the next turn of the loop, the next call its own in the turn after that.
const TURNS = 4

async function allThatFollows(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await aTurnOfTheLoop()
}

const aTurnOfTheLoop = () =>
  new Promise<void>((resolve) => {
    setImmediate(resolve)
  })

export const START = instant(Date.UTC(2026, 0, 12, 9, 0, 0))

/** Numbers that are the same for the same seed (mulberry32). */
export function seeded(seed: number): Chance & { between(from: number, to: number): number } {
  let state = seed >>> 0
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    fraction,
    token: (bytes) =>
      Math.floor(fraction() * 2 ** 52)
        .toString(36)
        .padEnd(bytes, '0'),
    between: (from, to) => from + fraction() * (to - from),
  }
}
