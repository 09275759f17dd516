/** What a message says in our words, before anything is looked up: pure, so that most updates need no waiting at all. */
import type { Contact, Message } from 'grammy/types'
import type { ConversationInput } from '../../domain/input.ts'
import type { Besides, Entity, Language } from '../../domain/message.ts'
import { fromTelegram } from '../../telegram/entities.ts'
import { fileIn, type TelegramFile } from '../../telegram/files.ts'
import { fullName, mapLink } from '../../telegram/stand-ins.ts'
import { profileOf } from './customer.ts'
import { WORDS } from './words.ts'

export interface Said {
  readonly text: string
  readonly entities: readonly Entity[]
  readonly file?: TelegramFile
  readonly phone?: string
  readonly besides?: Besides
  /** Words that go as a file, for operators: in the text they would pass for an answer. */
  readonly asFile?: { readonly name: string; readonly text: string }
}

/** Undefined for what says nothing (a pinned message, a timer of the chat). */
export function saidIn(message: Message, language: Language): Said | undefined {
  const file = fileIn(message)
  const text = message.text ?? message.caption
  if (text !== undefined || file) {
    const entities = fromTelegram(message.entities ?? message.caption_entities)
    const besides = besidesIn(message, language)
    return { text: text ?? '', entities, ...(file ? { file } : {}), ...(besides ? { besides } : {}) }
  }
  if (message.contact) return contactSaid(message, message.contact, language)
  const besides = besidesIn(message, language)
  return besides && { text: '', entities: [], besides }
}

/** One's own number is an answer like a typed one; somebody else's is none, and only operators see it. */
function contactSaid({ from }: Message, contact: Contact, language: Language): Said {
  const phone = international(contact.phone_number)
  if (contact.user_id !== undefined && contact.user_id === from?.id)
    return { text: phone, entities: [], phone }
  const name = fullName(contact)
  const words = WORDS[language]
  const asFile = { name: words.contactFile, text: `${name}\n${phone}\n` }
  return { text: '', entities: [], besides: { kind: 'other', shown: words.contact(name) }, asFile }
}

/** Some clients leave the plus out. */
function international(phone: string): string {
  return /^\d{11,15}$/u.test(phone) ? `+${phone}` : phone
}

function besidesIn(message: Message, language: Language): Besides | undefined {
  const { venue, location, sticker, dice } = message
  const words = WORDS[language]
  if (venue) {
    const where = `${venue.title}, ${venue.address}, ${mapLink(venue.location)}`
    return { kind: 'place', shown: words.place(where) }
  }
  if (location) return { kind: 'place', shown: words.place(mapLink(location)) }
  if (sticker)
    return { kind: 'sticker', shown: sticker.emoji ?? (sticker.is_animated ? words.unknownKind : '') }
  if (dice) return { kind: 'other', shown: `${dice.emoji} ${dice.value}` }
  const unknown = UNKNOWN_KINDS.some((kind) => kind in message)
  return unknown ? { kind: 'other', shown: words.unknownKind } : undefined
}

// Something was said that we cannot show; anything else without words is a service message.
const UNKNOWN_KINDS = ['poll', 'game', 'story', 'invoice', 'paid_media', 'checklist', 'giveaway', 'gift']

/** `/start`, `/start refund`, `/start refund__vk-ad`, `/help`; undefined for any other text. */
export function startIn(
  message: Message,
  languages: readonly Language[],
): Extract<ConversationInput, { type: 'customerStarted' }> | undefined {
  const found = /^\/(start|help)(?:@\w+)?(?:\s+([\w-]{1,64}))?\s*$/u.exec(message.text ?? '')
  if (!found || !message.from) return undefined
  const profile = profileOf(message.from, languages)
  const given = found[1] === 'start' ? found[2] : undefined
  if (given === undefined) return { type: 'customerStarted', profile }
  const [payload = given, from = given] = given.split('__')
  const attributes = { ...profile.attributes, cameFrom: from }
  return { type: 'customerStarted', payload, profile: { ...profile, attributes } }
}

const COMMAND = /^(\/\w{1,32})@\w+/u

/** A command as people send it from a menu may name the bot. */
export function withoutBotName(said: Said): Said {
  const cut = COMMAND.exec(said.text)
  if (!cut) return said
  const removed = cut[0].length - (cut[1] ?? '').length
  const entities = said.entities.map((entity) => ({
    ...entity,
    offset: Math.max(0, entity.offset - removed),
  }))
  return { ...said, text: said.text.replace(COMMAND, '$1'), entities }
}
