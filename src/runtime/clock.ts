/** The only file that reads the clock and chance; everyone else is handed these two. */

import { randomBytes, randomInt } from 'node:crypto'
import { type Chance, type Clock, type Instant, instant } from '../domain/time.ts'

// The wall clock may be set while we sleep (NTP, a suspended laptop) and setTimeout does not notice: nobody sleeps
// longer than this without looking at the clock again, so a jump of an hour costs at most half a minute.
const LONGEST_SLEEP_MS = 30_000

/** The machine's wall clock. */
export const systemClock: Clock = {
  now: () => instant(Date.now()),
  at: (due, run) => sleepUntil(due, run),
}

function sleepUntil(due: Instant, run: () => void): { cancel(): void } {
  // Set back by an hour, the clock must not make a pause of 20 ms last an hour: what was missing when we lay down is
  // slept at most. Who waits for a date (stored timers) looks at it again on waking.
  const longEnough = performance.now() + (due - Date.now())
  let timer: NodeJS.Timeout
  const left = () => Math.min(due - Date.now(), longEnough - performance.now())
  const wake = () => (left() <= 0 ? run() : sleep())
  const sleep = () => {
    timer = setTimeout(wake, Math.min(Math.max(Math.ceil(left()), 0), LONGEST_SLEEP_MS))
  }
  sleep()
  return { cancel: () => clearTimeout(timer) }
}

const FRACTION_STEPS = 2 ** 32

/** The machine's cryptographic random source. */
export const systemChance: Chance = {
  token: (bytes) => randomBytes(bytes).toString('base64url'),
  fraction: () => randomInt(FRACTION_STEPS) / FRACTION_STEPS,
}

/** Milliseconds with fractions since an arbitrary start; for measuring stages, never for due times. */
export const stopwatch = (): number => performance.now()
