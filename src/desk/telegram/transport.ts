/**
 * The calls by which the desk writes, narrow enough for a simulation to run the same desk over a model of Telegram. Every
 * failure is a result. Formatting goes as entities, never by a parse mode.
 */
import type { Attachment } from '../../domain/message.ts'
import type { Instant } from '../../domain/time.ts'
import type { Button, Place } from './model.ts'

/** Telegram's own names; offsets in UTF-16 units. */
export interface TelegramEntity {
  readonly type:
    | 'bold'
    | 'italic'
    | 'code'
    | 'text_link'
    | 'text_mention'
    | 'expandable_blockquote'
    | 'blockquote'
  readonly offset: number
  readonly length: number
  readonly url?: string
  /** Of a `text_mention`: who is told. */
  readonly user?: { readonly id: number; readonly first_name: string; readonly is_bot: false }
}

export interface Rich {
  readonly text: string
  readonly entities: readonly TelegramEntity[]
}

export interface Letter {
  readonly rich: Rich
  /** Rows. */
  readonly buttons?: readonly (readonly Button[])[]
  readonly replyTo?: number
}

/**
 * `thread`: it was deleted. `closed`: it is closed. `message`: the one to be changed is gone. `chat`: the bot is out of it, or
 * there is none. `blocked`: the person has blocked the bot. `rights`: it may not do that. `topics`: no threads there.
 * `content`: Telegram does not take what it was given.
 */
export type Fault = 'thread' | 'closed' | 'message' | 'chat' | 'blocked' | 'rights' | 'topics' | 'content'

export type Called<T> =
  | { readonly kind: 'done'; readonly result: T }
  /** 429: the whole chat rests until then. */
  | { readonly kind: 'wait'; readonly until: Instant }
  /** 5xx, network. `perhaps`: no answer came, so it may have been done. */
  | { readonly kind: 'again'; readonly perhaps: boolean; readonly why: string }
  | { readonly kind: 'refused'; readonly fault: Fault; readonly why: string }
  | { readonly kind: 'moved'; readonly to: number }

/** A message's id. */
type Sent = Promise<Called<number>>
type Done = Promise<Called<true>>

export interface Transport {
  createThread(
    chat: number,
    thread: { readonly title: string; readonly color: number; readonly icon?: string },
  ): Sent
  editThread(place: Required<Place>, to: { readonly title?: string; readonly icon?: string }): Done
  closeThread(place: Required<Place>): Done
  reopenThread(place: Required<Place>): Done
  send(place: Place, letter: Letter): Sent
  /** One file, or an album of up to ten; the ids in their order. */
  sendFiles(place: Place, files: readonly Attachment[], letter: Letter): Promise<Called<readonly number[]>>
  /** Copies messages of a chat of the same bot: nothing is downloaded. */
  copy(
    place: Place,
    from: { readonly chat: number; readonly messages: readonly number[] },
  ): Promise<Called<readonly number[]>>
  /** Nothing changed is `done` too. */
  edit(chat: number, message: number, letter: Letter, what: 'text' | 'caption'): Done
  pin(chat: number, message: number): Done
  react(chat: number, message: number, emoji: string | undefined): Done
  /** What threads may have as an icon: emoji → custom emoji id. */
  icons(): Promise<Called<ReadonlyMap<string, string>>>
}
