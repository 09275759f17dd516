/**
 * Head B: a small neural network. Each feature has 64 numbers; a text is their sum, negative ones cut off (ReLU), and each
 * intent has 64 numbers to compare it with. Unlike the SVM's machines the intents share what they learn: +1 to +3 points at
 * ten phrases an intent. AdaGrad with one rate for each row (per number: the same accuracy, twice the time).
 *
 * Noise is what keeps it from learning phrases by heart: 40 % of the features and 20 % of the hidden numbers are dropped each
 * time, and each round shows either a phrase or its misspelt copy. The mean over the last third of the rounds is taken.
 */
import { addScaled, dot, softmax } from './arrays.ts'
import { Lots, type Seeded, seeded, shuffle } from './chance.ts'
import { type Examples, inSlices, type Pause } from './examples.ts'

export const HIDDEN = 64

export interface Net {
  /** `[feature × HIDDEN + n]` */
  readonly features: Float32Array
  readonly hiddenBias: Float32Array
  /** `[intent × HIDDEN + n]` */
  readonly intents: Float32Array
  readonly intentBias: Float32Array
}

// AdaGrad's steps shrink as the root of their number: fewer rounds need larger ones to come as far.
const RATE_OF_MOST_ROUNDS = 0.03
const DROPPED_FEATURES = 0.4
const DROPPED_HIDDEN = 0.2
const SEED = 4
// Before its first step a row's rate is the rate / √1e-6; smaller makes the first steps too large.
const FIRST_SQUARES = 1e-6
// Intents that are this near to what they should be teach nothing.
const NEAR_ENOUGH = 1e-3

// Small sets need more rounds; large ones have seen enough after ten. Keeps training within the time for 2,500 phrases.
const STEPS = 30_000
const LEAST_ROUNDS = 10
const MOST_ROUNDS = 60

/** `clean` rows come first in `examples`; row n + clean is the misspelt copy of row n; the rest have no copy. */
export async function trainNet(
  examples: Examples,
  clean: number,
  intents: number,
  features: number,
  pause: Pause,
): Promise<Net> {
  const rounds = Math.max(LEAST_ROUNDS, Math.min(MOST_ROUNDS, Math.round(STEPS / clean)))
  const rate = RATE_OF_MOST_ROUNDS * Math.sqrt(MOST_ROUNDS / rounds)
  const training = new NetTraining(examples, intents, features, rate)
  const averaged = Math.ceil(rounds / 3)
  const mean = emptyNet(intents, features)
  for (let round = 0; round < rounds; round++) {
    await inSlices(training.rowsOfRound(clean), (row) => training.visit(row), pause)
    if (round >= rounds - averaged) addNet(mean, training.net, 1 / averaged)
  }
  return mean
}

class NetTraining {
  readonly net: Net
  readonly #chance: Seeded = seeded(SEED)
  readonly #dropFeature = new Lots(DROPPED_FEATURES, this.#chance)
  readonly #dropHidden = new Lots(DROPPED_HIDDEN, this.#chance)
  readonly #examples: Examples
  readonly #intents: number
  readonly #rate: number
  readonly #squares: { readonly features: Float32Array; readonly intents: Float32Array; hiddenBias: number }
  readonly #biasSquares: Float32Array
  readonly #hidden = new Float32Array(HIDDEN)
  readonly #kept = new Float32Array(HIDDEN)
  readonly #hiddenSlope = new Float32Array(HIDDEN)
  readonly #chances: Float32Array
  readonly #ids: Int32Array
  readonly #values: Float32Array

  constructor(examples: Examples, intents: number, features: number, rate: number) {
    this.#examples = examples
    this.#rate = rate
    this.#intents = intents
    this.net = emptyNet(intents, features)
    fillRandomly(this.net.features, 0.1, this.#chance)
    fillRandomly(this.net.intents, 0.4, this.#chance)
    const squares = (length: number) => new Float32Array(length).fill(FIRST_SQUARES)
    this.#squares = { features: squares(features), intents: squares(intents), hiddenBias: FIRST_SQUARES }
    this.#biasSquares = squares(intents)
    this.#chances = new Float32Array(intents)
    const longest = examples.ids.length
    this.#ids = new Int32Array(Math.min(longest, 16_384))
    this.#values = new Float32Array(this.#ids.length)
  }

  /** Every phrase once, as it is or misspelt. */
  rowsOfRound(clean: number): Int32Array {
    const single = this.#examples.count - 2 * clean
    const rows = Int32Array.from({ length: clean + single }, (_, n) => {
      if (n >= clean) return n + clean
      return this.#chance() < 0.5 ? n : n + clean
    })
    shuffle(rows, this.#chance)
    return rows
  }

  visit(row: number): void {
    const size = this.#sumFeatures(row)
    this.#guess()
    this.#learnIntents(this.#examples.intents[row] ?? 0)
    this.#learnFeatures(size)
  }

  /** The hidden layer from the features that were not dropped; returns how many. */
  #sumFeatures(row: number): number {
    const { starts, ids, values } = this.#examples
    this.#hidden.set(this.net.hiddenBias)
    this.#dropFeature.moveOn(this.#chance)
    this.#dropHidden.moveOn(this.#chance)
    let size = 0
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at++) {
      if (this.#dropFeature.draw()) continue
      const from = (ids[at] ?? 0) * HIDDEN
      const value = (values[at] ?? 0) / (1 - DROPPED_FEATURES)
      addScaled(this.#hidden, 0, this.net.features, from, HIDDEN, value)
      this.#ids[size] = from
      this.#values[size] = value
      size += 1
    }
    for (let n = 0; n < HIDDEN; n++) {
      const open = (this.#hidden[n] ?? 0) > 0 && !this.#dropHidden.draw()
      this.#kept[n] = open ? 1 / (1 - DROPPED_HIDDEN) : 0
      this.#hidden[n] = (this.#hidden[n] ?? 0) * (this.#kept[n] ?? 0)
    }
    return size
  }

  #guess(): void {
    for (let intent = 0; intent < this.#intents; intent++) {
      this.#chances[intent] =
        (this.net.intentBias[intent] ?? 0) + dot(this.net.intents, intent * HIDDEN, this.#hidden, 0, HIDDEN)
    }
    softmax(this.#chances)
  }

  #learnIntents(right: number): void {
    const { intents, intentBias } = this.net
    const long = dot(this.#hidden, 0, this.#hidden, 0, HIDDEN) / HIDDEN
    this.#hiddenSlope.fill(0)
    for (let intent = 0; intent < this.#intents; intent++) {
      const slope = (this.#chances[intent] ?? 0) - (intent === right ? 1 : 0)
      if (Math.abs(slope) < NEAR_ENOUGH) continue
      const from = intent * HIDDEN
      addScaled(this.#hiddenSlope, 0, intents, from, HIDDEN, slope)
      const rate = this.#rate / grown(this.#squares.intents, intent, slope * slope * long)
      addScaled(intents, from, this.#hidden, 0, HIDDEN, -rate * slope)
      intentBias[intent] =
        (intentBias[intent] ?? 0) - (this.#rate * slope) / grown(this.#biasSquares, intent, slope * slope)
    }
  }

  #learnFeatures(size: number): void {
    const slope = this.#hiddenSlope
    let squares = 0
    for (let n = 0; n < HIDDEN; n++) {
      const through = (slope[n] ?? 0) * (this.#kept[n] ?? 0)
      slope[n] = through
      squares += through * through
    }
    const long = squares / HIDDEN
    if (long < 1e-12) return
    this.#squares.hiddenBias += long
    addScaled(this.net.hiddenBias, 0, slope, 0, HIDDEN, -this.#rate / Math.sqrt(this.#squares.hiddenBias))
    for (let n = 0; n < size; n++) {
      const from = this.#ids[n] ?? 0
      const value = this.#values[n] ?? 0
      const rate = this.#rate / grown(this.#squares.features, from / HIDDEN, long * value * value)
      addScaled(this.net.features, from, slope, 0, HIDDEN, -rate * value)
    }
  }
}

/** Adds to a row's sum of squares; returns its root. */
function grown(squares: Float32Array, row: number, more: number): number {
  const sum = (squares[row] ?? 0) + more
  squares[row] = sum
  return Math.sqrt(sum)
}

function fillRandomly(numbers: Float32Array, width: number, chance: Seeded): void {
  for (let n = 0; n < numbers.length; n++) numbers[n] = (chance() - 0.5) * width
}

function emptyNet(intents: number, features: number): Net {
  return {
    features: new Float32Array(features * HIDDEN),
    hiddenBias: new Float32Array(HIDDEN),
    intents: new Float32Array(intents * HIDDEN),
    intentBias: new Float32Array(intents),
  }
}

function addNet(sum: Net, net: Net, factor: number): void {
  addScaled(sum.features, 0, net.features, 0, net.features.length, factor)
  addScaled(sum.hiddenBias, 0, net.hiddenBias, 0, HIDDEN, factor)
  addScaled(sum.intents, 0, net.intents, 0, net.intents.length, factor)
  addScaled(sum.intentBias, 0, net.intentBias, 0, net.intentBias.length, factor)
}
