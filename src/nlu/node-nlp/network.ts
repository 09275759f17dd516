import { NeuralNetwork, type Perceptron, type PreparedPhrase } from '@nlpjs/neural'

// Its own threshold, 0.00005, learns the phrases by heart: twice the epochs, 1.3 points worse in cross-validation on the
// sample content. Twice this gains nothing more.
const LEARNING = { log: false, errorThresh: 0.0005 }

/**
 * node-nlp's network with its own inner loop written out for features that are all 1: the same weights to the last bit in
 * a quarter of the time (2,328 phrases, 77 intents: 1.0 → 0.25 s).
 */
export class Network extends NeuralNetwork {
  constructor() {
    super(LEARNING)
  }

  /** Reading a text asks this of every intent: a plain loop takes a fifth of the library's `reduce` over objects. */
  override runInputPerceptron(perceptron: Perceptron, { keys }: PreparedPhrase['input']): number {
    const score = scoreOf(perceptron, keys)
    return score <= 0 ? 0 : this.settings.alpha * score
  }

  /** One epoch of one intent; returns the sum of squared errors. */
  override trainPerceptron(perceptron: Perceptron, phrases: readonly PreparedPhrase[]): number {
    const { alpha } = this.settings
    let error = 0
    for (const { input, output } of phrases) {
      const actual = this.runInputPerceptron(perceptron, input)
      const miss = (output.data[perceptron.id] ?? 0) - actual
      if (miss === 0) continue
      error += miss ** 2
      this.#correct(perceptron, input.keys, (actual > 0 ? 1 : alpha) * miss * this.decayLearningRate)
    }
    return error
  }

  #correct(perceptron: Perceptron, keys: readonly number[], delta: number): void {
    const { changes, weights } = perceptron
    const { momentum } = this.settings
    for (const key of keys) {
      const change = delta + momentum * (changes[key] ?? 0)
      changes[key] = change
      weights[key] = (weights[key] ?? 0) + change
    }
    perceptron.bias += delta
  }
}

function scoreOf({ weights, bias }: Perceptron, keys: readonly number[]): number {
  let score = bias
  for (const key of keys) score += weights[key] ?? 0
  return score
}
