/** Missed phrases → groups of one meaning, with all that helps to decide where they belong. */
import { setImmediate as turn } from 'node:timers/promises'
import type { IntentName } from '../domain/ids.ts'
import type { Language } from '../domain/message.ts'
import type { RankedIntent, Reading } from '../domain/nlu.ts'
import type { Matcher } from '../nlu/port.ts'
import type { Miss, MissReason } from '../reports/misses.ts'
import { clustersOf } from './cluster.ts'
import type { MissedPhrase } from './phrases.ts'
import { cosine, sumOf, type Vector, vectorsOf } from './vectors.ts'

export interface Group {
  /** The one most like all the others. */
  readonly phrase: string
  /** How many times something of it was missed. */
  readonly count: number
  /** Most frequent first. */
  readonly phrases: readonly MissedPhrase[]
  readonly reasons: { readonly [R in MissReason]: number }
  /** What today's matcher makes of the group on average; absent when nothing is near. */
  readonly nearest?: RankedIntent
  /** Most frequent first. */
  readonly understoodAs: readonly Counted<IntentName>[]
  readonly chosen: readonly Counted<IntentName>[]
  /** What operators answered most often: a draft. */
  readonly answer?: string
  /** What customers wrote under 👎, newest first, at most five. */
  readonly complaints: readonly string[]
}

/** What the bot knows today. */
export interface Known {
  readonly matcher: Matcher
  readonly language: Language
  /** Of all intents. */
  readonly examples: readonly string[]
}

export interface Counted<T> {
  readonly value: T
  readonly count: number
}

const MOST_COMPLAINTS = 5
// A phrase said a hundred times is typical already at ten.
const MOST_VOICES = 10
// Below this the nearest intent is no nearer than any other.
const NEAR = 0.1
// The most frequent phrases of a group say where it belongs; the hundredth adds nothing.
const MOST_READ = 30

/** Most frequent first. Phrases that today's matcher understands otherwise than when they were missed are left out. */
export async function groupsOf(
  phrases: readonly MissedPhrase[],
  { matcher, language, examples }: Known,
): Promise<readonly Group[]> {
  const readings = await readingsOf(phrases, matcher, language)
  const open = phrases.filter((phrase) => !isLearnt(phrase, readings.get(phrase)))
  const vectors = vectorsOf(
    open.map((phrase) => phrase.text),
    examples,
  )
  return clustersOf(vectors)
    .map((cluster) => {
      // Phrases come most frequent first, so their numbers say which is.
      const members = cluster.toSorted((a, b) => a - b)
      return groupOf(
        members.flatMap((i) => open[i] ?? []),
        members.flatMap((i) => vectors[i] ?? []),
        readings,
      )
    })
    .toSorted((a, b) => b.count - a.count || (a.phrase < b.phrase ? -1 : 1))
}

/** These phrases as one group, whatever they are like. */
export async function oneGroup(
  phrases: readonly MissedPhrase[],
  { matcher, language, examples }: Known,
): Promise<Group> {
  return groupOf(
    phrases,
    vectorsOf(
      phrases.map((phrase) => phrase.text),
      examples,
    ),
    await readingsOf(phrases, matcher, language),
  )
}

type Readings = ReadonlyMap<MissedPhrase, Reading>

// Some 10 ms of reading; then whoever shows progress gets a turn.
const READ_AT_ONCE = 100

async function readingsOf(
  phrases: readonly MissedPhrase[],
  matcher: Matcher,
  language: Language,
): Promise<Readings> {
  const readings = new Map<MissedPhrase, Reading>()
  for (const phrase of phrases) {
    readings.set(phrase, await matcher.read(phrase.text, { language }))
    if (readings.size % READ_AT_ONCE === 0) await turn()
  }
  return readings
}

/** The content has changed since: now it is surely something it was not taken for then. */
function isLearnt({ misses }: MissedPhrase, reading: Reading | undefined): boolean {
  return reading?.verdict === 'sure' && reading.intents[0]?.intent !== misses.at(-1)?.understoodAs
}

function groupOf(phrases: readonly MissedPhrase[], vectors: readonly Vector[], readings: Readings): Group {
  const misses = phrases.flatMap((phrase) => phrase.misses)
  const nearest = nearestOf(phrases.slice(0, MOST_READ).map((phrase) => readings.get(phrase)?.intents ?? []))
  const [answer] = counted(misses.map((miss) => miss.reply))
  const complaints = new Set(misses.toReversed().flatMap((miss) => miss.complaint ?? []))
  return {
    phrase: phrases[mostTypical(phrases, vectors)]?.text ?? '',
    count: misses.length,
    phrases,
    reasons: reasonsOf(misses),
    ...(nearest && { nearest }),
    understoodAs: counted(misses.map((miss) => miss.understoodAs)),
    chosen: counted(misses.map((miss) => miss.chosen)),
    ...(answer && { answer: answer.value }),
    complaints: [...complaints].slice(0, MOST_COMPLAINTS),
  }
}

function mostTypical(phrases: readonly MissedPhrase[], vectors: readonly Vector[]): number {
  const said = (i: number) => Math.min(phrases[i]?.misses.length ?? 1, MOST_VOICES)
  const middle = sumOf(vectors.flatMap((vector, i) => Array.from({ length: said(i) }, () => vector)))
  let best = { index: 0, likeness: 0 }
  for (const [index, vector] of vectors.entries()) {
    const likeness = cosine(middle, vector)
    // Of equals the first: the most frequent.
    if (likeness > best.likeness + 1e-9) best = { index, likeness }
  }
  return best.index
}

function nearestOf(rankings: readonly (readonly RankedIntent[])[]): RankedIntent | undefined {
  const sums = new Map<IntentName, number>()
  for (const { intent, confidence } of rankings.flat()) sums.set(intent, (sums.get(intent) ?? 0) + confidence)
  const [best] = [...sums].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  if (best === undefined || best[1] / rankings.length < NEAR) return undefined
  return { intent: best[0], confidence: best[1] / rankings.length }
}

function reasonsOf(misses: readonly Miss[]): Group['reasons'] {
  const sum = { notUnderstood: 0, between: 0, badAnswer: 0, person: 0 }
  for (const { reasons } of misses) for (const reason of reasons) sum[reason] += 1
  return sum
}

/** Most frequent first; of equals the newest. */
function counted<T>(values: readonly (T | undefined)[]): readonly Counted<T>[] {
  const counts = new Map<T, number>()
  for (const value of values.toReversed()) {
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return [...counts].map(([value, count]) => ({ value, count })).toSorted((a, b) => b.count - a.count)
}
