import type { IntentName } from './ids.ts'
import type { Json } from './message.ts'

/** One intent a text may mean. `confidence` 0..1; from a calibrated matcher it is a probability. */
export interface RankedIntent {
  readonly intent: IntentName
  readonly confidence: number
}

/** Something with a value found inside a text. `from`/`to` in UTF-16 units of the original text. */
export interface FoundEntity {
  readonly kind: string
  readonly value: Json
  readonly from: number
  readonly to: number
}

/**
 * What a matcher makes of a text. `intents` best first, at most 5.
 * `verdict` is already decided by the matcher's own thresholds: answer / "did you mean" / fall back.
 */
export interface Reading {
  readonly intents: readonly RankedIntent[]
  readonly entities: readonly FoundEntity[]
  readonly verdict: 'sure' | 'between' | 'unsure'
}

export const NOTHING_READ: Reading = { intents: [], entities: [], verdict: 'unsure' }
