/** Days as numbers, so that reckoning with dates needs no clock and no time zone; where "now" is comes from luxon once. */
import { DateTime } from 'luxon'

/** Days since 1970-01-01, of the calendar and of no zone. */
export type Day = number

/** Where and when a text was written. */
export interface Now {
  readonly day: Day
  /** Minutes from midnight. */
  readonly minute: number
}

export function nowIn(ms: number, timezone: string): Now {
  const now = DateTime.fromMillis(ms, { zone: timezone })
  return { day: dayOf(now.year, now.month, now.day) ?? 0, minute: now.hour * 60 + now.minute }
}

const DAY_MS = 86_400_000

/** Undefined for a day that no calendar has: 31.02. */
export function dayOf(year: number, month: number, day: number): Day | undefined {
  // Years far away are numbers of something else.
  if (year < 1900 || year > 2100) return undefined
  const date = new Date(Date.UTC(year, month - 1, day))
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
  return date.getTime() / DAY_MS
}

export function partsOf(day: Day): { readonly year: number; readonly month: number; readonly day: number } {
  const date = new Date(day * DAY_MS)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

/** Monday 1 … Sunday 7. */
export function weekdayOf(day: Day): number {
  // 1970-01-01 was a Thursday
  return ((((day + 3) % 7) + 7) % 7) + 1
}

/** A month has an end: a month after 31 January is 28 February. */
export function addMonths(from: Day, months: number): Day {
  const { year, month, day } = partsOf(from)
  const first = new Date(Date.UTC(year, month - 1 + months, 1))
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  return first.getTime() / DAY_MS + Math.min(day, length) - 1
}

export function isoDay(day: Day): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

export function isoTime(minute: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}
