/**
 * Head A: a linear support vector machine for each intent against all others, L2 loss, trained for all intents at once by
 * dual coordinate descent (Hsieh et al., 2008, which is LIBLINEAR's). Alone it is most of the accuracy.
 *
 * Each pair of a phrase and an intent has a weight α ≥ 0; the machine of an intent is the α-weighted sum of its phrases minus
 * that of all others. A step sets one α to its best value with the rest fixed. A pair whose α rests at zero with room to
 * spare is put aside, which after the first round leaves few of the intents to look at for each phrase.
 */
import { seeded, shuffle } from './chance.ts'
import { type Examples, inSlices, type Pause } from './examples.ts'

// What a wrong phrase costs. 0.5 and 3 are within noise of 1 on five sets. Phrases of small intents cost more, by the root of
// how much smaller: +1 point on ha_ru, where intents have from 2 to 57 phrases; the full ratio overdoes it.
const COST = 1
// By then the largest change is under 0.05; more rounds change no answer.
const MOST_ROUNDS = 7
const SETTLED = 0.05
const ROOM_TO_SPARE = 0.1
const SEED = 1

/** Weights of the features for each intent: `[feature × intents + intent]`, the last row being the bias. */
export async function trainSvm(
  examples: Examples,
  intents: number,
  features: number,
  pause: Pause,
  rounds = MOST_ROUNDS,
): Promise<Float32Array> {
  const training = new SvmTraining(examples, intents, features)
  const chance = seeded(SEED)
  const order = Int32Array.from({ length: examples.count }, (_, row) => row)
  for (let round = 0; round < rounds; round++) {
    shuffle(order, chance)
    training.startRound(round)
    await inSlices(order, (row) => training.visit(row), pause)
    if (training.largestStep < SETTLED) break
  }
  return training.weights
}

class SvmTraining {
  readonly weights: Float32Array
  largestStep = 0
  readonly #examples: Examples
  readonly #intents: number
  readonly #bias: number
  readonly #alphas: Float32Array
  // For each phrase its intents, those still looked at first.
  readonly #order: Int16Array
  readonly #watched: Int16Array
  // 1 / (2 · cost), by intent.
  readonly #slack: Float32Array
  // Of the phrase at hand: its watched intents and their scores, in the same order.
  readonly #list: Int32Array
  readonly #scores: Float64Array
  readonly #changed: Int32Array
  readonly #change: Float64Array
  #first = true

  constructor(examples: Examples, intents: number, features: number) {
    this.#examples = examples
    this.#intents = intents
    this.#bias = features * intents
    this.weights = new Float32Array((features + 1) * intents)
    this.#alphas = new Float32Array(examples.count * intents)
    this.#order = Int16Array.from({ length: examples.count * intents }, (_, at) => at % intents)
    this.#watched = new Int16Array(examples.count).fill(intents)
    this.#slack = slackByIntent(examples, intents)
    this.#list = new Int32Array(intents)
    this.#scores = new Float64Array(intents)
    this.#changed = new Int32Array(intents)
    this.#change = new Float64Array(intents)
  }

  startRound(round: number): void {
    this.largestStep = 0
    this.#first = round === 0
  }

  visit(row: number): void {
    const changes = this.#solve(row, this.#scoreWatched(row) + 1)
    if (changes > 0) this.#apply(row, changes)
  }

  /** Scores of the watched intents for a phrase, in their order; returns the phrase's squared length. */
  #scoreWatched(row: number): number {
    const { starts, ids, values } = this.#examples
    const [intents, scores, list, weights] = [this.#intents, this.#scores, this.#list, this.weights]
    const watched = this.#watched[row] ?? 0
    for (let n = 0; n < watched; n++) {
      const intent = this.#order[row * intents + n] ?? 0
      list[n] = intent
      scores[n] = weights[this.#bias + intent] ?? 0
    }
    let squares = 0
    const to = starts[row + 1] ?? 0
    for (let at = starts[row] ?? 0; at < to; at++) {
      const value = values[at] ?? 0
      const base = (ids[at] ?? 0) * intents
      squares += value * value
      for (let n = 0; n < watched; n++) {
        scores[n] = (scores[n] ?? 0) + value * (weights[base + (list[n] ?? 0)] ?? 0)
      }
    }
    return squares
  }

  /** Sets each watched α to its best; returns how many changed. */
  #solve(row: number, squares: number): number {
    const from = row * this.#intents
    const own = this.#examples.intents[row] ?? 0
    const slack = this.#slack[own] ?? 0
    let watched = this.#watched[row] ?? 0
    let changes = 0
    for (let n = 0; n < watched; ) {
      const intent = this.#order[from + n] ?? 0
      const side = intent === own ? 1 : -1
      const alpha = this.#alphas[from + intent] ?? 0
      const slope = side * (this.#scores[n] ?? 0) - 1 + slack * alpha
      if (alpha === 0 && slope > ROOM_TO_SPARE && !this.#first) {
        watched -= 1
        this.#order[from + n] = this.#order[from + watched] ?? 0
        this.#order[from + watched] = intent
        this.#scores[n] = this.#scores[watched] ?? 0
        continue
      }
      n += 1
      if (alpha === 0 && slope >= 0) continue
      const better = Math.max(0, alpha - slope / (squares + slack))
      this.#alphas[from + intent] = better
      this.#changed[changes] = intent
      this.#change[changes] = (better - alpha) * side
      changes += 1
      this.largestStep = Math.max(this.largestStep, Math.abs(slope))
    }
    this.#watched[row] = watched
    return changes
  }

  #apply(row: number, changes: number): void {
    const { starts, ids, values } = this.#examples
    const [intents, weights, changed, change] = [this.#intents, this.weights, this.#changed, this.#change]
    for (let n = 0; n < changes; n++) {
      const at = this.#bias + (changed[n] ?? 0)
      weights[at] = (weights[at] ?? 0) + (change[n] ?? 0)
    }
    for (let feature = starts[row] ?? 0; feature < (starts[row + 1] ?? 0); feature++) {
      const value = values[feature] ?? 0
      const base = (ids[feature] ?? 0) * intents
      for (let n = 0; n < changes; n++) {
        const at = base + (changed[n] ?? 0)
        weights[at] = (weights[at] ?? 0) + value * (change[n] ?? 0)
      }
    }
  }
}

function slackByIntent(examples: Examples, intents: number): Float32Array {
  const phrases = new Float32Array(intents)
  for (const intent of examples.intents) phrases[intent] = (phrases[intent] ?? 0) + 1
  const usual = examples.count / intents
  return phrases.map((count) => (0.5 / COST) * Math.sqrt(Math.max(1, count) / usual))
}
