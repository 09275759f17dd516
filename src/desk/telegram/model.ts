/**
 * The words of the desk in Telegram. A forum topic is called a thread here; "topic" is what a ticket is about.
 * Ids of chats and messages are Telegram's own numbers (below 2^53).
 */
import type { ConversationId, MessageNumber, OperatorId, TicketId } from '../../domain/ids.ts'
import type { Entity } from '../../domain/message.ts'
import type { Instant } from '../../domain/time.ts'

/** A chat of the desk (an admin group, or an operator's own chat with the bot), and a thread of it; none = General. */
export interface Place {
  readonly chat: number
  readonly thread?: number
}

/** A ticket's thread as it is shown now; kept in the notes as `thread:<ticket>`. */
export interface Thread {
  readonly ticket: TicketId
  readonly conversation: ConversationId
  readonly place: Required<Place>
  /** Place in the log up to which the customer's and everybody's words stand in the thread. */
  readonly shown: number
  /** The first message, edited when the ticket changes. */
  readonly card?: number
  /** As Telegram has it, to see what is stale. */
  readonly title: string
  readonly icon?: string
  readonly closed: boolean
}

/** A message in a thread that stands for one of the conversation; kept in the notes as `post:<chat>:<message>`. */
export interface Post {
  readonly ticket: TicketId
  readonly conversation: ConversationId
  readonly number: MessageNumber
  /** Absent: the customer's or the bot's words, put here by Kotik. */
  readonly by?: OperatorId
}

/**
 * What goes first when the minute is short. `first`: alerts, new threads and their cards, answers to what an operator did.
 * `relay`: what customers write. `later`: board, renames, reactions; dropped when they are stale.
 */
export type Lane = 'first' | 'relay' | 'later'

export interface Button {
  readonly text: string
  /** At most 64 bytes; read by `presses.ts`. */
  readonly data: string
}

/** Something the bot writes in a chat of the desk. */
export interface Writing {
  readonly place: Place
  readonly lane: Lane
  readonly text: string
  readonly entities?: readonly Entity[]
  /** Rows. */
  readonly buttons?: readonly (readonly Button[])[]
  readonly replyTo?: number
  /** Not worth writing after that. */
  readonly until?: Instant
}

/** The one way to write: everything spends the same twenty a minute. */
export interface Writer {
  /** Resolves with the message's id once it stands there; undefined when it was dropped or Telegram refused it. Rejects never. */
  write(writing: Writing): Promise<number | undefined>
}

/** What stands where; read by whoever must know which ticket a thread is about. */
export interface Threads {
  of(ticket: TicketId): Thread | undefined
  /** The ticket whose thread this is. */
  at(place: Place): Thread | undefined
  post(chat: number, message: number): Promise<Post | undefined>
  /** Remembers what stands for a message of the conversation; durable when it resolves. */
  remember(chat: number, message: number, post: Post): Promise<void>
}

/** `surface:chat:message`, the external id of what an operator wrote in a thread. */
export const DESK_SURFACE = 'telegram-desk'
export const postId = (chat: number, message: number) => `${DESK_SURFACE}:${chat}:${message}`
