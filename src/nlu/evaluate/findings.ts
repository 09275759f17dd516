/** What cross-validation tells about the content: which intents are taken for each other, which examples look misplaced. */
import type { IntentName } from '../../domain/ids.ts'
import { isRight, type Judged } from './measures.ts'

/** Phrases of `from` that were read as `to`, and the other way round. */
export interface Stealing {
  readonly from: IntentName
  readonly to: IntentName
  readonly count: number
  readonly back: number
  readonly texts: readonly string[]
}

/** An example that, read without having been learnt, clearly belongs elsewhere. */
export interface Misplaced {
  readonly text: string
  readonly intent: IntentName
  readonly looksLike: IntentName
  readonly confidence: number
}

export interface IntentScore {
  readonly intent: IntentName
  readonly examples: number
  readonly right: number
}

// What a matcher says with this confidence against the label is more often a wrong label or an example that fits both
// than its own mistake.
const CLEARLY = 0.85

/** Pairs of intents that steal from each other, the worst first. */
export function stealing(judged: readonly Judged[]): readonly Stealing[] {
  const pairs = new Map<string, { from: IntentName; to: IntentName; texts: string[] }>()
  for (const { intent, predicted, text } of judged) {
    if (predicted === undefined || predicted === intent) continue
    const key = keyOf(intent, predicted)
    const pair = pairs.get(key) ?? { from: intent, to: predicted, texts: [] }
    pair.texts.push(text)
    pairs.set(key, pair)
  }
  const found = [...pairs.values()].map(({ from, to, texts }) => ({
    from,
    to,
    count: texts.length,
    back: pairs.get(keyOf(to, from))?.texts.length ?? 0,
    texts,
  }))
  return found
    .filter(isLarger)
    .sort((a, b) => b.count + b.back - (a.count + a.back) || (a.from < b.from ? -1 : 1))
}

const keyOf = (from: IntentName, to: IntentName) => `${from}\u0000${to}`

/** Of a pair and its reverse only one is shown: the larger, or the first by name. */
function isLarger({ from, to, count, back }: Stealing): boolean {
  return count > back || (count === back && from < to)
}

export function misplaced(judged: readonly Judged[]): readonly Misplaced[] {
  return judged
    .filter((one) => !isRight(one) && one.confidence >= CLEARLY)
    .flatMap(({ text, intent, predicted, confidence }) =>
      predicted === undefined ? [] : [{ text, intent, looksLike: predicted, confidence }],
    )
    .sort((a, b) => b.confidence - a.confidence)
}

/** The worst recognised first. */
export function byIntent(judged: readonly Judged[]): readonly IntentScore[] {
  const scores = new Map<IntentName, { examples: number; right: number }>()
  for (const one of judged) {
    const score = scores.get(one.intent) ?? { examples: 0, right: 0 }
    scores.set(one.intent, { examples: score.examples + 1, right: score.right + (isRight(one) ? 1 : 0) })
  }
  return [...scores]
    .map(([intent, score]) => ({ intent, ...score }))
    .sort((a, b) => a.right / a.examples - b.right / b.examples || (a.intent < b.intent ? -1 : 1))
}
