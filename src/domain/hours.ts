/** Working hours by the wall clock of their time zone: what «с 9 до 21» means to a customer, on every day of the year. */
import { DateTime } from 'luxon'
import type { OpenSpan, WorkingHours } from './settings.ts'
import type { Instant } from './time.ts'
import { instant } from './time.ts'

// A year and some days: a desk that opens only once a year (a holiday's own hours) is still found.
const DAYS_AHEAD = 370
const MINUTE = 60_000

/** Whether the desk's hours say "open" at this instant. */
export function openAt(hours: WorkingHours, at: Instant): boolean {
  const local = DateTime.fromMillis(at, { zone: hours.timezone })
  const minute = local.hour * 60 + local.minute
  return spansOf(hours, local).some((span) => span.from <= minute && minute < span.to)
}

/** The first instant from `at` on that is open (`at` itself when it is), or undefined when there is none within a year. */
export function nextOpening(hours: WorkingHours, at: Instant): Instant | undefined {
  if (openAt(hours, at)) return at
  const today = DateTime.fromMillis(at, { zone: hours.timezone }).startOf('day')
  for (let ahead = 0; ahead < DAYS_AHEAD; ahead++) {
    const opening = openingOn(hours, today.plus({ days: ahead }), at)
    if (opening !== undefined) return opening
  }
  return undefined
}

function openingOn(hours: WorkingHours, day: DateTime, after: Instant): Instant | undefined {
  if (spansOf(hours, day).length === 0) return undefined
  if (clocksChange(day)) return walkThrough(hours, day, after)
  const starts = spansOf(hours, day).map((span) => day.toMillis() + span.from * MINUTE)
  const next = Math.min(...starts.filter((start) => start > after))
  return Number.isFinite(next) ? instant(next) : undefined
}

function spansOf(hours: WorkingHours, day: DateTime): readonly OpenSpan[] {
  const date = day.toISODate()
  const exception = date === null ? undefined : hours.holidays[date]
  return exception ?? hours.week[(day.weekday - 1) as 0 | 1 | 2 | 3 | 4 | 5 | 6] ?? []
}

function clocksChange(day: DateTime): boolean {
  return day.offset !== day.plus({ days: 1 }).startOf('day').offset
}

/**
 * On the two days a year when clocks change an hour is missing or comes twice, so that a span may begin inside the gap or
 * open a second time; every minute of such a day is asked instead of reasoned about.
 */
function walkThrough(hours: WorkingHours, day: DateTime, after: Instant): Instant | undefined {
  const end = day.plus({ days: 1 }).startOf('day').toMillis()
  for (let minute = day.toMillis(); minute < end; minute += MINUTE) {
    if (minute > after && openAt(hours, instant(minute))) return instant(minute)
  }
  return undefined
}
