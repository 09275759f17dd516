/**
 * Finds the two thresholds on the content itself: three times a third of the intents is hidden, so that their phrases are
 * out-of-scope, and a quarter of the other phrases is set aside; the rest trains an SVM without the nets, which is
 * enough to see how far right and wrong lie apart and takes a tenth of the training's time.
 */
import { softmax } from './arrays.ts'
import type { Corpus } from './corpus.ts'
import type { Examples, Pause } from './examples.ts'
import { SVM_SHARPNESS } from './model.ts'
import { type Thresholds, trust, USUAL_THRESHOLDS } from './rejection.ts'
import { trainSvm } from './svm.ts'
import { Vocabulary } from './vocabulary.ts'

const ROUNDS = 3
const SET_ASIDE = 4
// About half of the SVM's usual rounds: its answers have settled, its last digits have not.
const SVM_ROUNDS = 4
// Under this a threshold would be found by a dozen phrases.
const LEAST_PHRASES = 100
const LEAST_INTENTS = 8

// The hidden intents are nearer to the rest than what people really ask besides, so the cut found lies rather high.
const LOWEST_SURE = 0.35
const HIGHEST_SURE = 0.5
const LOWEST_BETWEEN = 0.1
// Of the phrases whose intent is among those "did you mean" would show, this many shall be asked about.
const ASKED = 0.9
const SHOWN = 3

/** What became of a phrase that was not learnt from. */
interface Trial {
  readonly trusted: number
  readonly outcome: 'right' | 'shown' | 'wrong' | 'outOfScope'
}

/** `clean`: how many of the first rows are the phrases themselves. */
export async function findThresholds(
  corpus: Corpus,
  clean: number,
  intents: number,
  pause: Pause,
): Promise<Thresholds> {
  if (clean < LEAST_PHRASES || intents < LEAST_INTENTS) return USUAL_THRESHOLDS
  const trials: Trial[] = []
  for (let round = 0; round < ROUNDS; round++) {
    trials.push(...(await tried(corpus, clean, intents, round, pause)))
  }
  trials.sort((a, b) => a.trusted - b.trusted)
  const sure = clamp(bestCut(trials), LOWEST_SURE, HIGHEST_SURE)
  return { sure, between: clamp(asking(trials), LOWEST_BETWEEN, sure / 2) }
}

async function tried(
  corpus: Corpus,
  clean: number,
  intents: number,
  round: number,
  pause: Pause,
): Promise<readonly Trial[]> {
  const rows = Array.from({ length: clean }, (_, row) => row)
  const hidden = (row: number) => (corpus.intents[row] ?? 0) % ROUNDS === round
  const tests = rows.filter((row) => hidden(row) || row % SET_ASIDE === round)
  const learnt = rows.filter((row) => !hidden(row) && row % SET_ASIDE !== round)
  const vocabulary = Vocabulary.learn(learnt.map((row) => corpus.featuresOf(row).hashes))
  const examples = corpus.over(vocabulary, learnt)
  const weights = await trainSvm(examples, intents, vocabulary.size, pause, SVM_ROUNDS)
  return trialsOf(corpus.over(vocabulary, tests), tests.map(hidden), weights, intents, vocabulary.size)
}

function trialsOf(
  tests: Examples,
  outOfScope: readonly boolean[],
  weights: Float32Array,
  intents: number,
  features: number,
): readonly Trial[] {
  return outOfScope.map((outside, row) => {
    const chances = scoresOf(tests, row, weights, intents, features)
    const margin = Math.max(-1, ...chances)
    softmax(chances, SVM_SHARPNESS)
    const own = chances[tests.intents[row] ?? 0] ?? 0
    const better = chances.filter((chance) => chance > own).length
    return {
      trusted: trust(Math.max(...chances), {
        margin,
        unknown: tests.unknown[row] ?? 1,
        familiar: tests.familiar[row] ?? 0,
      }),
      outcome: outside ? 'outOfScope' : better === 0 ? 'right' : better < SHOWN ? 'shown' : 'wrong',
    }
  })
}

function scoresOf(
  { starts, ids, values }: Examples,
  row: number,
  weights: Float32Array,
  intents: number,
  features: number,
): Float32Array {
  const scores = weights.slice(features * intents)
  for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at++) {
    const from = (ids[at] ?? 0) * intents
    for (let n = 0; n < intents; n++)
      scores[n] = (scores[n] ?? 0) + (values[at] ?? 0) * (weights[from + n] ?? 0)
  }
  return scores
}

/** Where right answers gained outweigh wrong ones: each against what it is a share of, so that sizes do not matter. */
function bestCut(trials: readonly Trial[]): number {
  const outside = count(trials, 'outOfScope')
  const inside = trials.length - outside
  const worth = { right: 1 / inside, shown: -1 / inside, wrong: -1 / inside, outOfScope: -1 / outside }
  let gained = trials.reduce((sum, { outcome }) => sum + worth[outcome], 0)
  let best = { gained, cut: 0 }
  for (const { trusted, outcome } of trials) {
    gained -= worth[outcome]
    if (gained > best.gained) best = { gained, cut: trusted }
  }
  return best.cut
}

function asking(trials: readonly Trial[]): number {
  const helped = trials.filter(({ outcome }) => outcome === 'right' || outcome === 'shown')
  return helped[Math.floor(helped.length * (1 - ASKED))]?.trusted ?? 0
}

const count = (trials: readonly Trial[], outcome: Trial['outcome']) =>
  trials.filter((trial) => trial.outcome === outcome).length

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value))
