import type { IntentName } from './ids.ts'
import type { Json } from './message.ts'
import type { Instant } from './time.ts'

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
 * Finds values in texts, as a release declares them. Pure and never throws. `value` by kind: `number` and `money` a number
 * (money in a foreign currency `{ amount, currency }`), `date` 2026-01-13, `time` 10:00, `datetime` 2026-01-13T10:00 in the
 * bot's zone, `phone` +79001234567, `card` its last four digits; a declared list's value by its declared name.
 */
export interface EntityReader {
  /** What is mentioned in a text, in its order; of overlapping readings the best. */
  find(text: string, now: Instant): readonly FoundEntity[]
  /** The text as an answer to a question that expects this kind; undefined when it is none, or more than one. */
  answer(kind: string, text: string, now: Instant): Json | undefined
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
