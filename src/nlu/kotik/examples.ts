/** The training texts as one compressed matrix: row n is `ids`/`values` from `starts[n]` to `starts[n + 1]`. */
export interface Examples {
  readonly count: number
  readonly starts: Int32Array
  readonly ids: Int32Array
  readonly values: Float32Array
  /** Row → number of its intent. */
  readonly intents: Int32Array
  /** Row → how much of it the vocabulary does not know. */
  readonly unknown: Float32Array
  /** Row → the share of its pairs of words that the vocabulary knows. */
  readonly familiar: Float32Array
}

/** Lets others work for a moment: training takes seconds, and a running bot goes on answering with its old release. */
export type Pause = () => Promise<void>

// About 10 ms of training.
const ROWS_BETWEEN_PAUSES = 200

export async function inSlices(rows: Int32Array, visit: (row: number) => void, pause: Pause): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_BETWEEN_PAUSES) {
    rows.subarray(from, from + ROWS_BETWEEN_PAUSES).forEach(visit)
    await pause()
  }
}
