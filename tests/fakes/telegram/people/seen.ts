/** A message as a person sees it on the screen. */
import type { Entity, MediaType, Message, Wire } from '../world/model.ts'
import { wordsOf } from '../world/words.ts'

export interface SeenMedia {
  readonly type: MediaType
  readonly name: string | undefined
  readonly mime: string
  readonly size: number
  readonly bytes: Uint8Array
  readonly key: string
  readonly album: string | undefined
}

export interface SeenButton {
  readonly text: string
  readonly data?: string
  readonly url?: string
}

export interface Seen {
  readonly id: number
  /** The sender's first name. */
  readonly from: string
  readonly fromId: number
  readonly byBot: boolean
  /** Unix time, seconds. */
  readonly date: number
  /** Text or caption; '' for neither. */
  readonly text: string
  readonly entities: readonly Entity[]
  readonly media: SeenMedia | undefined
  readonly location: Wire | undefined
  readonly contact: Wire | undefined
  readonly service: Wire | undefined
  /** Inline buttons by rows. */
  readonly buttons: readonly (readonly SeenButton[])[]
  /** Buttons under the writing field that this message brought: a keyboard, or its removal. */
  readonly keyboard: Wire | undefined
  readonly thread: number | undefined
  readonly replyTo: number | undefined
  readonly edited: boolean
  readonly forwarded: boolean
  readonly pinned: boolean
  readonly reactions: readonly string[]
}

export function seen(message: Message): Seen {
  const { content, markup } = message
  const inline = markup?.inline_keyboard
  return {
    id: message.id,
    from: message.from.firstName,
    fromId: message.from.id,
    byBot: message.from.isBot,
    date: message.date,
    text: wordsOf(content),
    entities: content.kind === 'text' || content.kind === 'media' ? content.entities : [],
    media: mediaOf(message),
    location: content.kind === 'fields' && content.name === 'location' ? content.fields : undefined,
    contact: content.kind === 'fields' && content.name === 'contact' ? content.fields : undefined,
    service: content.kind === 'service' ? content.fields : undefined,
    buttons: Array.isArray(inline) ? inline.map((row: readonly Wire[]) => row.map(seenButton)) : [],
    keyboard: inline === undefined ? markup : undefined,
    thread: message.thread,
    replyTo: message.replyTo,
    edited: message.edited !== undefined,
    forwarded: message.forwardedFrom !== undefined,
    pinned: message.chat.pinned.has(message.id),
    reactions: [...message.reactions.values()].flat(),
  }
}

function seenButton({ text, callback_data: data, url }: Wire): SeenButton {
  return {
    text: String(text),
    ...(data === undefined ? {} : { data: String(data) }),
    ...(url === undefined ? {} : { url: String(url) }),
  }
}

function mediaOf({ content }: Message): SeenMedia | undefined {
  if (content.kind !== 'media') return undefined
  const { type, name, mime, size, bytes, key } = content.file
  return { type, name, mime, size, bytes, key, album: content.album }
}
