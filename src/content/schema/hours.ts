/** Working hours as people write them: `mon-fri: 09:00-21:00`. */
import { z } from 'zod'
import { form } from '../../flow/schema/shape.ts'

const DAYS: { readonly [word: string]: number } = {
  mon: 0,
  tue: 1,
  wed: 2,
  thu: 3,
  fri: 4,
  sat: 5,
  sun: 6,
  пн: 0,
  вт: 1,
  ср: 2,
  чт: 3,
  пт: 4,
  сб: 5,
  вс: 6,
}
const DAY = '(mon|tue|wed|thu|fri|sat|sun|пн|вт|ср|чт|пт|сб|вс)'
const DAYS_KEY = new RegExp(`^${DAY}(-${DAY})?(\\s*,\\s*${DAY}(-${DAY})?)*$`)
const SPAN = '([01]\\d|2[0-3]):[0-5]\\d-(([01]\\d|2[0-3]):[0-5]\\d|24:00)'
const SPANS = new RegExp(`^(closed|all day|${SPAN}(\\s*,\\s*${SPAN})*)$`)

const spans = z
  .string(form('spans'))
  .regex(SPANS, { ...form('spans'), abort: true })
  .refine(orderly, form('spansOrder'))
  .transform(spansOf)

const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { ...form('dateKey'), abort: true })
  .refine(isDate, form('dateKey'))

export const hoursShape = z
  .object({
    timezone: z.string(form('timezone')).refine(knownZone, form('timezone')).optional(),
    holidays: z.record(date, spans, form('holidays')).optional(),
  })
  .catchall(spans)
export type HoursSource = z.infer<typeof hoursShape>

/** Numbers of days (Monday 0) that a key like `mon-fri` or `sat, sun` names; undefined when it names none. */
export function daysOf(key: string): readonly number[] | undefined {
  if (!DAYS_KEY.test(key)) return undefined
  return key.split(',').flatMap((part) => {
    const [from, to] = part
      .trim()
      .split('-')
      .map((day) => DAYS[day] ?? 0)
    return daysBetween(from ?? 0, to ?? from ?? 0)
  })
}

function daysBetween(from: number, to: number): number[] {
  // sat-mon goes over the week's end
  const length = ((to - from + 7) % 7) + 1
  return Array.from({ length }, (_, i) => (from + i) % 7)
}

function spansOf(written: string): { from: number; to: number }[] {
  if (written === 'closed') return []
  if (written === 'all day') return [{ from: 0, to: 1440 }]
  return written.split(',').map((span) => {
    const [from, to] = span.trim().split('-').map(minutesOf)
    return { from: from ?? 0, to: to ?? 0 }
  })
}

function minutesOf(clock: string): number {
  const [h, m] = clock.split(':').map(Number)
  return (h ?? 0) * 60 + (m ?? 0)
}

/** Each span ends after it begins, and after the one before. */
function orderly(written: string): boolean {
  let last = -1
  return spansOf(written).every(({ from, to }) => {
    const fits = from > last && to > from
    last = to
    return fits
  })
}

function isDate(written: string): boolean {
  const day = new Date(`${written}T00:00:00Z`)
  return Number.isFinite(day.getTime()) && day.toISOString().startsWith(`${written}T`)
}

function knownZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}
