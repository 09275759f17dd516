/** The package node-nlp behind the matcher's port: what many teams use, and the baseline that Kotik's own is measured by. */
import { type IntentName, intentName } from '../../domain/ids.ts'
import { NOTHING_READ, type Reading } from '../../domain/nlu.ts'
import type { Matcher, MatcherMaker, ReadingContext, TrainingPhrase } from '../port.ts'
import { ModelCache } from './cache.ts'
import { Manager, type Score } from './manager.ts'
import { inFixedDisorder } from './shuffle.ts'
import { stems } from './stems.ts'
import { readingOf, type Scored } from './verdict.ts'
import { Vocabulary } from './vocabulary.ts'

// An intent that fits the place in the conversation wins a near tie; scores of right answers lie about 0.5 apart from others.
const BENEFIT_OF_DOUBT = 0.15

export const nodeNlp: MatcherMaker = {
  name: 'node-nlp',
  async train(phrases, { cacheDir }) {
    if (phrases.length === 0) throw new Error('A matcher cannot be trained without phrases.')
    const ordered = inFixedDisorder(phrases)
    const manager = cacheDir === undefined ? await Manager.trained(ordered) : await cached(cacheDir, ordered)
    return new NodeNlpMatcher(manager, new Vocabulary(ordered.map((phrase) => stems(phrase.text))))
  },
}

class NodeNlpMatcher implements Matcher {
  readonly #manager: Manager
  readonly #vocabulary: Vocabulary

  constructor(manager: Manager, vocabulary: Vocabulary) {
    this.#manager = manager
    this.#vocabulary = vocabulary
  }

  async read(text: string, context: ReadingContext): Promise<Reading> {
    const familiarity = this.#vocabulary.familiarity(stems(text))
    // Without one known word the network answers with its biases alone.
    if (familiarity === 0) return NOTHING_READ
    return readingOf(favouring(await this.#manager.scores(text), context.likely ?? []), familiarity)
  }
}

function favouring(scores: readonly Score[], likely: readonly IntentName[]): readonly Scored[] {
  const favoured = new Set(likely)
  return scores
    .map(({ intent, score }) => ({ intent: intentName(intent), score }))
    .map((one) => (favoured.has(one.intent) ? { ...one, score: one.score + BENEFIT_OF_DOUBT } : one))
    .sort((a, b) => b.score - a.score || (a.intent < b.intent ? -1 : 1))
}

async function cached(folder: string, phrases: readonly TrainingPhrase[]): Promise<Manager> {
  const cache = new ModelCache(folder, phrases)
  const kept = await cache.load()
  if (kept !== undefined) return kept
  const manager = await Manager.trained(phrases)
  await cache.keep(manager)
  return manager
}
