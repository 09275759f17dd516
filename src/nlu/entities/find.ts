/**
 * Everything with a value that stands in a text. Each reader looks only where its sign is (a digit, an @, a word it knows),
 * so that a text without any costs little more than being cut into words; where two readings overlap, the one that more
 * characters speak for wins («заказ 12345» over 12345), then the more special one.
 */
import type { CountryCode } from 'libphonenumber-js/min'
import type { FoundEntity } from '../../domain/nlu.ts'
import { type Now, nowIn } from './calendar.ts'
import type { Candidate } from './candidate.ts'
import { emailsIn, phonesIn } from './contacts.ts'
import type { ListIndex } from './lists.ts'
import { momentAt, tellsOfPast } from './moments.ts'
import { moneyAt } from './money.ts'
import { type At, numberAt } from './numbers.ts'
import { cardsIn, found, ordersIn } from './references.ts'
import { type Token, tellsAmounts, tokensOf } from './tokens.ts'

/** What a release and its `_bot.yml` say about entities. */
export interface Knowing {
  readonly timezone: string
  readonly country: CountryCode
  /** ISO 4217: a sum in it is a plain number, in any other it keeps its currency. */
  readonly currency: string
  readonly lists: ListIndex
  readonly patterns: readonly Pattern[]
  /** For answers to a question that expects the kind. */
  readonly asked: readonly Pattern[]
}

export interface Pattern {
  readonly kind: string
  readonly pattern: RegExp
}

// What a flow needs stands in the beginning of a message; twice as much of the worst text took 17 ms, this takes 3.
export const MAX_READ = 1000
// Prose of that length has some 150 words. What has more tokens is a list of figures, each of which takes 8 µs to be no date.
const MOST_TOKENS = 160
// Of one kind in one text: two different ones are no answer already.
const MOST_AMOUNTS = 20
// Patterns of the content are checked for texts of this length.
const MAX_MATCHED = 200

/** Kinds found without being declared, the most special first: it wins where as much speaks for two. */
const SPECIAL: readonly string[] = ['email', 'phone', 'card', 'order', 'datetime', 'date', 'money', 'time']

export function findEntities(text: string, knowing: Knowing, at: number): readonly FoundEntity[] {
  const read = text.slice(0, MAX_READ)
  const tokens = tokensOf(read)
  const candidates = [...referencesIn(read, knowing), ...knowing.lists.find(read, tokens)]
  if (tellsAmounts(tokens)) candidates.push(...amountsIn(tokens, knowing, at))
  return settled(candidates)
}

function referencesIn(text: string, { country, patterns }: Knowing): Candidate[] {
  const declared = patternsIn(text, patterns)
  if (!/\d/.test(text)) return [...emailsIn(text), ...declared]
  // an order declared by the content looks as the content says, and not otherwise
  const orders = patterns.some(({ kind }) => kind === 'order') ? [] : ordersIn(text)
  return [...emailsIn(text), ...phonesIn(text, country, true), ...cardsIn(text), ...orders, ...declared]
}

export function patternsIn(text: string, patterns: readonly Pattern[]): readonly Candidate[] {
  if (patterns.length === 0) return []
  const tested = text.slice(0, MAX_MATCHED)
  return patterns.flatMap(({ kind, pattern }) => found(tested, pattern, kind))
}

/** Moments, money and bare numbers, each from its longest reading on. */
export function amountsIn(all: readonly Token[], knowing: Knowing, at: number): readonly Candidate[] {
  const tokens = all.slice(0, MOST_TOKENS)
  const now = onlyOnce(() => nowIn(at, knowing.timezone))
  const past = onlyOnce(() => tellsOfPast(tokens))
  return [
    ...each(tokens, (i) => (beginsMoment(tokens, i) ? momentOf(tokens, i, now(), past()) : undefined)),
    ...each(tokens, (i) => moneyOf(tokens, i, knowing.currency)),
    ...each(tokens, (i) => numberOf(tokens, i)),
  ]
}

type Reading = At<Pick<Candidate, 'kind' | 'value'>>

function each(tokens: readonly Token[], read: (i: number) => Reading | undefined): readonly Candidate[] {
  const candidates: Candidate[] = []
  let i = 0
  while (i < tokens.length && candidates.length < MOST_AMOUNTS) {
    const reading = read(i)
    const [first, last] = [tokens[i], tokens[(reading?.next ?? 0) - 1]]
    if (reading && first && last) candidates.push({ ...reading.value, from: first.from, to: last.to })
    i = Math.max(i + 1, reading?.next ?? 0)
  }
  return candidates
}

/** Most words begin nothing; only those that could are looked at closely (and only then anybody asks what time it is). */
function beginsMoment(tokens: readonly Token[], i: number): boolean {
  const token = tokens[i]
  if (token === undefined || token.kind === 'sign') return false
  return token.kind !== 'word' || token.means !== undefined || BEGINNINGS.test(token.word)
}

const BEGINNINGS =
  /^(в|во|к|около|после|до|с|через|спустя|без|пол|пару|пара|половин[аеу]|четверть|прошл.*|прошедш.*|минувш.*|следующ.*|эт[оауи].?|ближайш.*|at|by|around|after|before|in|last|next|this|half|quarter|day|a|an|couple)$/

function momentOf(tokens: readonly Token[], i: number, now: Now, past: boolean): Reading | undefined {
  const moment = momentAt(tokens, i, now, past)
  return moment && { value: moment.value, next: moment.next }
}

function moneyOf(tokens: readonly Token[], i: number, own: string): Reading | undefined {
  const money = moneyAt(tokens, i)
  if (money === undefined) return undefined
  const { amount, currency = own } = money.value
  return {
    value: { kind: 'money', value: currency === own ? amount : { amount, currency } },
    next: money.next,
  }
}

function numberOf(tokens: readonly Token[], i: number): Reading | undefined {
  const number = numberAt(tokens, i)
  return number && { value: { kind: 'number', value: number.value }, next: number.next }
}

function onlyOnce<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

const weightOf = ({ from, to, weight }: Candidate) => weight ?? to - from

/** Declared kinds are as special as can be, bare numbers are the least. */
function rankOf({ kind }: Candidate): number {
  if (kind === 'number') return SPECIAL.length
  return SPECIAL.indexOf(kind)
}

/** The best of what overlaps, in the order of the text. A thousand candidates are ranked in 0.3 ms. */
export function settled(candidates: readonly Candidate[]): readonly FoundEntity[] {
  const ranked = candidates
    .map((one) => ({ one, weight: weightOf(one), rank: rankOf(one) }))
    .sort((a, b) => b.weight - a.weight || a.rank - b.rank || a.one.from - b.one.from)
  // what is taken of the text, place by place: asking each candidate about all the others took 5 ms
  const taken = new Uint8Array(MAX_READ)
  const kept = ranked.flatMap(({ one }) => {
    if (taken.subarray(one.from, one.to).includes(1)) return []
    taken.fill(1, one.from, one.to)
    return [one]
  })
  return kept.sort((a, b) => a.from - b.from).map(({ kind, value, from, to }) => ({ kind, value, from, to }))
}
