/**
 * The words of the desk in Telegram. A forum topic is called a thread here; "topic" is what a ticket is about.
 * Ids of chats and messages are Telegram's own numbers (below 2^53).
 */
import type { NoOwnThread } from '../../domain/event.ts'
import type { ConversationId, GroupName, MessageNumber, OperatorId, TicketId } from '../../domain/ids.ts'
import type { Entity } from '../../domain/message.ts'
import type { Instant } from '../../domain/time.ts'
import type { Recent } from './mirror/recent.ts'

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
  /** How many messages of the next line stand there already, when it goes as several (long texts, files). */
  readonly part?: number
  /** Place in the log up to which the first message tells what was said; rewritten, it tells the same. */
  readonly cardUpTo?: number
  /** Made again after it was deleted, or elsewhere: its first message tells the people's talk too. */
  readonly again?: boolean
  /** The card may stand there twice: it is marked, and stays so when it is rewritten. */
  readonly twice?: boolean
  /** What the first message says of the ticket, in short; another is stale. */
  readonly facts?: string
  /** The state that was told in the thread last: who has the ticket, since when it is put aside … */
  readonly told?: string
  /** The closing of the chat is among what was shown: what the customer says now is between them and the bot. */
  readonly over?: boolean
  /** Which messages stand for the last lines. */
  readonly recent?: Recent
  /** Which of the last lines operators wrote in the thread themselves: what became of those is told under them. */
  readonly own?: readonly number[]
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
export type Urgency = 'first' | 'relay' | 'later'

export interface Button {
  readonly text: string
  /** At most 64 bytes; read by `presses.ts`. */
  readonly data: string
}

/** Something the bot writes in a chat of the desk. */
export interface Writing {
  readonly place: Place
  readonly urgency: Urgency
  readonly text: string
  readonly entities?: readonly Entity[]
  /** Rows. */
  readonly buttons?: readonly (readonly Button[])[]
  readonly replyTo?: number
  /** Tried also in a group where the bot lacks rights: it is about them. */
  readonly insists?: true
  /** An answer somebody waits for: said after a restart when it could not be before. */
  readonly kept?: true
  /** Not worth writing after that. */
  readonly until?: Instant
}

/** An earlier message of the bot's own put in other words. No `buttons` takes its buttons away. */
export interface Rewriting extends Omit<Writing, 'replyTo' | 'kept'> {
  readonly message: number
}

/** The bot's own mark on somebody's message; the last one wins, so earlier ones that still wait are dropped. */
export interface Reacting {
  readonly chat: number
  readonly message: number
  /** None takes the mark away. */
  readonly emoji: string | undefined
  readonly urgency: Urgency
  readonly kept?: true
  readonly until?: Instant
}

/** The one way to write: everything spends the same twenty a minute. Nothing here rejects. */
export interface Writer {
  /** Resolves with the message's id once it stands there; undefined when it was dropped or Telegram refused it. */
  write(writing: Writing): Promise<number | undefined>
  /** False when it was dropped or refused (the message is gone, too old). */
  rewrite(rewriting: Rewriting): Promise<boolean>
  react(reacting: Reacting): Promise<boolean>
}

/** A group of the desk. Kept in the notes as `chat:<id>` by `chats.ts`. */
export interface DeskChat {
  readonly id: number
  readonly title: string
  /** Whose tickets go there; empty = everybody's. Several chats of one group share its tickets. */
  readonly groups: readonly GroupName[]
  /** Taken tickets open in the operator's own chat with the bot, where that works. */
  readonly personal?: boolean
  /** What keeps the bot from working there: nothing is written to it until it is cleared. */
  readonly trouble?: ChatTrouble
}

export type ChatTrouble = 'kicked' | 'rights' | 'noThreads'

/** Which groups there are now. */
export interface DeskChats {
  /** Those set up, also in trouble. */
  all(): readonly DeskChat[]
  /** Groups that became supergroups, ever: the old number and the new one. */
  moves(): ReadonlyMap<number, number>
  /** Heard after a group was set up, lost, got into or out of trouble. */
  subscribe(hear: (change: ChatChange) => void): () => void
}

export type ChatChange =
  | { readonly kind: 'changed'; readonly chat: DeskChat }
  /** Became a supergroup: everything that stood there stands there under another id. */
  | { readonly kind: 'migrated'; readonly from: number; readonly to: DeskChat }

/** What the lead is to be told elsewhere than in the group that is in trouble. */
export type DeskTrouble =
  | { readonly kind: 'chat'; readonly chat: number; readonly trouble: ChatTrouble }
  /** A personal thread could not be used; its ticket went to a thread of the group. */
  | {
      readonly kind: 'fallback'
      readonly ticket: TicketId
      readonly operator: OperatorId
      readonly why: NoOwnThread
      /** In Telegram's words. */
      readonly detail: string
    }
  /** The group's minute has been used up for so long that customers' words are late by that many seconds. */
  | { readonly kind: 'slowed'; readonly chat: number; readonly seconds: number }

/** What stands where; read by whoever must know which ticket a thread is about. */
export interface Threads {
  of(ticket: TicketId): Thread | undefined
  /** The ticket whose thread this is. */
  at(place: Place): Thread | undefined
  /** A ticket had its thread there, and has it elsewhere now: what is written there reaches nobody. */
  left(place: Place): boolean
  post(chat: number, message: number): Promise<Post | undefined>
  /** Remembers what stands for a message of the conversation; durable when it resolves. */
  remember(chat: number, message: number, post: Post): Promise<void>
}

/** `surface:chat:message`, the external id of what an operator wrote in a thread. */
export const DESK_SURFACE = 'telegram-desk'
export const postId = (chat: number, message: number) => `${DESK_SURFACE}:${chat}:${message}`
