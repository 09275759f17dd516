/**
 * Formatting, both ways. Never a parse mode: what people type stays what they typed, whatever characters it has.
 * Both sides count in UTF-16 units.
 */
import type { MessageEntity } from 'grammy/types'
import { isSafeLink } from '../domain/link.ts'
import type { Entity } from '../domain/message.ts'

const TO_TELEGRAM = { bold: 'bold', italic: 'italic', code: 'code' } as const
const FROM_TELEGRAM: { readonly [type: string]: Entity['kind'] } = {
  bold: 'bold',
  italic: 'italic',
  code: 'code',
  pre: 'code',
}

// Telegram keeps 100 of a message and drops the rest in silence.
const MOST = 100

/** As Telegram takes it; what it would refuse (outside of the text, empty, a link that is none) is left out. */
export function toTelegram(text: string, entities: readonly Entity[] = []): MessageEntity[] {
  return entities.flatMap((entity) => one(text, entity)).slice(0, MOST)
}

function one(text: string, { kind, offset, length, url }: Entity): MessageEntity[] {
  const end = Math.min(offset + length, text.length)
  if (offset < 0 || end <= offset) return []
  const span = { offset, length: end - offset }
  if (kind !== 'link') return [{ type: TO_TELEGRAM[kind], ...span }]
  return url !== undefined && isSafeLink(url) ? [{ type: 'text_link', ...span, url }] : []
}

/** What we can keep of it; the rest is plain text. */
export function fromTelegram(entities: readonly MessageEntity[] = []): readonly Entity[] {
  return entities.slice(0, MOST).flatMap((entity): readonly Entity[] => {
    const { type, offset, length } = entity
    if (entity.type === 'text_link') {
      return isSafeLink(entity.url) ? [{ kind: 'link', offset, length, url: entity.url }] : []
    }
    const kind = FROM_TELEGRAM[type]
    return kind ? [{ kind, offset, length }] : []
  })
}
