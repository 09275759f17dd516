/**
 * Kotik's own matcher. A text is normalised, put on the right keyboard layout and its slips put right (normalise, layout,
 * spelling), becomes features of stems, word order, letters and meanings (word, features, lexicon), is judged by an SVM and
 * two nets (svm, net) whose mean is the probability (model), and is believed or not (rejection, thresholds). docs/nlu.md has
 * the figures and what did not help.
 */
import { setImmediate as breathe } from 'node:timers/promises'
import type { IntentName } from '../../domain/ids.ts'
import { NOTHING_READ, type RankedIntent, type Reading } from '../../domain/nlu.ts'
import type { Matcher, MatcherMaker, ReadingContext, TrainingPhrase } from '../port.ts'
import { ModelCache } from './cache.ts'
import { favour, verdictInPlace } from './favour.ts'
import { type Impression, Model, type Trained } from './model.ts'
import { encoded } from './model-file.ts'
import { trust, verdictOf } from './rejection.ts'
import { inOrder, learn } from './train.ts'

const MOST_INTENTS = 5
// Readings less likely than this are no help in "did you mean".
const LEAST_LIKELY = 0.02

export const kotik: MatcherMaker = {
  name: 'kotik',
  async train(phrases, { cacheDir }) {
    return new KotikMatcher(await trainedModel(phrases, cacheDir))
  },
}

/** From the cache, or trained and kept there. Rejects only when the phrases are empty. */
export async function trainedModel(phrases: readonly TrainingPhrase[], cacheDir?: string): Promise<Trained> {
  if (phrases.length === 0) throw new Error('A matcher cannot be trained without phrases.')
  const ordered = inOrder(phrases)
  if (cacheDir === undefined) return learn(ordered, breathe)
  const cache = new ModelCache(cacheDir, ordered)
  const kept = await cache.load()
  if (kept !== undefined) return kept
  const trained = await learn(ordered, breathe)
  await cache.keep(trained)
  return trained
}

export class KotikMatcher implements Matcher {
  readonly #model: Model

  constructor(trained: Trained) {
    this.#model = new Model(trained)
  }

  async read(text: string, context: ReadingContext): Promise<Reading> {
    const impression = this.#model.read(text)
    if (impression === undefined) return NOTHING_READ
    const plain = this.#judged(impression)
    if (context.likely === undefined || context.likely.length === 0) return plain
    favour(impression.chances, this.#model.trained.intents, context.likely)
    const placed = this.#judged(impression)
    return { ...placed, verdict: verdictInPlace(plain.verdict, placed.verdict) }
  }

  #judged(impression: Impression): Reading {
    const { intents, thresholds } = this.#model.trained
    const best = ranked(impression, intents)
    const trusted = trust(best[0]?.confidence ?? 0, impression)
    return { intents: best, entities: [], verdict: verdictOf(trusted, thresholds) }
  }

  /** 0..1: the chance that the best intent is right, when the text may be about nothing we know; what the verdict rests on. */
  trust(text: string): number {
    const impression = this.#model.read(text)
    if (impression === undefined) return 0
    return trust(Math.max(...impression.chances), impression)
  }

  get modelBytes(): number {
    return encoded(this.#model.trained).length
  }
}

/** The best few without sorting all: there may be hundreds of intents, and this runs for every text. */
function ranked({ chances }: Impression, intents: readonly IntentName[]): readonly RankedIntent[] {
  const best: number[] = []
  chances.forEach((chance, n) => {
    if (chance < LEAST_LIKELY && best.length > 0) return
    const at = best.findIndex((other) => chance > (chances[other] ?? 0))
    best.splice(at < 0 ? best.length : at, 0, n)
    if (best.length > MOST_INTENTS) best.pop()
  })
  return best
    .map((n) => ({ n, confidence: chances[n] ?? 0 }))
    .filter(({ confidence }, rank) => rank === 0 || confidence >= LEAST_LIKELY)
    .flatMap(({ n, confidence }) => {
      const intent = intents[n]
      return intent === undefined ? [] : [{ intent, confidence }]
    })
}
