/** Days and times together: «завтра в 10», «в 10 завтра», «через неделю», «3 дня назад», «через полтора часа». */
import { addMonths, isoDay, isoTime, type Now } from './calendar.ts'
import { type Around, dayAt } from './days.ts'
import { timeAt } from './hours.ts'
import type { TimeUnit } from './lexicon.ts'
import { type At, numberAt } from './numbers.ts'
import type { Token } from './tokens.ts'

/** `date`: 2026-01-13; `time`: 10:00; `datetime`: 2026-01-13T10:00, all of the bot's own zone. */
export interface Moment {
  readonly kind: 'date' | 'time' | 'datetime'
  readonly value: string
}

export function momentAt(
  tokens: readonly Token[],
  i: number,
  now: Now,
  past: boolean,
): At<Moment> | undefined {
  const around: Around = { today: now.day, past }
  return shiftAt(tokens, i, now) ?? dayThenTime(tokens, i, around) ?? timeThenDay(tokens, i, around)
}

function dayThenTime(tokens: readonly Token[], i: number, around: Around): At<Moment> | undefined {
  const day = dayAt(tokens, i, around)
  if (day === undefined) return undefined
  const time = timeAt(tokens, day.next, day.part)
  if (time) return moment(day.value, time.value, time.next)
  return { value: { kind: 'date', value: isoDay(day.value) }, next: day.next }
}

function timeThenDay(tokens: readonly Token[], i: number, around: Around): At<Moment> | undefined {
  const time = timeAt(tokens, i)
  if (time === undefined) return undefined
  const on = /^(в|во|on)$/.test(tokens[time.next]?.word ?? '') ? time.next + 1 : time.next
  const day = dayAt(tokens, on, around)
  if (day) return moment(day.value, time.value, day.next)
  if (!time.sure && !standsAlone(tokens, time.next)) return undefined
  return { value: { kind: 'time', value: isoTime(time.value) }, next: time.next }
}

/** «в 10» and nothing counted behind it: «в 10 раз» is no time. */
function standsAlone(tokens: readonly Token[], next: number): boolean {
  const after = tokens[next]
  if (after === undefined) return true
  if (after.kind === 'sign') return after.word === '?'
  return (
    after.kind === 'word' && /^(пожалуйста|по|мск|позвоните|please|позвони|перезвоните)$/.test(after.word)
  )
}

function moment(day: number, minute: number, next: number): At<Moment> {
  // «в полночь» and what goes over it stay in the day that was named
  const within = ((minute % 1440) + 1440) % 1440
  return { value: { kind: 'datetime', value: `${isoDay(day)}T${isoTime(within)}` }, next }
}

/** «через 3 дня», «неделю назад», "in a week", "3 days ago". */
function shiftAt(tokens: readonly Token[], i: number, now: Now): At<Moment> | undefined {
  const word = tokens[i]?.word
  if (word === 'через' || word === 'in' || word === 'спустя') {
    const span = spanAt(tokens, i + 1)
    return span && shifted(span, 1, now, span.next)
  }
  const span = spanAt(tokens, i)
  const ago = span && tokens[span.next]?.word
  return span && (ago === 'назад' || ago === 'ago') ? shifted(span, -1, now, span.next + 1) : undefined
}

interface Span {
  readonly amount: number
  readonly unit: TimeUnit
  readonly next: number
}

const FEW: { readonly [word: string]: number } = { пару: 2, пара: 2, a: 1, an: 1, couple: 2 }

function spanAt(tokens: readonly Token[], i: number): Span | undefined {
  const number = numberAt(tokens, i) ?? few(tokens, i)
  const at = number?.next ?? i
  const means = tokens[at]?.means
  if (means?.unit === undefined) return undefined
  return { amount: (number?.value ?? 1) * (means.amount ?? 1), unit: means.unit, next: at + 1 }
}

function few(tokens: readonly Token[], i: number): At<number> | undefined {
  const word = tokens[i]?.word ?? ''
  if (!Object.hasOwn(FEW, word)) return undefined
  // "a couple of days"
  const skip = word === 'a' && tokens[i + 1]?.word === 'couple' ? 1 : 0
  const of = tokens[i + skip + 1]?.word === 'of' ? 1 : 0
  return { value: skip ? 2 : (FEW[word] ?? 1), next: i + skip + of + 1 }
}

// A hundred years: more is a slip of the keyboard, and no calendar needs it.
const FARTHEST_DAYS = 36_500

function shifted({ amount, unit }: Span, way: 1 | -1, now: Now, next: number): At<Moment> | undefined {
  const by = amount * way
  switch (unit) {
    case 'minute':
    case 'hour': {
      const minutes = Math.round(by * (unit === 'hour' ? 60 : 1)) + now.minute
      if (Math.abs(minutes) > FARTHEST_DAYS * 1440) return undefined
      return moment(now.day + Math.floor(minutes / 1440), minutes, next)
    }
    case 'day':
      return date(now.day + Math.round(by), now, next)
    case 'week':
      return date(now.day + Math.round(by * 7), now, next)
    case 'month':
      return Math.abs(by) > 1200 ? undefined : date(addMonths(now.day, Math.round(by)), now, next)
    case 'year':
      return Math.abs(by) > 100 ? undefined : date(addMonths(now.day, Math.round(by * 12)), now, next)
  }
}

function date(day: number, now: Now, next: number): At<Moment> | undefined {
  if (Math.abs(day - now.day) > FARTHEST_DAYS) return undefined
  return { value: { kind: 'date', value: isoDay(day) }, next }
}

const PAST = /^(paid|were)$|[a-z]{3}ed$|[а-я]{2}[аяиеуоы]л[аои]?(сь|ся)?$/

/** «списали», «оплатил», "charged": the text tells of what happened, so its days are behind us. */
export function tellsOfPast(tokens: readonly Token[]): boolean {
  return tokens.some(({ kind, word }) => kind === 'word' && word.length >= 4 && PAST.test(word))
}
