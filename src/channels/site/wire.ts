/**
 * What leaves for a customer's browser or app, and nothing else: API v1, a promise (docs/site-api.md).
 * Fields are only ever added. Pure types, so that the widget reads them too.
 */
import type { MessageNumber, PromptId, TicketId } from '../../domain/ids.ts'
import type { Attachment, Card, Control, Entity, Score, ShownButton } from '../../domain/message.ts'
import type { Instant } from '../../domain/time.ts'

/** `url` is signed and works for at least a day without a token; ask for the events again to get a fresh one. */
export interface WireFile extends Attachment {
  readonly url: string
}

export interface WireCards {
  /** What stands above them, in place of the message's own text. */
  readonly text: string
  /** `option` is a button of the prompt, `file` the id of one of the files. */
  readonly cards: readonly (Pick<Card, 'option' | 'title' | 'about'> & { readonly file: WireFile['id'] })[]
}

export type WireAuthor =
  | { readonly kind: 'customer' }
  | { readonly kind: 'bot' }
  | { readonly kind: 'system' }
  /** The name customers see; the login never leaves the server. */
  | { readonly kind: 'operator'; readonly name: string }

export interface WireMessage {
  /** Position in the conversation. Operators' notes take numbers too, so there are gaps. */
  readonly number: MessageNumber
  readonly author: WireAuthor
  readonly at: Instant
  readonly text: string
  readonly entities?: readonly Entity[]
  readonly files?: readonly WireFile[]
  readonly replyTo?: MessageNumber
  readonly prompt?: { readonly id: PromptId; readonly buttons: readonly ShownButton[] }
  readonly control?: Control
  /** The same question as cards; `text`, `files` and `prompt` say it all without them. */
  readonly cards?: WireCards
  /** The id the client gave its own message. */
  readonly clientId?: string
  /** The customer pressed a button; `text` is its label. */
  readonly pressed?: { readonly prompt: PromptId; readonly option: number }
}

export type WireChange =
  | { readonly type: 'message'; readonly message: WireMessage }
  /** The message with this number now looks so (queue card, stars). */
  | { readonly type: 'replaced'; readonly message: WireMessage }
  | { readonly type: 'edited'; readonly number: MessageNumber; readonly text: string }
  | { readonly type: 'promptClosed'; readonly prompt: PromptId; readonly chosen?: number }
  | { readonly type: 'operatorJoined'; readonly name: string }
  | { readonly type: 'operatorLeft' }
  | { readonly type: 'chatClosed' }
  | { readonly type: 'rated'; readonly ticket: TicketId; readonly score: Score }

/** `seq` is the cursor: grows within a conversation, never reused. */
export type WireEvent = WireChange & { readonly seq: number; readonly at: Instant }

/** Shown at once, kept nowhere, without a cursor. */
export interface WireTyping {
  readonly who: 'bot' | 'operator'
  readonly name?: string
}
