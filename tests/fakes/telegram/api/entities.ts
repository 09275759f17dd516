/** Entities of a text, given or found by Telegram itself. Offsets and lengths are UTF-16 code units, as in JS. */

import { isObject } from '../../messenger/objects.ts'
import { badRequest } from '../errors.ts'
import type { Entity } from '../world/model.ts'
import type { Params } from './params.ts'
import { parseMarkup } from './parse-mode.ts'

const KNOWN = new Set([
  'mention',
  'hashtag',
  'cashtag',
  'bot_command',
  'url',
  'email',
  'phone_number',
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'blockquote',
  'expandable_blockquote',
  'code',
  'pre',
  'text_link',
  'text_mention',
  'custom_emoji',
  'date_time',
])

/** Telegram keeps at most a hundred of a message and silently drops the rest. */
const MOST = 100

export interface Formatted {
  readonly text: string
  readonly entities: readonly Entity[]
}

/** A text parameter with its formatting, by entities or parse mode; refused when either is broken. */
export function formatted(params: Params, name: string, entitiesName: string): Formatted {
  const said = params.text(name)
  if (!said.isWellFormed()) throw badRequest('strings must be encoded in UTF-8')
  const mode = params.text('parse_mode')
  const own = mode === '' ? givenEntities(params, entitiesName, said) : undefined
  const { text, entities } = own ? { text: said, entities: own } : parseMarkup(said, mode)
  return trimmed(text, withFound(text, entities))
}

function givenEntities(params: Params, name: string, text: string): readonly Entity[] {
  return (params.list(name) ?? []).map((entity) => checked(entity, text))
}

function checked(entity: unknown, text: string): Entity {
  if (!isObject(entity)) throw badRequest("can't parse MessageEntity: expected an Object")
  const { type, offset, length } = entity
  if (typeof type !== 'string' || !KNOWN.has(type))
    throw badRequest("can't parse MessageEntity: Unsupported type specified")
  if (!isWhole(offset)) throw badRequest('can\'t parse MessageEntity: Field "offset" must be of type Number')
  if (!isWhole(length)) throw badRequest('can\'t parse MessageEntity: Field "length" must be of type Number')
  if (offset < 0 || length < 0 || offset > text.length)
    throw badRequest(
      `Receive an entity with incorrect ${offset < 0 || offset > text.length ? 'offset' : 'length'}`,
    )
  if (offset + length > text.length)
    throw badRequest('ENTITY_BOUNDS_INVALID: entity beyond the end of the text')
  if (splitsPair(text, offset) || splitsPair(text, offset + length))
    throw badRequest('entity begins or ends in the middle of a UTF-16 symbol')
  if (type === 'text_link' && typeof entity.url !== 'string')
    throw badRequest('can\'t parse MessageEntity: Can\'t find field "url"')
  return { ...entity, type, offset, length }
}

const isWhole = (value: unknown): value is number => Number.isInteger(value)

function splitsPair(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return at > 0 && at < text.length && unit >= 0xdc00 && unit <= 0xdfff
}

const FOUND: readonly (readonly [string, RegExp])[] = [
  ['bot_command', /(?<![\w/@])\/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{3,31})?(?![\w/])/gu],
  ['url', /\bhttps?:\/\/[^\s<>]+[^\s<>.,;:!?»")\]]/gu],
  ['email', /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/gu],
  ['mention', /(?<![\w.@/])@[A-Za-z]\w{3,31}\b/gu],
  ['hashtag', /(?<![\p{L}\d_#])#[\p{L}\d_]*[\p{L}_][\p{L}\d_]*/gu],
]

/** Adds the commands, links, mentions and hashtags that Telegram finds in any text. */
export function withFound(text: string, entities: readonly Entity[]): readonly Entity[] {
  // Nearly all texts have none of these signs.
  if (!/[/@#:]/u.test(text)) return entities.length === 0 ? entities : ordered(entities)
  const found: Entity[] = [...entities]
  for (const [type, pattern] of FOUND) {
    for (const match of text.matchAll(pattern)) {
      const entity = { type, offset: match.index, length: match[0].length }
      if (!found.some((other) => overlaps(other, entity) && !isStyle(other.type))) found.push(entity)
    }
  }
  return ordered(found)
}

const isStyle = (type: string): boolean => /bold|italic|underline|strike|spoiler|blockquote/u.test(type)
const overlaps = (one: Entity, other: Entity): boolean =>
  one.offset < other.offset + other.length && other.offset < one.offset + one.length

const ordered = (entities: readonly Entity[]): readonly Entity[] =>
  entities
    .filter((entity) => entity.length > 0)
    .sort((one, other) => one.offset - other.offset || other.length - one.length)
    .slice(0, MOST)

/** Telegram cuts white space at both ends; the entities move with it. */
function trimmed(text: string, entities: readonly Entity[]): Formatted {
  const cut = text.length - text.trimStart().length
  const short = text.trim()
  if (short.length === text.length) return { text, entities }
  const moved = entities.flatMap((entity) => {
    const start = Math.max(0, entity.offset - cut)
    const end = Math.min(short.length, entity.offset + entity.length - cut)
    return end > start ? [{ ...entity, offset: start, length: end - start }] : []
  })
  return { text: short, entities: moved }
}
