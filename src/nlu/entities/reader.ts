/** The door of this room: what a release knows → a reader of texts. */
import type { EntityReader } from '../../domain/nlu.ts'
import { answerOf } from './answer.ts'
import { isCountry } from './contacts.ts'
import { findEntities, type Knowing, type Pattern } from './find.ts'
import { type EntityList, ListIndex } from './lists.ts'

export interface EntitySettings {
  /** IANA name: where «завтра» is reckoned. */
  readonly timezone: string
  /** ISO 3166, whose phone numbers may come without their code; a code nobody has counts as RU. */
  readonly country: string
  readonly currency: string
  readonly lists: readonly EntityList[]
  readonly patterns: readonly Pattern[]
  readonly asked: readonly Pattern[]
}

/** Kinds that need no declaration. */
export const BUILT_IN = [
  'number',
  'money',
  'date',
  'time',
  'datetime',
  'email',
  'phone',
  'order',
  'card',
] as const

export function makeEntityReader(settings: EntitySettings): EntityReader {
  const { timezone, currency, patterns, asked } = settings
  const lists = new ListIndex(settings.lists)
  const knowing: Knowing = {
    timezone,
    country: isCountry(settings.country) ? settings.country : 'RU',
    currency,
    lists,
    patterns,
    asked,
  }
  return {
    find: (text, now) => findEntities(text, knowing, now),
    answer: (kind, text, now) => answerOf(kind, text, knowing, now),
  }
}
