/**
 * Head B: two small neural networks. In each a feature has 48 numbers; a text is their sum, negative ones cut off (ReLU), and
 * each intent has 48 numbers to compare it with. Unlike the SVM's machines the intents share what they learn: +1 to +3 points
 * at ten phrases an intent. AdaGrad with one rate for each row (per number: the same accuracy, twice the time).
 *
 * Noise is what keeps a net from learning phrases by heart: 40 % of the features and 20 % of the hidden numbers are dropped
 * each time. The mean over the last third of the rounds is taken. Two nets with a luck of their own, and the mean of both:
 * +0.5 on banking77; two of 128 give no more (docs/nlu.md).
 */
import { addScaled, dot, softmax } from './arrays.ts'
import { Lots, type Seeded, seeded, shuffle } from './chance.ts'
import { type Examples, inSlices, type Pause } from './examples.ts'

export const NETS = 2
/** Of each net. */
export const HIDDEN = 48
export const ALL_HIDDEN = NETS * HIDDEN

export interface Net {
  /** `[feature × HIDDEN + n]` */
  readonly features: Float32Array
  readonly hiddenBias: Float32Array
  /** `[intent × HIDDEN + n]` */
  readonly intents: Float32Array
  readonly intentBias: Float32Array
}

// AdaGrad's steps shrink as the root of their number: fewer rounds need larger ones to come as far.
// Under it small nets are too unsure of few phrases.
const RATE_OF_MOST_ROUNDS = 0.045
const DROPPED_FEATURES = 0.4
const DROPPED_HIDDEN = 0.2
const SEED = 1
// Before its first step a row's rate is the rate / √1e-6; smaller makes the first steps too large.
const FIRST_SQUARES = 1e-6
// Intents that are this near to what they should be teach nothing.
const NEAR_ENOUGH = 1e-3

// Small sets need more rounds; large ones have seen enough after ten. Keeps training within the time for 2,500 phrases.
const STEPS = 30_000
const LEAST_ROUNDS = 10
const MOST_ROUNDS = 60

/** The nets beside each other: features and hidden numbers `[… × ALL_HIDDEN + n]`, intents one net after the other. */
export async function trainNets(
  examples: Examples,
  intents: number,
  features: number,
  pause: Pause,
): Promise<Net> {
  const all: Net = {
    features: new Float32Array(features * ALL_HIDDEN),
    hiddenBias: new Float32Array(ALL_HIDDEN),
    intents: new Float32Array(intents * ALL_HIDDEN),
    intentBias: new Float32Array(intents * NETS),
  }
  for (let n = 0; n < NETS; n++) {
    const net = await trainNet(examples, intents, features, SEED + n, pause)
    for (let row = 0; row < features; row++) {
      all.features.set(net.features.subarray(row * HIDDEN, (row + 1) * HIDDEN), row * ALL_HIDDEN + n * HIDDEN)
    }
    all.hiddenBias.set(net.hiddenBias, n * HIDDEN)
    all.intents.set(net.intents, n * intents * HIDDEN)
    all.intentBias.set(net.intentBias, n * intents)
  }
  return all
}

async function trainNet(
  examples: Examples,
  intents: number,
  features: number,
  seed: number,
  pause: Pause,
): Promise<Net> {
  const rounds = Math.max(LEAST_ROUNDS, Math.min(MOST_ROUNDS, Math.round(STEPS / examples.count)))
  const rate = RATE_OF_MOST_ROUNDS * Math.sqrt(MOST_ROUNDS / rounds)
  const training = new NetTraining(examples, intents, features, rate, seed)
  const averaged = Math.ceil(rounds / 3)
  const mean = emptyNet(intents, features)
  for (let round = 0; round < rounds; round++) {
    await inSlices(training.shuffled(), (row) => training.visit(row), pause)
    if (round >= rounds - averaged) addNet(mean, training.net, 1 / averaged)
  }
  return mean
}

class NetTraining {
  readonly net: Net
  readonly #chance: Seeded
  readonly #dropFeature: Lots
  readonly #dropHidden: Lots
  readonly #examples: Examples
  readonly #order: Int32Array
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

  constructor(examples: Examples, intents: number, features: number, rate: number, seed: number) {
    this.#chance = seeded(seed)
    this.#dropFeature = new Lots(DROPPED_FEATURES, this.#chance)
    this.#dropHidden = new Lots(DROPPED_HIDDEN, this.#chance)
    this.#order = Int32Array.from({ length: examples.count }, (_, row) => row)
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

  /** Every row once. */
  shuffled(): Int32Array {
    shuffle(this.#order, this.#chance)
    return this.#order
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
