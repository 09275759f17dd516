/**
 * All that is made of a text: the matcher's intents, the values in it, the several questions it may hold, and what customers
 * usually mean by it. It is itself a matcher, so nobody who asks one need know; the matchers inside know nothing of this.
 */
import type { IntentName } from '../domain/ids.ts'
import type { EntityReader, FoundEntity, Reading } from '../domain/nlu.ts'
import { type Part, partsOf } from './parts.ts'
import type { Matcher, ReadingContext } from './port.ts'
import type { Preferences } from './preferences.ts'

export interface Understanding {
  readonly matcher: Matcher
  readonly entities: EntityReader
  /** What customers chose so far, and which of a reading's intents they would be offered. */
  readonly habits?: {
    readonly preferences: Preferences
    offered(reading: Reading): readonly IntentName[]
  }
}

export function understanding(parts: Understanding): Matcher {
  return { read: (text, context) => readAll(parts, text, context) }
}

async function readAll(made: Understanding, text: string, context: ReadingContext): Promise<Reading> {
  const entities = context.now === undefined ? [] : made.entities.find(text, context.now)
  const whole = await readOne(made, text, context, entities)
  const parts = partsOf(text)
  if (parts.length === 0) return whole
  const readings = await Promise.all(
    parts.map((part) => readOne(made, part.text, context, within(part, entities))),
  )
  return severalSure(readings) ? { ...whole, parts: readings } : whole
}

async function readOne(
  { matcher, habits }: Understanding,
  text: string,
  context: ReadingContext,
  entities: readonly FoundEntity[],
): Promise<Reading> {
  const reading = { ...(await matcher.read(text, context)), entities }
  if (reading.verdict !== 'between' || habits === undefined) return reading
  const usual = habits.preferences.preferred(habits.offered(reading))
  return usual === undefined ? reading : taken(reading, usual)
}

/** The usual choice comes first, and is sure. */
function taken(reading: Reading, usual: IntentName): Reading {
  const [chosen, others] = [
    reading.intents.filter(({ intent }) => intent === usual),
    reading.intents.filter(({ intent }) => intent !== usual),
  ]
  return { ...reading, verdict: 'sure', intents: [...chosen, ...others] }
}

function within({ text, from }: Part, entities: readonly FoundEntity[]): readonly FoundEntity[] {
  return entities.filter((entity) => entity.from >= from && entity.to <= from + text.length)
}

/** Two parts that mean the same are one question told at length. */
function severalSure(readings: readonly Reading[]): boolean {
  const sure = readings.flatMap(({ verdict, intents }) => (verdict === 'sure' ? intents.slice(0, 1) : []))
  return new Set(sure.map(({ intent }) => intent)).size > 1
}
