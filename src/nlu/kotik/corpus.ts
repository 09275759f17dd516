/** The training texts' features, read once: each pass over them is over numbers, and leaves no garbage behind. */
import type { Examples } from './examples.ts'
import { BLOCK_WEIGHTS, type FeatureBlocks, Features, STEMS } from './features.ts'
import { newVector, type Vocabulary } from './vocabulary.ts'
import { wordOf } from './word.ts'

/** A normalised text and the number of its intent. */
export interface Line {
  readonly text: string
  readonly intent: number
}

const NO_MEANINGS = new Uint32Array(0)
const BLOCKS = BLOCK_WEIGHTS.length

export class Corpus {
  readonly intents: Int32Array
  #hashes = new Uint32Array(1 << 16)
  readonly #starts: Int32Array
  readonly #ends: Int32Array
  readonly #meanings: Uint32Array[] = []

  constructor(lines: readonly Line[]) {
    this.intents = Int32Array.from(lines, ({ intent }) => intent)
    this.#starts = new Int32Array(lines.length + 1)
    this.#ends = new Int32Array(lines.length * BLOCKS)
    const features = new Features()
    lines.forEach(({ text }, row) => {
      features.read(text, wordOf)
      this.#keep(row, features)
    })
  }

  get count(): number {
    return this.intents.length
  }

  featuresOf(row: number): FeatureBlocks {
    return {
      hashes: this.#hashes.subarray(this.#starts[row], this.#starts[row + 1]),
      ends: this.#ends.subarray(row * BLOCKS, (row + 1) * BLOCKS),
      meanings: this.#meanings[row] ?? NO_MEANINGS,
    }
  }

  /** The given rows as vectors over a vocabulary. */
  over(vocabulary: Vocabulary, rows: readonly number[]): Examples {
    const most = rows.reduce((sum, row) => sum + this.featuresOf(row).hashes.length, 0)
    const [ids, values] = [new Int32Array(most), new Float32Array(most)]
    const starts = new Int32Array(rows.length + 1)
    const unknown = new Float32Array(rows.length)
    const familiar = new Float32Array(rows.length)
    const vector = newVector()
    let size = 0
    rows.forEach((row, n) => {
      vocabulary.weigh(this.featuresOf(row), vector)
      ids.set(vector.ids.subarray(0, vector.size), size)
      values.set(vector.values.subarray(0, vector.size), size)
      size += vector.size
      starts[n + 1] = size
      unknown[n] = vector.unknown
      familiar[n] = vector.familiar
    })
    const intents = Int32Array.from(rows, (row) => this.intents[row] ?? 0)
    return { count: rows.length, starts, ids, values, intents, unknown, familiar }
  }

  #keep(row: number, { hashes, ends, meanings }: FeatureBlocks): void {
    const from = this.#starts[row] ?? 0
    const size = ends.at(-1) ?? 0
    while (from + size > this.#hashes.length) {
      const wider = new Uint32Array(this.#hashes.length * 2)
      wider.set(this.#hashes)
      this.#hashes = wider
    }
    this.#hashes.set(hashes.subarray(0, size), from)
    this.#ends.set(ends, row * BLOCKS)
    this.#meanings[row] = meanings.slice(0, ends[STEMS])
    this.#starts[row + 1] = from + size
  }
}
