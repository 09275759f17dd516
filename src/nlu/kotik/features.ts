/**
 * A text as five blocks of feature hashes, each normalised to its own length later, so that a long word cannot drown a short
 * sentence. The buffers are one reader's own and are used again for every text.
 */
import { hashOfTwo } from './hash.ts'
import { MOST_WORDS, words } from './normalise.ts'
import type { Word } from './word.ts'

/** In the order of `Features`' blocks: what each adds to the length of the whole. */
export const BLOCK_WEIGHTS: readonly number[] = [1, 0.5, 1, 0.8, 0.5]
/** The block whose unknown features tell that a text is about something else. */
export const STEMS = 0
/** The block that tells how far a text is put as those learnt from. */
export const ORDER = 1

// 64 words of 32 letters: 64 × 95 letter runs, 64 × 4 × 4 pairs of concepts, the rest far less.
const MOST = 16_384

const NEIGHBOURS = 11
const OVER_ONE = 12
const FIRST = 13
const LAST = 14
const CONCEPT_PAIR = 15

// Concepts of up to four words further on; all pairs cost more and gave nothing.
const REACH = 4

/** Feature hashes, block after block. */
export interface FeatureBlocks {
  readonly hashes: Uint32Array
  /** Where each block ends in `hashes`. */
  readonly ends: Int32Array
  /** For each stem what else it may be known by: its meaning, `NO_MEANING`, or `EMPTY` for a word that is part of any text. */
  readonly meanings: Uint32Array
}

export const NO_MEANING = 0
export const EMPTY = 1

export class Features implements FeatureBlocks {
  readonly hashes = new Uint32Array(MOST)
  readonly ends = new Int32Array(BLOCK_WEIGHTS.length)
  readonly meanings = new Uint32Array(MOST_WORDS)
  #size = 0

  /** Fills the buffers from a normalised text; `wordOf` is given each of its words. */
  read(text: string, wordOf: (spelling: string) => Word): void {
    const found = words(text).map(wordOf)
    this.#size = 0
    found.forEach(({ stem, concepts, empty }, n) => {
      this.#add(stem)
      this.meanings[n] = empty ? EMPTY : (concepts[0] ?? NO_MEANING)
    })
    this.ends[0] = this.#size
    this.#order(found)
    this.ends[1] = this.#size
    for (const { letters } of found) for (const gram of letters) this.#add(gram)
    this.ends[2] = this.#size
    const meant = found.filter(({ concepts }) => concepts.length > 0)
    for (const { concepts } of meant) for (const concept of concepts) this.#add(concept)
    this.ends[3] = this.#size
    this.#conceptPairs(meant)
    this.ends[4] = this.#size
  }

  /** Stems beside each other, over one, the first and the last. */
  #order(found: readonly Word[]): void {
    found.forEach(({ stem }, n) => {
      const next = found[n + 1]
      const afterNext = found[n + 2]
      if (next !== undefined) this.#add(hashOfTwo(NEIGHBOURS, stem, next.stem))
      if (afterNext !== undefined) this.#add(hashOfTwo(OVER_ONE, stem, afterNext.stem))
    })
    const first = found[0]
    const last = found.at(-1)
    if (first !== undefined) this.#add(hashOfTwo(FIRST, first.stem, 0))
    if (last !== undefined) this.#add(hashOfTwo(LAST, last.stem, 0))
  }

  /** Who does what to what, whatever the words and their order: "cancel + order" also is "не нужен заказ, отмените". */
  #conceptPairs(meant: readonly Word[]): void {
    meant.forEach(({ concepts }, n) => {
      for (const other of meant.slice(n + 1, n + 1 + REACH)) {
        for (const a of concepts) for (const b of other.concepts) if (a !== b) this.#pair(a, b)
      }
    })
  }

  #pair(a: number, b: number): void {
    this.#add(hashOfTwo(CONCEPT_PAIR, Math.min(a, b), Math.max(a, b)))
  }

  #add(feature: number): void {
    if (this.#size < MOST) this.hashes[this.#size++] = feature
  }
}
