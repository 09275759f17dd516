/** A message of a thread as our own content: its words, its formatting, whether it is for the customer or for colleagues. */
import type { Message, MessageEntity } from 'grammy/types'
import type { Entity } from '../../domain/message.ts'
import { fromTelegram } from '../../telegram/entities.ts'
import { fullName, mapLink } from '../../telegram/stand-ins.ts'

export interface Spoken {
  readonly text: string
  readonly entities: readonly Entity[]
  readonly inside: boolean
}

// «// …», also without the space; a link (https://) has words before its slashes.
const ASIDE = /^\/\/\s*/

export function spokenIn(message: Message): Spoken {
  const { text, entities } = wordsOf(message)
  const aside = ASIDE.exec(text)?.[0].length ?? 0
  return { ...from(text, fromTelegram(entities), aside), inside: aside > 0 }
}

/** What stands from that place on, with its formatting. */
export function from(text: string, entities: readonly Entity[], start: number): Omit<Spoken, 'inside'> {
  const kept = entities.flatMap((entity) => {
    const offset = Math.max(entity.offset - start, 0)
    const length = entity.offset + entity.length - start - offset
    return length > 0 ? [{ ...entity, offset, length }] : []
  })
  return { text: text.slice(start), entities: kept }
}

export function wordsOf(message: Message): {
  readonly text: string
  readonly entities: readonly MessageEntity[]
} {
  if (message.text !== undefined) return { text: message.text, entities: message.entities ?? [] }
  if (message.caption !== undefined)
    return { text: message.caption, entities: message.caption_entities ?? [] }
  return { text: standIn(message), entities: [] }
}

/** What is neither words nor a file: a drawn sticker's emoji, a place on the map, somebody's number. */
function standIn({ sticker, venue, location, contact, dice }: Message): string {
  if (sticker?.is_animated) return sticker.emoji ?? ''
  if (location) {
    const map = mapLink(location)
    return venue ? `📍 ${venue.title}, ${venue.address}\n${map}` : `📍 ${map}`
  }
  if (contact) return `👤 ${fullName(contact)} ${contact.phone_number}`
  return dice?.emoji ?? ''
}

// Telegram marks Latin commands only; a lone slash or «/чек» is one that was mistyped.
const SLASHED = /^\/(?!\/)\S*/

/** `/word` at the beginning, in a text or under a picture; for the bot, whether it knows it or not. */
export function commandIn(message: Message): string | undefined {
  const { text, entities } = wordsOf(message)
  const first = entities.find(({ type, offset }) => type === 'bot_command' && offset === 0)
  return first ? text.slice(0, first.length) : SLASHED.exec(text)?.[0]
}

/** The message somebody answers; in a thread every message answers the one that opened it, which is nobody's words. */
export function answered({ reply_to_message: reply, message_thread_id: thread }: Message) {
  return reply === undefined || reply.message_id === thread ? undefined : reply
}

const SERVICE: readonly (keyof Message)[] = [
  'forum_topic_created',
  'forum_topic_edited',
  'forum_topic_closed',
  'forum_topic_reopened',
  'general_forum_topic_hidden',
  'general_forum_topic_unhidden',
  'pinned_message',
  'new_chat_members',
  'left_chat_member',
  'new_chat_title',
  'new_chat_photo',
  'delete_chat_photo',
  'message_auto_delete_timer_changed',
  'video_chat_started',
  'video_chat_ended',
  'migrate_to_chat_id',
  'migrate_from_chat_id',
]

/** Telegram's own words about the group. */
export const isService = (message: Message): boolean => SERVICE.some((field) => message[field] !== undefined)
