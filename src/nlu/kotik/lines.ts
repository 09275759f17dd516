/** Training texts as features and as vectors. */
import type { Examples } from './examples.ts'
import { Features } from './features.ts'
import { newVector, type Vocabulary } from './vocabulary.ts'

/** A normalised text and the number of its intent. */
export interface Line {
  readonly text: string
  readonly intent: number
}

export function documentsOf(lines: readonly Line[]): readonly Uint32Array[] {
  const features = new Features()
  return lines.map(({ text }) => {
    features.read(text)
    return features.hashes.slice(0, features.ends.at(-1))
  })
}

export function weighed(lines: readonly Line[], vocabulary: Vocabulary): Examples {
  const [features, vector] = [new Features(), newVector()]
  const starts = new Int32Array(lines.length + 1)
  const unknown = new Float32Array(lines.length)
  const ids: Int32Array[] = []
  const values: Float32Array[] = []
  lines.forEach(({ text }, row) => {
    features.read(text)
    vocabulary.weigh(features, vector)
    ids.push(vector.ids.slice(0, vector.size))
    values.push(vector.values.slice(0, vector.size))
    starts[row + 1] = (starts[row] ?? 0) + vector.size
    unknown[row] = vector.unknown
  })
  const size = starts.at(-1) ?? 0
  return {
    count: lines.length,
    starts,
    ids: joined(new Int32Array(size), ids),
    values: joined(new Float32Array(size), values),
    intents: Int32Array.from(lines, ({ intent }) => intent),
    unknown,
  }
}

function joined<T extends Int32Array | Float32Array>(into: T, parts: readonly T[]): T {
  let at = 0
  for (const part of parts) {
    into.set(part, at)
    at += part.length
  }
  return into
}
