import type { Event } from '../../domain/event.ts'
import { isSafeLink } from '../../domain/link.ts'
import type { Attachment, Author, Cards, Content, Outgoing, ShownButton } from '../../domain/message.ts'
import type { LoggedEvent } from '../../store/port.ts'
import type { WireAuthor, WireCards, WireChange, WireEvent, WireFile, WireMessage } from './wire.ts'

/** Gives a file's id an address that works for this customer. */
export type Address = (file: string) => string

/**
 * The customer's view of an event, or undefined: notes, summaries, readings, flows, variables and logins never leave.
 * An allow list on purpose: an event type nobody thought about stays inside.
 */
export function publicEvent(logged: LoggedEvent, address: Address): WireEvent | undefined {
  const change = publicChange(logged.event, logged.at, address)
  return change && { ...change, seq: logged.seq, at: logged.at }
}

function publicChange(event: Event, at: WireMessage['at'], address: Address): WireChange | undefined {
  switch (event.type) {
    case 'customerSaid': {
      const own = { number: event.number, author: { kind: 'customer' as const }, at }
      const clientId = event.externalId !== undefined && { clientId: event.externalId }
      return { type: 'message', message: { ...own, ...contentPart(event.content, address), ...clientId } }
    }
    case 'buttonPressed': {
      const { number, prompt, option, label } = event
      const author = { kind: 'customer' as const }
      return { type: 'message', message: { number, author, at, text: label, pressed: { prompt, option } } }
    }
    case 'messageSent':
      return { type: 'message', message: outgoingPart(event.message, address) }
    case 'messageReplaced': {
      const { message } = event
      const number = message.replaces ?? message.number
      return { type: 'replaced', message: { ...outgoingPart(message, address), number } }
    }
    case 'messageEdited':
      return { type: 'edited', number: event.number, text: event.content.text }
    case 'promptClosed': {
      const { prompt, chosen } = event
      return { type: 'promptClosed', prompt, ...(chosen !== undefined && { chosen }) }
    }
    case 'operatorJoined':
      return { type: 'operatorJoined', name: event.name }
    case 'operatorLeft':
      return { type: 'operatorLeft' }
    case 'chatClosed':
      return { type: 'chatClosed' }
    case 'ratingGiven':
      return { type: 'rated', ticket: event.ticket, score: event.score }
    default:
      return undefined
  }
}

function outgoingPart(message: Outgoing, address: Address): WireMessage {
  const { number, author, content, prompt, control, cards, at } = message
  return {
    number,
    author: publicAuthor(author),
    at,
    ...contentPart(content, address),
    ...(prompt !== undefined && { prompt: { id: prompt.id, buttons: prompt.buttons.filter(safeButton) } }),
    ...(control !== undefined && { control }),
    ...(cards !== undefined && { cards: wireCards(cards) }),
  }
}

function wireCards({ text, cards }: Cards): WireCards {
  return {
    text,
    cards: cards.map(({ option, title, about, picture }) => ({ option, title, about, file: picture.id })),
  }
}

function contentPart(content: Content, address: Address) {
  const { text, entities, attachments, replyTo } = content
  const files = attachments?.map((file) => wireFile(file, address))
  return {
    text,
    ...(entities && { entities: entities.filter(({ url }) => url === undefined || isSafeLink(url)) }),
    ...(files && files.length > 0 && { files }),
    ...(replyTo !== undefined && { replyTo }),
  }
}

function wireFile(file: Attachment, address: Address): WireFile {
  const { id, kind, name, mime, size } = file
  return { id, kind, name, mime, size, url: address(id) }
}

function publicAuthor(author: Author): WireAuthor {
  const person = author.kind === 'operator' || author.kind === 'byHand'
  return person ? { kind: 'operator', name: author.name } : { kind: author.kind }
}

function safeButton(button: ShownButton): boolean {
  return button.url === undefined || isSafeLink(button.url)
}
