/** When to try a delivery again, and when to stop trying. */

import {
  type Chance,
  duration,
  hours,
  type Instant,
  instant,
  later,
  minutes,
  seconds,
} from '../domain/time.ts'
import type { Delivery } from '../store/port.ts'

const FIRST_PAUSE = seconds(1)
// A platform that is down is asked every five minutes at the slowest, so that its return is noticed soon.
const LONGEST_PAUSE = minutes(5)

/** 1 s, 2 s, 4 s … 5 min, each shortened by up to a half, so that a thousand lanes do not come back in one instant. */
export function nextAttempt(now: Instant, attempts: number, chance: Chance): Instant {
  const pause = Math.min(FIRST_PAUSE * 2 ** Math.min(attempts, 20), LONGEST_PAUSE)
  return later(now, duration(Math.round(pause * (1 - chance.fraction() / 2))))
}

// Nobody is helped by an answer a day old; Telegram itself keeps what we did not fetch no longer than that.
const GIVE_UP_AFTER = hours(24)
// …but a row that is old because we were switched off gets these attempts first.
const FAIR_ATTEMPTS = 10

export function isHopeless({ createdAt, attempts }: Delivery, now: Instant): boolean {
  return attempts >= FAIR_ATTEMPTS && now >= later(createdAt, GIVE_UP_AFTER)
}

/** A platform's date is obeyed, but not one in the past (a clock that differs) or beyond the day after which we give up. */
export function soonest(asked: Instant | undefined, own: Instant, now: Instant): Instant {
  if (asked === undefined) return own
  return instant(Math.min(Math.max(asked, now), later(now, GIVE_UP_AFTER)))
}
