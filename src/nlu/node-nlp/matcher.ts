/**
 * node-nlp behind the matcher's port: its stemmers and its network, which is where its accuracy comes from. The pipeline
 * around them is ours, since node-nlp's shuffles nothing, breaks й, caches without a bound and writes files
 * (docs/decisions/0007-node-nlp-by-its-parts.md).
 */
import type { Sparse } from '@nlpjs/neural'
import { type IntentName, intentName } from '../../domain/ids.ts'
import { NOTHING_READ, type Reading } from '../../domain/nlu.ts'
import type { Matcher, MatcherMaker, ReadingContext, TrainingPhrase } from '../port.ts'
import { ModelCache } from './cache.ts'
import { Network } from './network.ts'
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
    const network =
      cacheDir === undefined ? trained(ordered) : await cached(new ModelCache(cacheDir, ordered), ordered)
    const vocabulary = new Vocabulary(ordered.map((phrase) => stems(phrase.text)))
    return new NodeNlpMatcher(network, vocabulary)
  },
}

class NodeNlpMatcher implements Matcher {
  readonly #network: Network
  readonly #vocabulary: Vocabulary

  constructor(network: Network, vocabulary: Vocabulary) {
    this.#network = network
    this.#vocabulary = vocabulary
  }

  async read(text: string, context: ReadingContext): Promise<Reading> {
    const spelt = this.#vocabulary.spell(stems(text))
    const familiarity = this.#vocabulary.familiarity(spelt)
    // Without one known word the network answers with its biases alone.
    if (familiarity === 0) return NOTHING_READ
    return readingOf(scores(this.#network.run(features(spelt)), context.likely ?? []), familiarity)
  }
}

/** Of some eighty intents a text touches a few; only those are made anything of. */
function scores(outputs: Sparse | undefined, likely: readonly IntentName[]): readonly Scored[] {
  const found: Scored[] = []
  for (const name in outputs) {
    const score = outputs[name] ?? 0
    if (score <= 0) continue
    const intent = intentName(name.slice(1))
    found.push({ intent, score: likely.includes(intent) ? score + BENEFIT_OF_DOUBT : score })
  }
  return found.sort((a, b) => b.score - a.score || (a.intent < b.intent ? -1 : 1))
}

async function cached(cache: ModelCache, phrases: readonly TrainingPhrase[]): Promise<Network> {
  const kept = await cache.load()
  if (kept === undefined) {
    const network = trained(phrases)
    await cache.keep(network.toJSON())
    return network
  }
  const network = new Network()
  network.fromJSON(kept)
  return network
}

function trained(phrases: readonly TrainingPhrase[]): Network {
  const network = new Network()
  network.train(
    phrases.map(({ text, intent }) => ({ input: features(stems(text)), output: { [`#${intent}`]: 1 } })),
  )
  return network
}

// The library keeps names in plain objects: a mark in front keeps "constructor" and "__proto__" ordinary words.
const features = (words: readonly string[]): Sparse =>
  Object.fromEntries(words.map((word) => [`~${word}`, 1]))
