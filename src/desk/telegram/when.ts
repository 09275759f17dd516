/** When an operator means: `2h`, «30м», «завтра 10:00», «в 18:30», «через час», and what stands behind it. */
import { DateTime } from 'luxon'
import type { EntityReader } from '../../domain/nlu.ts'
import { type Instant, instant } from '../../domain/time.ts'

export interface When {
  readonly at: Instant
  readonly rest: string
}

const MINUTE = 60_000
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:m|min|minutes?|м|мин|минут[ауы]?)$/, MINUTE],
  [/^(?:h|hours?|ч|час|часа|часов)$/, 60 * MINUTE],
  [/^(?:d|days?|д|дн|день|дня|дней)$/, 24 * 60 * MINUTE],
]
// A day without an hour: when people begin to work.
const MORNING = 'T10:00'

/** The time at the beginning of the text; undefined when there is none. It may lie in the past: the domain minds that. */
export function whenIn(
  text: string,
  entities: EntityReader,
  now: Instant,
  timezone: string,
): When | undefined {
  return spanOf(text, now) ?? momentOf(text, entities, now, timezone)
}

function spanOf(text: string, now: Instant): When | undefined {
  const [whole, amount, unit = ''] = /^(\d{1,4})\s*(\p{L}+)(?!\p{L}|\d)/u.exec(text) ?? []
  const ms = UNITS.find(([form]) => form.test(unit.toLowerCase()))?.[1]
  if (whole === undefined || ms === undefined) return undefined
  return { at: instant(now + Number(amount) * ms), rest: behind(text, whole.length) }
}

function momentOf(text: string, entities: EntityReader, now: Instant, timezone: string): When | undefined {
  const first = entities.find(text, now).find(({ kind }) => /^(?:datetime|date|time)$/.test(kind))
  // Words before it («позвонить завтра») make it part of the text; a preposition does not.
  if (first === undefined || text.slice(0, first.from).trim().length > 2) return undefined
  const at = instantOf(first.kind, String(first.value), now, timezone)
  return at === undefined ? undefined : { at, rest: behind(text, first.to) }
}

function instantOf(kind: string, value: string, now: Instant, zone: string): Instant | undefined {
  const today = DateTime.fromMillis(now, { zone })
  const iso =
    kind === 'datetime' ? value : kind === 'date' ? `${value}${MORNING}` : `${today.toISODate()}T${value}`
  const found = DateTime.fromISO(iso, { zone })
  if (!found.isValid) return undefined
  // «в 9» in the afternoon is tomorrow's.
  const next = kind === 'time' && found.toMillis() <= now ? found.plus({ days: 1 }) : found
  return instant(next.toMillis())
}

const behind = (text: string, from: number) =>
  text
    .slice(from)
    .replace(/^[\s.,;:—-]+/, '')
    .trim()

/** The next ten in the morning. */
export function tomorrowMorning(now: Instant, zone: string): Instant {
  const morning = DateTime.fromMillis(now, { zone }).plus({ days: 1 }).startOf('day').set({ hour: 10 })
  return instant(morning.toMillis())
}
