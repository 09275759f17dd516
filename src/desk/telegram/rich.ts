/** Text with its formatting, put together from pieces. Offsets count UTF-16 units, as Telegram does. */
import { isSafeLink } from '../../domain/link.ts'
import type { Content, Entity } from '../../domain/message.ts'
import type { Rich, TelegramEntity } from './transport.ts'

export { CAPTION_LIMIT, TEXT_LIMIT } from '../../messengers/split.ts'

export const plain = (text: string): Rich => ({ text, entities: [] })
export const bold = (text: string): Rich => over(plain(text), 'bold')
export const italic = (text: string): Rich => over(plain(text), 'italic')

/** Folded until somebody wants to read it. */
export const folded = (rich: Rich): Rich => over(rich, 'expandable_blockquote')

/** A person who is told that they are named. */
export function mention(name: string, user: number | undefined): Rich {
  if (user === undefined) return bold(name)
  const entity: TelegramEntity = {
    type: 'text_mention',
    offset: 0,
    length: name.length,
    user: { id: user, first_name: name, is_bot: false },
  }
  return { text: name, entities: name === '' ? [] : [entity] }
}

function over(rich: Rich, type: TelegramEntity['type']): Rich {
  if (rich.text === '') return rich
  // A quote holds other formatting, never another quote; the outer one comes first.
  return { text: rich.text, entities: [{ type, offset: 0, length: rich.text.length }, ...rich.entities] }
}

export function join(pieces: readonly (Rich | string)[], between = ''): Rich {
  let text = ''
  const entities: TelegramEntity[] = []
  pieces.forEach((piece, index) => {
    if (index > 0) text += between
    const rich = typeof piece === 'string' ? plain(piece) : piece
    for (const entity of rich.entities) entities.push({ ...entity, offset: entity.offset + text.length })
    text += rich.text
  })
  return { text, entities }
}

export function fromContent({ text, entities = [] }: Content): Rich {
  return { text, entities: entities.flatMap((entity) => translated(text, entity)) }
}

/** The link of somebody's profile: who is so named is told. */
const PROFILE = /^tg:\/\/user\?id=(\d{1,15})$/

function translated(text: string, { kind, offset, length, url }: Entity): readonly TelegramEntity[] {
  if (kind !== 'link') return [{ type: kind, offset, length }]
  const named = PROFILE.exec(url ?? '')?.[1]
  if (named !== undefined) {
    const user = {
      id: Number(named),
      first_name: text.slice(offset, offset + length),
      is_bot: false,
    } as const
    return [{ type: 'text_mention', offset, length, user }]
  }
  return url !== undefined && isSafeLink(url) ? [{ type: 'text_link', offset, length, url }] : []
}

/** The beginning, with «…» where something was left out. */
export function cut(rich: Rich, most: number): Rich {
  if (rich.text.length <= most) return rich
  const { text, entities } = slice(rich, 0, seam(rich.text, 0, most - 1))
  return { text: `${text}…`, entities }
}

/** The end, for where the last words matter most. */
export function cutStart(rich: Rich, most: number): Rich {
  if (rich.text.length <= most) return rich
  const from = rich.text.length - most + 1
  const whole = isLowSurrogate(rich.text, from) ? from + 1 : from
  return join([plain('…'), slice(rich, whole, rich.text.length)])
}

const isLowSurrogate = (text: string, at: number) => /[\uDC00-\uDFFF]/.test(text.charAt(at))

/** Never between the halves of a surrogate pair. */
const seam = (text: string, from: number, to: number) =>
  isLowSurrogate(text, to) && to - 1 > from ? to - 1 : to

function slice({ text, entities }: Rich, from: number, to: number): Rich {
  const kept = entities.flatMap((entity) => {
    const start = Math.max(entity.offset, from)
    const length = Math.min(entity.offset + entity.length, to) - start
    return length > 0 ? [{ ...entity, offset: start - from, length }] : []
  })
  return { text: text.slice(from, to), entities: kept }
}
