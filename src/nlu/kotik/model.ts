/** A trained model, only read: from a text to a probability for each intent. Its buffers make it good for one text at a time. */
import type { IntentName } from '../../domain/ids.ts'
import { dot, softmax } from './arrays.ts'
import { Features } from './features.ts'
import { Layout } from './layout.ts'
import { HIDDEN } from './net.ts'
import type { Thresholds } from './rejection.ts'
import { addRow, paddedWidth, type Rows } from './rows.ts'
import { Trigrams } from './trigrams.ts'
import { newVector, type SparseVector, Vocabulary } from './vocabulary.ts'

/** All that training finds out; what a model file holds. */
export interface Trained {
  readonly intents: readonly IntentName[]
  readonly trigrams: Uint8Array
  readonly hashes: Uint32Array
  readonly rarity: Float32Array
  /** One row for each feature and the bias. */
  readonly svm: Rows
  readonly features: Rows
  readonly hiddenBias: Float32Array
  readonly netIntents: Float32Array
  readonly intentBias: Float32Array
  readonly thresholds: Thresholds
}

/** What the heads make of a text. */
export interface Impression {
  /** For each intent; sums to 1. The model's own buffer: read it before the next text. */
  readonly chances: Float32Array
  /** The SVM's highest score: 1 is what a phrase learnt by heart has, -1 what has nothing in common with any. */
  readonly margin: number
  /** 0..1: how much of the text was never seen. */
  readonly unknown: number
}

// Sharpness of the SVM's softmax and its share in the mean: cross-validated on five sets, where the expected calibration
// error is 1.6 to 3.6 points. From 5 to 7 and 0.3 to 0.5 nothing changes by more than noise.
export const SVM_SHARPNESS = 6
const SVM_SHARE = 0.4

export class Model {
  readonly trained: Trained
  readonly #layout: Layout
  readonly #vocabulary: Vocabulary
  readonly #words = new Features()
  readonly #vector: SparseVector = newVector()
  // As wide as the rows; `#svm` is the part that stands for intents.
  readonly #svmRow: Float32Array
  readonly #svm: Float32Array
  readonly #net: Float32Array
  readonly #hidden = new Float32Array(HIDDEN)

  constructor(trained: Trained) {
    this.trained = trained
    this.#layout = new Layout(new Trigrams(trained.trigrams))
    this.#vocabulary = new Vocabulary(trained.hashes, trained.rarity)
    this.#svmRow = new Float32Array(paddedWidth(trained.intents.length))
    this.#svm = this.#svmRow.subarray(0, trained.intents.length)
    this.#net = new Float32Array(trained.intents.length)
  }

  /** Undefined when nothing in the text was ever seen. */
  read(text: string): Impression | undefined {
    this.#words.read(this.#layout.fix(text))
    this.#vocabulary.weigh(this.#words, this.#vector)
    if (this.#vector.size === 0) return undefined
    this.#runSvm()
    this.#runNet()
    const margin = this.#svm.reduce((most, score) => Math.max(most, score), -1)
    softmax(this.#svm, SVM_SHARPNESS)
    softmax(this.#net)
    for (let n = 0; n < this.#svm.length; n++) {
      this.#net[n] = SVM_SHARE * (this.#svm[n] ?? 0) + (1 - SVM_SHARE) * (this.#net[n] ?? 0)
    }
    return { chances: this.#net, margin, unknown: this.#vector.unknown }
  }

  #runSvm(): void {
    const { svm, hashes } = this.trained
    this.#svmRow.fill(0)
    addRow(svm, hashes.length, 1, this.#svmRow)
    for (let n = 0; n < this.#vector.size; n++) {
      addRow(svm, this.#vector.ids[n] ?? 0, this.#vector.values[n] ?? 0, this.#svmRow)
    }
  }

  #runNet(): void {
    const { features, hiddenBias, netIntents, intentBias } = this.trained
    this.#hidden.set(hiddenBias)
    for (let n = 0; n < this.#vector.size; n++) {
      addRow(features, this.#vector.ids[n] ?? 0, this.#vector.values[n] ?? 0, this.#hidden)
    }
    for (let n = 0; n < HIDDEN; n++) this.#hidden[n] = Math.max(0, this.#hidden[n] ?? 0)
    for (let intent = 0; intent < this.#net.length; intent++) {
      this.#net[intent] =
        (intentBias[intent] ?? 0) + dot(netIntents, intent * HIDDEN, this.#hidden, 0, HIDDEN)
    }
  }
}
