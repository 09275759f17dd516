/** The two loops in which nearly all time of the net goes. */

/**
 * Σ a[i] · b[i] over `length` numbers, a multiple of four. Four sums at a time: one alone waits for its own last addition,
 * which takes three times as long.
 */
export function dot(a: Float32Array, aFrom: number, b: Float32Array, bFrom: number, length: number): number {
  let one = 0
  let two = 0
  let three = 0
  let four = 0
  for (let n = 0; n < length; n += 4) {
    one += (a[aFrom + n] ?? 0) * (b[bFrom + n] ?? 0)
    two += (a[aFrom + n + 1] ?? 0) * (b[bFrom + n + 1] ?? 0)
    three += (a[aFrom + n + 2] ?? 0) * (b[bFrom + n + 2] ?? 0)
    four += (a[aFrom + n + 3] ?? 0) * (b[bFrom + n + 3] ?? 0)
  }
  return one + two + (three + four)
}

/** into[i] += factor · from[i] over `length` numbers; four at a time is a third faster. */
export function addScaled(
  into: Float32Array,
  intoFrom: number,
  from: Float32Array,
  fromFrom: number,
  length: number,
  factor: number,
): void {
  const fours = length - (length % 4)
  for (let n = 0; n < fours; n += 4) {
    const to = intoFrom + n
    const at = fromFrom + n
    into[to] = (into[to] ?? 0) + factor * (from[at] ?? 0)
    into[to + 1] = (into[to + 1] ?? 0) + factor * (from[at + 1] ?? 0)
    into[to + 2] = (into[to + 2] ?? 0) + factor * (from[at + 2] ?? 0)
    into[to + 3] = (into[to + 3] ?? 0) + factor * (from[at + 3] ?? 0)
  }
  for (let n = fours; n < length; n++) {
    into[intoFrom + n] = (into[intoFrom + n] ?? 0) + factor * (from[fromFrom + n] ?? 0)
  }
}

/** Scores to probabilities, in place. `sharpness` above 1 makes the best stand out. */
export function softmax(scores: Float32Array, sharpness = 1): void {
  let most = Number.NEGATIVE_INFINITY
  for (const score of scores) if (score > most) most = score
  let sum = 0
  for (let n = 0; n < scores.length; n++) {
    const power = Math.exp(((scores[n] ?? 0) - most) * sharpness)
    scores[n] = power
    sum += power
  }
  for (let n = 0; n < scores.length; n++) scores[n] = (scores[n] ?? 0) / sum
}
