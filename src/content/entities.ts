/** `intents/_entities.yml` → what the release reads values with; and what the file says against itself. */
import type { EntityReader } from '../domain/nlu.ts'
import { compilePattern } from '../flow/compile-pattern.ts'
import { type FlowFault, fault, nearest, type Path } from '../flow/fault.ts'
import { EXPECTED } from '../flow/schema/ask.ts'
import type { Pattern } from '../nlu/entities/find.ts'
import type { EntityList } from '../nlu/entities/lists.ts'
import { makeEntityReader } from '../nlu/entities/reader.ts'
import { type ContentFile, readFile } from './file.ts'
import type { BotSource } from './schema/bot.ts'
import { type EntitiesSource, type EntitySource, entitiesFile } from './schema/entities.ts'
import { zoneOf } from './settings.ts'

export const ENTITIES = 'intents/_entities.yml'

export interface EntitiesDraft {
  readonly file?: ContentFile
  readonly lists: readonly EntityList[]
  readonly patterns: readonly Pattern[]
  readonly asked: readonly Pattern[]
  /** Every kind that a question may expect. */
  readonly kinds: readonly string[]
}

export function readEntities(text: string | undefined): EntitiesDraft {
  if (text === undefined) return { lists: [], patterns: [], asked: [], kinds: EXPECTED }
  const file = readFile(ENTITIES, text)
  const source = file.parse(entitiesFile, {}) ?? {}
  for (const [kind, entity] of Object.entries(source)) file.faults.push(...faultsOf(kind, entity))
  return {
    file,
    lists: Object.entries(source).flatMap(([kind, entity]) => listOf(kind, entity)),
    patterns: patternsOf(source, 'patterns', file.faults),
    asked: patternsOf(source, 'asked', file.faults),
    kinds: [...new Set([...EXPECTED, ...Object.keys(source)])],
  }
}

export function entityReaderOf({ lists, patterns, asked }: EntitiesDraft, bot: BotSource): EntityReader {
  const { country = 'RU', currency = 'RUB' } = bot
  return makeEntityReader({ timezone: zoneOf(bot), country, currency, lists, patterns, asked })
}

function listOf(kind: string, entity: EntitySource): readonly EntityList[] {
  if (entity.values === undefined) return []
  return [{ kind, values: namesOf(entity.values), ordinary: entity.ordinary ?? [] }]
}

function namesOf(values: NonNullable<EntitySource['values']>): EntityList['values'] {
  const named = Array.isArray(values) ? values.map((value) => [value, []] as const) : Object.entries(values)
  return Object.fromEntries(named.map(([value, synonyms]) => [value, synonyms ?? []]))
}

function patternsOf(
  source: EntitiesSource,
  key: 'patterns' | 'asked',
  faults: FlowFault[],
): readonly Pattern[] {
  return Object.entries(source).flatMap(([kind, entity]) =>
    (entity[key] ?? []).flatMap((written, i) => {
      const pattern = compilePattern(written, 'anywhere', [kind, key, i], faults)
      return pattern ? [{ kind, pattern }] : []
    }),
  )
}

function faultsOf(kind: string, entity: EntitySource): readonly FlowFault[] {
  return [...ofKind(kind, entity), ...ofOrdinary(kind, entity), ...twice(kind, entity)]
}

const BUILT_IN: readonly string[] = EXPECTED

/** How orders look differs from company to company; what a number or a date is does not. */
function ofKind(kind: string, { values, patterns, asked }: EntitySource): readonly FlowFault[] {
  if (BUILT_IN.includes(kind) && (kind !== 'order' || values !== undefined)) return [taken(kind)]
  if (values !== undefined || patterns !== undefined || asked !== undefined) return []
  const words = { ru: `${kind}: не сказано, как это узнать`, en: `${kind}: nothing says how to recognise it` }
  return [fault([kind], words, { at: 'key', allowed: NEEDED })]
}

const NEEDED = { ru: 'Нужно: values, patterns или asked', en: 'It takes values, patterns or asked' }

function taken(kind: string): FlowFault {
  const words = { ru: `${kind}: это бот узнаёт и так`, en: `${kind}: is recognised anyway` }
  const allowed = {
    ru: 'Свои patterns бывают только у order; остальному нужно другое имя',
    en: 'Only order may have patterns of its own; anything else needs another name',
  }
  return fault([kind], words, { at: 'key', allowed })
}

function ofOrdinary(kind: string, { values = [], ordinary = [] }: EntitySource): readonly FlowFault[] {
  const names = Object.entries(namesOf(values)).flat(2)
  return ordinary.flatMap((name, i) => {
    if (names.includes(name)) return []
    const words = {
      ru: `ordinary: "${name}": такого названия нет в values`,
      en: `ordinary: "${name}": no such name in values`,
    }
    const suggestion = nearest(name, names)
    return [fault([kind, 'ordinary', i], words, suggestion ? { suggestion } : {})]
  })
}

/** One name of two values would be whichever comes first. */
function twice(kind: string, { values = [] }: EntitySource): readonly FlowFault[] {
  const owners = new Map<string, string>()
  return Object.entries(namesOf(values)).flatMap(([value, synonyms], i) =>
    [value, ...synonyms].flatMap((name, k) => {
      const owner = owners.get(name.toLowerCase())
      owners.set(name.toLowerCase(), owner ?? value)
      if (owner === undefined || (owner === value && k > 0)) return []
      const words = {
        ru: `"${name}": так уже называется «${owner}»`,
        en: `"${name}": is a name of "${owner}" already`,
      }
      return [
        fault(
          placeOf(kind, values, value, i, k),
          words,
          k === 0 && !Array.isArray(values) ? { at: 'key' } : {},
        ),
      ]
    }),
  )
}

function placeOf(kind: string, values: unknown, value: string, i: number, k: number): Path {
  if (Array.isArray(values)) return [kind, 'values', i]
  return k === 0 ? [kind, 'values', value] : [kind, 'values', value, k - 1]
}
