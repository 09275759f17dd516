import type { IntentName } from './ids.ts'
import type { Json, Variables } from './message.ts'
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
  /** Where a text asks several things: each of them read by itself, in order. Absent for most texts. */
  readonly parts?: readonly Reading[]
}

/**
 * What a text tells a flow: kind → value, where it holds exactly one of the kind (two sums are a question, not an answer).
 * A date with a time is both.
 */
export function slotsOf(entities: readonly FoundEntity[]): Variables {
  const values = new Map<string, Map<string, Json>>()
  for (const { kind, value } of entities.flatMap(parts)) {
    const known = values.get(kind) ?? new Map<string, Json>()
    values.set(kind, known.set(JSON.stringify(value), value))
  }
  const single = [...values].flatMap(([kind, known]) =>
    known.size === 1 ? [...known.values()].map((value) => [kind, value] as const) : [],
  )
  return Object.fromEntries(single)
}

function parts(entity: FoundEntity): readonly Pick<FoundEntity, 'kind' | 'value'>[] {
  if (entity.kind !== 'datetime') return [entity]
  const [date = '', time = ''] = String(entity.value).split('T')
  return [entity, { kind: 'date', value: date }, { kind: 'time', value: time }]
}

export const NOTHING_READ: Reading = { intents: [], entities: [], verdict: 'unsure' }
