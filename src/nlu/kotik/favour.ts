/** The place in the conversation as a modest prior: it decides between close readings, and makes none of nothing. */
import type { IntentName } from '../../domain/ids.ts'
import type { Reading } from '../../domain/nlu.ts'

// As a prior an intent that fits the place counts double; further behind the best than this it stays where it is.
const BENEFIT_OF_DOUBT = 2

/** Changes `chances`, which still sum to 1, in favour of the likely intents among the close ones. */
export function favour(
  chances: Float32Array,
  intents: readonly IntentName[],
  likely: readonly IntentName[],
): void {
  const close = mostOf(chances) / BENEFIT_OF_DOUBT
  let sum = 1
  for (const intent of likely) {
    const n = intents.indexOf(intent)
    const chance = chances[n] ?? 0
    if (chance < close) continue
    chances[n] = chance * BENEFIT_OF_DOUBT
    sum += chance * (BENEFIT_OF_DOUBT - 1)
  }
  if (sum === 1) return
  for (let n = 0; n < chances.length; n++) chances[n] = (chances[n] ?? 0) / sum
}

/** A text that was not understood by itself is not understood for its place either. */
export function verdictInPlace(plain: Reading['verdict'], placed: Reading['verdict']): Reading['verdict'] {
  return plain === 'unsure' ? 'unsure' : placed
}

function mostOf(chances: Float32Array): number {
  let most = 0
  for (let n = 0; n < chances.length; n++) most = Math.max(most, chances[n] ?? 0)
  return most
}
