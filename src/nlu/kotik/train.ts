/** From phrases to a model. The same phrases give the same model to the last bit, whatever their order. */
import type { IntentName } from '../../domain/ids.ts'
import type { TrainingPhrase } from '../port.ts'
import { Corpus, type Line } from './corpus.ts'
import type { Pause } from './examples.ts'
import { Layout } from './layout.ts'
import type { Trained } from './model.ts'
import { ALL_HIDDEN, trainNets } from './net.ts'
import { normalise, words, wordsOfName } from './normalise.ts'
import { rounded } from './rows.ts'
import { trainSvm } from './svm.ts'
import { findThresholds } from './thresholds.ts'
import { Vocabulary } from './vocabulary.ts'

/** Sorted by code units, since a locale's order differs between machines; what is said twice counts once. */
export function inOrder(phrases: readonly TrainingPhrase[]): readonly TrainingPhrase[] {
  const byKey = new Map(phrases.map((phrase) => [`${phrase.text}\u0000${phrase.intent}`, phrase]))
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, phrase]) => phrase)
}

/** `ordered` is what `inOrder` returns. */
export async function learn(ordered: readonly TrainingPhrase[], pause: Pause): Promise<Trained> {
  const intents = [...new Set(ordered.map(({ intent }) => intent))].sort()
  const clean = cleanLines(ordered, intents)
  const corpus = new Corpus([...clean, ...names(intents)])
  const thresholds = await findThresholds(corpus, clean.length, intents.length, pause)
  const rows = Array.from({ length: corpus.count }, (_, row) => row)
  const vocabulary = Vocabulary.learn(rows.map((row) => corpus.featuresOf(row).hashes))
  const examples = corpus.over(vocabulary, rows)
  const svm = await trainSvm(examples, intents.length, vocabulary.size, pause)
  const nets = await trainNets(examples, intents.length, vocabulary.size, pause)
  return {
    intents,
    trigrams: Layout.learn(clean.map(({ text }) => text)).trigrams.table,
    hashes: vocabulary.hashes,
    rarity: vocabulary.rarity,
    svm: rounded(svm, intents.length),
    features: rounded(nets.features, ALL_HIDDEN),
    hiddenBias: nets.hiddenBias,
    netIntents: nets.intents,
    intentBias: nets.intentBias,
    spellings: spellings(clean),
    thresholds,
  }
}

function cleanLines(ordered: readonly TrainingPhrase[], intents: readonly IntentName[]): readonly Line[] {
  const numbers = new Map(intents.map((intent, n) => [intent, n]))
  return ordered.map(({ text, intent }) => ({ text: normalise(text), intent: numbers.get(intent) ?? 0 }))
}

/** Each word as it stands in the phrases, and how often. */
function spellings(clean: readonly Line[]): Trained['spellings'] {
  const counts = new Map<string, number>()
  for (const { text } of clean) for (const word of words(text)) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts]
}

/** What an intent is called is a phrase of it too: +0.3 to +1 point at ten phrases an intent. */
const names = (intents: readonly IntentName[]): readonly Line[] =>
  intents.map((name, intent) => ({ text: wordsOfName(name), intent }))
