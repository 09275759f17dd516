/** Days as people name them: «завтра», «в прошлую пятницу», «25 декабря», «25 числа», «25.12», "next friday", "May 5". */
import { addMonths, type Day, dayOf, partsOf, weekdayOf } from './calendar.ts'
import type { PartOfDay } from './lexicon.ts'
import type { At } from './numbers.ts'
import type { Token } from './tokens.ts'

/** What days are reckoned from, and whether the text tells of something that happened («списали в пятницу»). */
export interface Around {
  readonly today: Day
  readonly past: boolean
}

/** A part of the day that was named with it («завтра вечером») helps to understand the hour. */
export type NamedDay = At<Day> & { readonly part?: PartOfDay }

export function dayAt(tokens: readonly Token[], i: number, around: Around): NamedDay | undefined {
  const day =
    relative(tokens, i, around) ??
    weekday(tokens, i, around) ??
    written(tokens, i, around) ??
    monthFirst(tokens, i, around) ??
    dayFirst(tokens, i, around)
  const part = day && tokens[day.next]?.means?.part
  return day && part ? { ...day, next: day.next + 1, part } : day
}

function relative(tokens: readonly Token[], i: number, { today }: Around): At<Day> | undefined {
  const offset = tokens[i]?.means?.day
  if (offset !== undefined) return { value: today + offset, next: i + 1 }
  const first = tokens[i]?.word
  if (first !== 'day') return undefined
  const [way, of] = [tokens[i + 1]?.word, tokens[i + 2]?.word]
  if (way === 'after' && of === 'tomorrow') return { value: today + 2, next: i + 3 }
  return way === 'before' && of === 'yesterday' ? { value: today - 2, next: i + 3 } : undefined
}

type Which = 'last' | 'this' | 'next'

const WHICH: readonly (readonly [RegExp, Which])[] = [
  [/^(прошл|прошедш|минувш|last$)/, 'last'],
  [/^(следующ|next$)/, 'next'],
  [/^(эт[оауи]|ближайш|this$)/, 'this'],
]

function whichOf(token: Token | undefined): Which | undefined {
  if (token?.kind !== 'word') return undefined
  return WHICH.find(([form]) => form.test(token.word))?.[1]
}

function weekday(tokens: readonly Token[], i: number, around: Around): At<Day> | undefined {
  const plain = tokens[i]?.means?.weekday
  if (plain !== undefined) return { value: nearWeekday(plain, undefined, around), next: i + 1 }
  const named = tokens[i + 1]?.means?.weekday
  if (named === undefined) return undefined
  const which = whichOf(tokens[i])
  return which && { value: nearWeekday(named, which, around), next: i + 2 }
}

/** Without a word about it: the next one, or of something that happened the last one; never today, which has its own name. */
function nearWeekday(weekday: number, which: Which | undefined, { today, past }: Around): Day {
  const ahead = (weekday - weekdayOf(today) + 7) % 7
  if (which === 'this') return today + ahead
  if (which === 'next') return today - weekdayOf(today) + 7 + weekday
  if (which === 'last' || past) return today + ahead - 7
  return today + (ahead || 7)
}

/** Dates in digits. The day comes first unless it cannot be one. */
function written(tokens: readonly Token[], i: number, around: Around): At<Day> | undefined {
  const token = tokens[i]
  if (token === undefined || !isWritten(token)) return undefined
  const [a = 0, b = 0, c = 0] = token.word.split(/[-./]/).map(Number)
  if (token.kind === 'iso') return at(dayOf(a, b, c), i + 1)
  if (token.kind === 'dotted') return at(dayOf(c < 100 ? 2000 + c : c, b, a), i + 1)
  return at(nearDate(b, a, around), i + 1)
}

function isWritten({ kind, word }: Token): boolean {
  // 25.12 is a day, 1.5 and 3.14 are numbers
  if (kind === 'number') return /^\d{1,2}\.(0[1-9]|1[0-2])$/.test(word)
  return kind === 'iso' || kind === 'dotted' || kind === 'slashed'
}

/** "May 5", "December 25th, 2026". */
function monthFirst(tokens: readonly Token[], i: number, around: Around): At<Day> | undefined {
  const month = tokens[i]?.means?.month
  const day = month === undefined ? undefined : dayNumber(tokens, i + 1)
  if (month === undefined || day === undefined) return undefined
  return withYear(tokens, month, day.value, day.next, around)
}

/** «25 декабря», «двадцать пятого декабря 2026 года», «25 числа», "the 25th". */
function dayFirst(tokens: readonly Token[], i: number, around: Around): At<Day> | undefined {
  const day = dayNumber(tokens, i)
  if (day === undefined) return undefined
  const of = tokens[day.next]?.word === 'of' ? day.next + 1 : day.next
  const month = tokens[of]?.means?.month
  if (month !== undefined) return withYear(tokens, month, day.value, of + 1, around)
  if (/^числ[оа]$/.test(tokens[day.next]?.word ?? '')) return at(nearNumber(day.value, around), day.next + 1)
  const suffixed = day.next - i === 2 && isSuffix(tokens, i + 1)
  return suffixed && tokens[i - 1]?.word === 'the' ? at(nearNumber(day.value, around), day.next) : undefined
}

/** 1…31 in digits (with "th" or «-го»), or as an ordinal word. */
function dayNumber(tokens: readonly Token[], i: number): At<number> | undefined {
  const token = tokens[i]
  if (token?.kind === 'number' && /^\d{1,2}$/.test(token.word)) {
    const value = Number(token.word)
    if (value < 1 || value > 31) return undefined
    if (isSuffix(tokens, i + 1)) return { value, next: i + 2 }
    return tokens[i + 1]?.word === '-' && isSuffix(tokens, i + 2)
      ? { value, next: i + 3 }
      : { value, next: i + 1 }
  }
  const ordinal = token?.means?.ordinal
  if (ordinal !== undefined) return { value: ordinal, next: i + 1 }
  const tens = token?.means?.number
  const ones = tokens[i + 1]?.means?.ordinal
  if ((tens !== 20 && tens !== 30) || ones === undefined || ones > 9) return undefined
  return tens + ones <= 31 ? { value: tens + ones, next: i + 2 } : undefined
}

function isSuffix(tokens: readonly Token[], i: number): boolean {
  const [before, token] = [tokens[i - 1], tokens[i]]
  return token !== undefined && before?.to === token.from && /^(st|nd|rd|th|го|ое|е)$/.test(token.word)
}

function withYear(
  tokens: readonly Token[],
  month: number,
  day: number,
  next: number,
  around: Around,
): At<Day> | undefined {
  const year = tokens[next]
  if (year?.kind === 'number' && /^(19|20)\d\d$/.test(year.word)) {
    const after = /^(года?|г)$/.test(tokens[next + 1]?.word ?? '') ? next + 2 : next + 1
    return at(dayOf(Number(year.word), month, day), after)
  }
  return at(nearDate(month, day, around), next)
}

// A date without a year is of this year, unless that is more than seven months away: «25 декабря» in January was last month.
const FAR = 210

function nearDate(month: number, day: number, { today, past }: Around): Day | undefined {
  const { year } = partsOf(today)
  const [before, same, after] = [year - 1, year, year + 1].map((one) => dayOf(one, month, day))
  if (past) return same !== undefined && same <= today ? same : (before ?? same)
  if (same !== undefined && Math.abs(same - today) <= FAR) return same
  return [before, same, after].reduce((best, one) =>
    best === undefined || (one !== undefined && Math.abs(one - today) < Math.abs(best - today)) ? one : best,
  )
}

/** «25 числа»: of the month in which it is nearest; of something that happened, the last one. */
function nearNumber(number: number, { today, past }: Around): Day | undefined {
  const found = [-1, 0, 1].flatMap((months) => {
    const { year, month } = partsOf(addMonths(today, months))
    return dayOf(year, month, number) ?? []
  })
  if (past) return found.findLast((day) => day <= today)
  return found.sort((a, b) => Math.abs(a - today) - Math.abs(b - today))[0]
}

function at(value: Day | undefined, next: number): At<Day> | undefined {
  return value === undefined ? undefined : { value, next }
}
