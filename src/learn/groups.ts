/** Missed phrases → groups of one meaning, with all that helps to decide where they belong. */
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
  /** What today's matcher makes of the group on average; absent when it makes nothing of it. */
  readonly nearest?: RankedIntent
  /** Most frequent first. */
  readonly understoodAs: readonly Counted<IntentName>[]
  readonly chosen: readonly Counted<IntentName>[]
  /** What operators answered most often: a draft. */
  readonly answer?: string
  /** What customers wrote under 👎, newest first, at most five. */
  readonly complaints: readonly string[]
}

export interface Counted<T> {
  readonly value: T
  readonly count: number
}

const MOST_COMPLAINTS = 5
// The most frequent phrases of a group say where it belongs; the hundredth adds nothing.
const MOST_READ = 30

/** Most frequent first. Phrases that today's matcher understands otherwise than when they were missed are left out. */
export async function groupsOf(
  phrases: readonly MissedPhrase[],
  matcher: Matcher,
  language: Language,
): Promise<readonly Group[]> {
  const readings = new Map<MissedPhrase, Reading>()
  for (const phrase of phrases) readings.set(phrase, await matcher.read(phrase.text, { language }))
  const open = phrases.filter((phrase) => !isLearnt(phrase, readings.get(phrase)))
  const vectors = vectorsOf(open.map((phrase) => phrase.text))
  return clustersOf(vectors)
    .map((cluster) => groupOf(cluster, open, vectors, readings))
    .toSorted((a, b) => b.count - a.count || (a.phrase < b.phrase ? -1 : 1))
}

/** The content has changed since: now it is surely something it was not taken for then. */
function isLearnt({ misses }: MissedPhrase, reading: Reading | undefined): boolean {
  return reading?.verdict === 'sure' && reading.intents[0]?.intent !== misses.at(-1)?.understoodAs
}

function groupOf(
  cluster: readonly number[],
  open: readonly MissedPhrase[],
  vectors: readonly Vector[],
  readings: ReadonlyMap<MissedPhrase, Reading>,
): Group {
  // Phrases come most frequent first, so their numbers say which is.
  const members = cluster.toSorted((a, b) => a - b)
  const phrases = members.flatMap((i) => open[i] ?? [])
  const misses = phrases.flatMap((phrase) => phrase.misses)
  const nearest = nearestOf(phrases.slice(0, MOST_READ).map((phrase) => readings.get(phrase)?.intents ?? []))
  const [answer] = counted(misses.map((miss) => miss.reply))
  return {
    phrase: open[mostCommon(members, vectors)]?.text ?? '',
    count: misses.length,
    phrases,
    reasons: reasonsOf(misses),
    ...(nearest && { nearest }),
    understoodAs: counted(misses.map((miss) => miss.understoodAs)),
    chosen: counted(misses.map((miss) => miss.chosen)),
    ...(answer && { answer: answer.value }),
    complaints: [...new Set(misses.toReversed().flatMap((miss) => miss.complaint ?? []))].slice(
      0,
      MOST_COMPLAINTS,
    ),
  }
}

function mostCommon(members: readonly number[], vectors: readonly Vector[]): number {
  const middle = sumOf(members.flatMap((i) => vectors[i] ?? []))
  let [best = 0] = members
  const likeness = (i: number) => cosine(middle, vectors[i] ?? middle)
  for (const i of members) if (likeness(i) > likeness(best) + 1e-9) best = i
  return best
}

function nearestOf(rankings: readonly (readonly RankedIntent[])[]): RankedIntent | undefined {
  const sums = new Map<IntentName, number>()
  for (const { intent, confidence } of rankings.flat()) sums.set(intent, (sums.get(intent) ?? 0) + confidence)
  const [best] = [...sums].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  return best && { intent: best[0], confidence: best[1] / rankings.length }
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
