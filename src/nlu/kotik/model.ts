/** A trained model, only read: from a text to a probability for each intent. Its buffers make it good for one text at a time. */
import type { IntentName } from '../../domain/ids.ts'
import { addScaled, dot, softmax } from './arrays.ts'
import { Features } from './features.ts'
import { Layout } from './layout.ts'
import { ALL_HIDDEN, HIDDEN, NETS } from './net.ts'
import type { Evidence, Thresholds } from './rejection.ts'
import { addRow, paddedWidth, type Rows } from './rows.ts'
import { Spelling } from './spelling.ts'
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
  /** The nets beside each other: a row is the hidden numbers of all. */
  readonly features: Rows
  readonly hiddenBias: Float32Array
  /** The nets one after the other, as `intentBias`: `[(net × intents + intent) × HIDDEN + n]`. */
  readonly netIntents: Float32Array
  readonly intentBias: Float32Array
  /** The words of the phrases, and how often each was written. */
  readonly spellings: readonly (readonly [string, number])[]
  readonly thresholds: Thresholds
}

/** What the heads make of a text. */
export interface Impression extends Evidence {
  /** For each intent; sums to 1. The model's own buffer: read it before the next text. */
  readonly chances: Float32Array
}

// Sharpness of the SVM's softmax and its share in the mean, cross-validated on five training files. From 5 to 7 and 0.4 to
// 0.55 nothing changes by more than noise.
export const SVM_SHARPNESS = 6
const SVM_SHARE = 0.5

export class Model {
  readonly trained: Trained
  readonly #layout: Layout
  readonly #spelling: Spelling
  readonly #vocabulary: Vocabulary
  readonly #words = new Features()
  readonly #vector: SparseVector = newVector()
  // As wide as the rows; `#svm` is the part that stands for intents.
  readonly #svmRow: Float32Array
  readonly #svm: Float32Array
  readonly #net: Float32Array
  readonly #hidden = new Float32Array(ALL_HIDDEN)
  readonly #guess: Float32Array
  readonly #wordOf = (spelling: string) => this.#spelling.read(spelling)

  constructor(trained: Trained) {
    this.trained = trained
    this.#layout = new Layout(new Trigrams(trained.trigrams))
    this.#spelling = new Spelling(new Map(trained.spellings))
    this.#vocabulary = new Vocabulary(trained.hashes, trained.rarity)
    this.#svmRow = new Float32Array(paddedWidth(trained.intents.length))
    this.#svm = this.#svmRow.subarray(0, trained.intents.length)
    this.#net = new Float32Array(trained.intents.length)
    this.#guess = new Float32Array(trained.intents.length)
  }

  /** Undefined when nothing in the text was ever seen. */
  read(text: string): Impression | undefined {
    this.#words.read(this.#layout.fix(text), this.#wordOf)
    this.#vocabulary.weigh(this.#words, this.#vector)
    if (this.#vector.size === 0) return undefined
    this.#runSvm()
    this.#runNets()
    const margin = this.#svm.reduce((most, score) => Math.max(most, score), -1)
    softmax(this.#svm, SVM_SHARPNESS)
    for (let n = 0; n < this.#svm.length; n++) {
      this.#net[n] = SVM_SHARE * (this.#svm[n] ?? 0) + (1 - SVM_SHARE) * (this.#net[n] ?? 0)
    }
    const { unknown, familiar } = this.#vector
    return { chances: this.#net, margin, unknown, familiar }
  }

  #runSvm(): void {
    const { svm, hashes } = this.trained
    this.#svmRow.fill(0)
    addRow(svm, hashes.length, 1, this.#svmRow)
    for (let n = 0; n < this.#vector.size; n++) {
      addRow(svm, this.#vector.ids[n] ?? 0, this.#vector.values[n] ?? 0, this.#svmRow)
    }
  }

  /** `#net`: the mean of what each net makes of it. */
  #runNets(): void {
    const { features, hiddenBias } = this.trained
    this.#hidden.set(hiddenBias)
    for (let n = 0; n < this.#vector.size; n++) {
      addRow(features, this.#vector.ids[n] ?? 0, this.#vector.values[n] ?? 0, this.#hidden)
    }
    for (let n = 0; n < ALL_HIDDEN; n++) this.#hidden[n] = Math.max(0, this.#hidden[n] ?? 0)
    this.#net.fill(0)
    for (let net = 0; net < NETS; net++) {
      this.#runNet(net)
      addScaled(this.#net, 0, this.#guess, 0, this.#net.length, 1 / NETS)
    }
  }

  #runNet(net: number): void {
    const { netIntents, intentBias } = this.trained
    const first = net * this.#guess.length
    for (let n = 0; n < this.#guess.length; n++) {
      const from = (first + n) * HIDDEN
      this.#guess[n] =
        (intentBias[first + n] ?? 0) + dot(netIntents, from, this.#hidden, net * HIDDEN, HIDDEN)
    }
    softmax(this.#guess)
  }
}
