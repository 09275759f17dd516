/** The features of the training phrases, how rare each is, and texts as vectors over them. */
import { BLOCK_WEIGHTS, EMPTY, type FeatureBlocks, NO_MEANING, ORDER, STEMS } from './features.ts'

/** A text over the vocabulary. The buffers are used again by the next text of the same reader. */
export interface SparseVector {
  size: number
  readonly ids: Int32Array
  readonly values: Float32Array
  /** 0..1: how much of what its stems tell was never seen, rare words telling more. */
  unknown: number
  /** 0..1: the share of its pairs of words, first and last words that stand so in some phrase. */
  familiar: number
}

const MOST = 16_384
const FREE = 0
// A stem never seen whose meaning was: an English "refund" among Russian phrases. At 0 hardly any English question about
// Russian content is answered, though nearly all are read rightly.
const KNOWN_BY_MEANING = 0.6

export const newVector = (): SparseVector => ({
  size: 0,
  ids: new Int32Array(MOST),
  values: new Float32Array(MOST),
  unknown: 1,
  familiar: 0,
})

export class Vocabulary {
  /** Feature's id → its hash, in the order of first sight. */
  readonly hashes: Uint32Array
  readonly rarity: Float32Array
  readonly #slots: Int32Array
  readonly #counts: Float32Array
  // What a stem never seen would weigh.
  readonly #rarest: number

  constructor(hashes: Uint32Array, rarity: Float32Array) {
    this.hashes = hashes
    this.rarity = rarity
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(hashes.length * 2 + 2)))
    this.#counts = new Float32Array(hashes.length)
    this.#rarest = rarity.reduce((most, one) => Math.max(most, one), 1)
    hashes.forEach((feature, id) => {
      this.#slots[this.#slotOf(feature)] = id + 1
    })
  }

  get size(): number {
    return this.hashes.length
  }

  weigh(features: FeatureBlocks, into: SparseVector): void {
    into.size = 0
    into.unknown = this.#unknownShare(features)
    into.familiar = this.#familiarShare(features)
    let from = 0
    BLOCK_WEIGHTS.forEach((weight, block) => {
      const to = features.ends[block] ?? 0
      this.#weighBlock(features.hashes, from, to, weight, into)
      from = to
    })
  }

  #weighBlock(hashes: Uint32Array, from: number, to: number, weight: number, into: SparseVector): void {
    const start = into.size
    for (let at = from; at < to; at++) this.#count(hashes[at] ?? 0, into)
    let squares = 0
    for (let at = start; at < into.size; at++) {
      const id = into.ids[at] ?? 0
      const value = (1 + Math.log(this.#counts[id] ?? 1)) * (this.rarity[id] ?? 1)
      this.#counts[id] = 0
      into.values[at] = value
      squares += value * value
    }
    const scale = weight / Math.sqrt(squares || 1)
    for (let at = start; at < into.size; at++) into.values[at] = (into.values[at] ?? 0) * scale
  }

  #count(feature: number, into: SparseVector): void {
    const id = this.#idOf(feature)
    if (id < 0) return
    const seen = this.#counts[id] ?? 0
    if (seen === 0) into.ids[into.size++] = id
    this.#counts[id] = seen + 1
  }

  #unknownShare(features: FeatureBlocks): number {
    const to = features.ends[STEMS] ?? 0
    let all = 0
    let known = 0
    for (let at = 0; at < to; at++) {
      const id = this.#idOf(features.hashes[at] ?? 0)
      const meaning = features.meanings[at] ?? NO_MEANING
      if (id < 0 && meaning === EMPTY) continue
      const tells = id < 0 ? this.#rarest : (this.rarity[id] ?? 1)
      all += tells
      if (id >= 0) known += tells
      else if (this.#idOf(meaning) >= 0) known += tells * KNOWN_BY_MEANING
    }
    return all === 0 ? 1 : 1 - known / all
  }

  #familiarShare(features: FeatureBlocks): number {
    const from = features.ends[ORDER - 1] ?? 0
    const to = features.ends[ORDER] ?? 0
    let known = 0
    for (let at = from; at < to; at++) if (this.#idOf(features.hashes[at] ?? 0) >= 0) known += 1
    return to === from ? 0 : known / (to - from)
  }

  /** -1 for a feature never seen. */
  #idOf(feature: number): number {
    return (this.#slots[this.#slotOf(feature)] ?? FREE) - 1
  }

  /** The slot that holds the feature, or the free one where it would be. */
  #slotOf(feature: number): number {
    const mask = this.#slots.length - 1
    let slot = feature & mask
    for (;;) {
      const id = (this.#slots[slot] ?? FREE) - 1
      if (id < 0 || this.hashes[id] === feature) return slot
      slot = (slot + 1) & mask
    }
  }

  /** From each text's features. */
  static learn(documents: Iterable<Uint32Array>): Vocabulary {
    const ids = new Map<number, number>()
    const counts: number[] = []
    const lastIn: number[] = []
    let document = 0
    for (const features of documents) {
      document += 1
      for (const feature of features) {
        const id = ids.get(feature) ?? ids.size
        if (id === ids.size) ids.set(feature, id)
        if (lastIn[id] === document) continue
        lastIn[id] = document
        counts[id] = (counts[id] ?? 0) + 1
      }
    }
    const rarity = Float32Array.from(counts, (count) => Math.log((1 + document) / (1 + count)) + 1)
    return new Vocabulary(Uint32Array.from(ids.keys()), rarity)
  }
}
