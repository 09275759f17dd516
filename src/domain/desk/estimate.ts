/** An honest range of the wait, or nothing: a guess without grounds is worse than none. */
import type { Settings } from '../settings.ts'
import type { Duration } from '../time.ts'
import { duration, minutes } from '../time.ts'
import type { QueuePlace } from './state.ts'

type QueueSettings = Settings['queue']
type Range = NonNullable<QueuePlace['wait']>

// What people say aloud. "From" is rounded down to one of these and "to" up, so that the promise is kept.
const FRIENDLY_MINUTES = [1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240] as const

// Without samples the typical time stands for the middle; nothing is known of the spread, so it is taken wide: ±50 %.
const TYPICAL_SPREAD = { from: 0.5, to: 1.5 }

/** The middle half of recent handling times, or the typical time's spread before there are enough of them. */
export function handlingRange(recent: readonly Duration[], queue: QueueSettings): Range | undefined {
  if (recent.length > 0 && recent.length >= queue.minSamples) return quartiles(recent)
  if (queue.typicalHandling === undefined) return undefined
  return {
    from: duration(queue.typicalHandling * TYPICAL_SPREAD.from),
    to: duration(queue.typicalHandling * TYPICAL_SPREAD.to),
  }
}

/**
 * How long until it is the turn of somebody with `ahead` people before them, when `slots` chats go on at once and each takes
 * `handling`. Grows with `ahead`. Undefined when nobody works (`slots` 0) or there is nothing to reckon from.
 */
export function waitFrom(handling: Range | undefined, ahead: number, slots: number): Range | undefined {
  if (handling === undefined || slots <= 0) return undefined
  const rounds = (ahead + 1) / slots
  return {
    from: minutes(friendlyDown((handling.from * rounds) / 60_000)),
    to: minutes(friendlyUp((handling.to * rounds) / 60_000)),
  }
}

function quartiles(recent: readonly Duration[]): Range {
  const sorted = recent.toSorted((one, other) => one - other)
  const last = sorted.length - 1
  return {
    from: sorted[Math.floor(last * 0.25)] ?? duration(0),
    to: sorted[Math.ceil(last * 0.75)] ?? duration(0),
  }
}

function friendlyDown(exact: number): number {
  if (exact >= 300) return Math.floor(exact / 60) * 60
  return FRIENDLY_MINUTES.findLast((step) => step <= exact) ?? 1
}

function friendlyUp(exact: number): number {
  return FRIENDLY_MINUTES.find((step) => step >= exact) ?? Math.ceil(exact / 60) * 60
}
