/** Times of day: «в 10», «10:30», «в 5 вечера», «в половине шестого», «без четверти пять», «в полдень», "at 5pm". */
import type { PartOfDay } from './lexicon.ts'
import { type At, numberAt } from './numbers.ts'
import type { Token } from './tokens.ts'

/** Minutes from midnight. Not `sure`: only «в 10», which is a time beside a day and perhaps something else without one. */
export type NamedTime = At<number> & { readonly sure: boolean }

const BEFORE = new Set(['в', 'во', 'к', 'около', 'после', 'до', 'с', 'at', 'by', 'around', 'after', 'before'])

export function timeAt(tokens: readonly Token[], i: number, part?: PartOfDay): NamedTime | undefined {
  const begins = BEFORE.has(tokens[i]?.word ?? '')
  const first = begins ? i + 1 : i
  const found =
    spoken(tokens, first) ??
    clock(tokens, first) ??
    halves(tokens, first) ??
    hour(tokens, first, begins, part)
  if (found === undefined) return undefined
  return withPart(tokens, found, part)
}

function spoken(tokens: readonly Token[], i: number): NamedTime | undefined {
  const minutes = tokens[i]?.means?.clock
  return minutes === undefined ? undefined : { value: minutes, next: i + 1, sure: true }
}

function clock(tokens: readonly Token[], i: number): NamedTime | undefined {
  const token = tokens[i]
  if (token?.kind !== 'clock') return undefined
  return ofClock(token.word.split(':'), i + 1)
}

function ofClock([h = '', m = '']: readonly string[], next: number): NamedTime | undefined {
  const [hours, minutes] = [Number(h), Number(m)]
  return hours < 24 && minutes < 60 ? { value: hours * 60 + minutes, next, sure: true } : undefined
}

/** «половина шестого», «четверть шестого», «без четверти пять», "half past five", "quarter to six". */
function halves(tokens: readonly Token[], i: number): NamedTime | undefined {
  const word = tokens[i]?.word ?? ''
  const hour = tokens[i + 1]?.means?.ordinal
  if (hour !== undefined && hour <= 12) {
    if (/^(половин[аеу]|пол)$/.test(word)) return { value: (hour - 1) * 60 + 30, next: i + 2, sure: true }
    if (/^четверть$/.test(word)) return { value: (hour - 1) * 60 + 15, next: i + 2, sure: true }
  }
  if (word === 'без') return without(tokens, i + 1)
  return english(tokens, i)
}

function without(tokens: readonly Token[], i: number): NamedTime | undefined {
  const quarter = tokens[i]?.word === 'четверти' ? { value: 15, next: i + 1 } : numberAt(tokens, i)
  if (quarter === undefined || quarter.value > 30) return undefined
  const after = tokens[quarter.next]?.means?.unit === 'minute' ? quarter.next + 1 : quarter.next
  const hour = numberAt(tokens, after)
  if (hour === undefined || !isHour(hour.value, 12)) return undefined
  return { value: hour.value * 60 - quarter.value, next: hour.next, sure: true }
}

function english(tokens: readonly Token[], i: number): NamedTime | undefined {
  const share = { half: 30, quarter: 15 }[tokens[i]?.word ?? '']
  const way = tokens[i + 1]?.word
  const hour = share === undefined ? undefined : numberAt(tokens, i + 2)
  if (share === undefined || hour === undefined || !isHour(hour.value, 12)) return undefined
  if (way === 'past') return { value: hour.value * 60 + share, next: hour.next, sure: true }
  return way === 'to' ? { value: hour.value * 60 - share, next: hour.next, sure: true } : undefined
}

/** «в 10», «в 10 часов», «10 утра», «в час дня», «в 17.30». Without «в» it takes a part of the day. */
function hour(
  tokens: readonly Token[],
  i: number,
  begins: boolean,
  part: PartOfDay | undefined,
): NamedTime | undefined {
  const token = tokens[i]
  if (begins && token?.word === 'час') return { value: 60, next: i + 1, sure: true }
  if (begins && token?.kind === 'number' && /^\d{1,2}\.\d{2}$/.test(token.word)) {
    return ofClock(token.word.split('.'), i + 1)
  }
  const number = numberAt(tokens, i)
  if (number === undefined || !isHour(number.value, 23)) return undefined
  const told = tokens[number.next]
  const named = told?.means?.part
  if (begins && told?.means?.unit === 'hour')
    return { value: number.value * 60, next: number.next + 1, sure: true }
  // «2 дня» is how long, «в 2 дня» is when
  const when = named !== undefined && (begins || told?.means?.unit === undefined)
  if (when || part !== undefined) return { value: number.value * 60, next: number.next, sure: when }
  return begins ? { value: number.value * 60, next: number.next, sure: false } : undefined
}

const isHour = (value: number, most: number) => Number.isInteger(value) && value >= 0 && value <= most

function withPart(tokens: readonly Token[], time: NamedTime, named: PartOfDay | undefined): NamedTime {
  const [skip, told] = partAfter(tokens, time.next)
  const part = told ?? named
  if (part === undefined || time.value >= 13 * 60) return { ...time, next: time.next + skip }
  return { value: inPart(time.value, part), next: time.next + skip, sure: time.sure || told !== undefined }
}

function partAfter(tokens: readonly Token[], i: number): readonly [number, PartOfDay | undefined] {
  const [first, second, third] = [tokens[i], tokens[i + 1], tokens[i + 2]]
  if (first?.means?.part) return [1, first.means.part]
  // "in the morning"
  if (first?.word === 'in' && second?.word === 'the' && third?.means?.part) return [3, third.means.part]
  return [0, undefined]
}

function inPart(minutes: number, part: PartOfDay): number {
  const noon = 12 * 60
  const past12 = minutes >= noon
  switch (part) {
    case 'morning':
    case 'am':
      return past12 ? minutes - noon : minutes
    case 'night':
      // nine to eleven at night is late, one to five is early
      if (past12) return minutes - noon
      return minutes >= 9 * 60 ? minutes + noon : minutes
    case 'evening':
      return past12 ? minutes - noon : minutes + noon
    case 'afternoon':
      // «в 11 дня» is before noon
      return past12 || minutes >= 10 * 60 ? minutes : minutes + noon
    case 'pm':
      return past12 ? minutes : minutes + noon
  }
}
