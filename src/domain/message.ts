import type { FlowName, IntentName, MessageNumber, OperatorId, PromptId, TicketId } from './ids.ts'
import type { Duration, Instant } from './time.ts'

export type Language = 'ru' | 'en'

/** A value that survives JSON; what variables, HTTP answers and templates are made of. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
export type Variables = { readonly [name: string]: Json }

/**
 * A file that travels with a message. `id` is 128 random bits given by the file store; the bytes live outside
 * the database. `kind` says how to show it, never how to trust it. `size` in bytes.
 */
export interface Attachment {
  readonly id: string
  readonly kind: 'image' | 'file' | 'voice' | 'video' | 'sticker' | 'location'
  readonly name: string
  readonly mime: string
  readonly size: number
}

/** Formatting laid over plain text; `offset` and `length` in UTF-16 units, as Telegram and browsers count. */
export interface Entity {
  readonly kind: 'bold' | 'italic' | 'code' | 'link'
  readonly offset: number
  readonly length: number
  readonly url?: string
}

/**
 * What came with a message and is neither words nor a file we have. `shown` is how operators read it, in the desk's language
 * (may be empty); it is never matched, quoted or taken for an answer. `limit` in bytes.
 */
export type Besides =
  | { readonly kind: 'place' | 'sticker' | 'other'; readonly shown: string }
  | ({ readonly kind: 'lostFile'; readonly shown: string } & Lost)

/** Why a file did not come. */
export type Lost =
  | { readonly why: 'tooLarge'; readonly limit: number }
  /** The messenger does not give it; it is of a kind that is not taken. */
  | { readonly why: 'gone' | 'refused' }

/** What somebody says: plain text (may be empty when something else came), formatting beside it. */
export interface Content {
  readonly text: string
  readonly entities?: readonly Entity[]
  readonly attachments?: readonly Attachment[]
  readonly besides?: readonly Besides[]
  readonly replyTo?: MessageNumber
}

/** A message as operators read it: its words, and a line for each thing that came besides. */
export function asRead(content: Content): Content {
  const { besides = [], ...rest } = content
  if (besides.length === 0) return content
  return { ...rest, text: [content.text, ...besides.map(({ shown }) => shown)].filter(Boolean).join('\n') }
}

/** What a pressed button means. It stays in our state; a channel carries only prompt id and option index. */
export type ButtonAction =
  /** An `ask` with buttons: the value to save. */
  | { readonly do: 'answer'; readonly value: Json }
  /** A guide's [Получилось] / [Не получается]. */
  | { readonly do: 'guide'; readonly worked: boolean }
  /** «Помогло?» of a `solved` step. */
  | { readonly do: 'solved'; readonly yes: boolean }
  /** One reading of "did you mean". */
  | { readonly do: 'intent'; readonly intent: IntentName }
  | { readonly do: 'flow'; readonly flow: FlowName }
  /** 👍/👎 under a bot's answer. */
  | { readonly do: 'vote'; readonly about: AnswerSource; readonly good: boolean }
  /** `about`: the bot's answer that was no good. */
  | { readonly do: 'person'; readonly about?: AnswerSource }
  | { readonly do: 'leaveQueue' }
  | { readonly do: 'leaveEmail' }
  | { readonly do: 'startOver' }
  | { readonly do: 'confirmClosing'; readonly ticket: TicketId; readonly yes: boolean }
  | { readonly do: 'rate'; readonly ticket: TicketId; readonly score: Score }
  | { readonly do: 'skipComment' }
  /** Opens a page in the customer's browser; channels show it as a link and send nothing back. */
  | { readonly do: 'open'; readonly url: string }

/** CSAT, 1 (bad) to 5 (good). */
export type Score = 1 | 2 | 3 | 4 | 5

/** Which piece of content a vote or a rating is about; reports are grouped by it. */
export interface AnswerSource {
  readonly intent?: IntentName
  readonly flow?: FlowName
  /** `block.index`, as `kotik graph` shows it. */
  readonly step?: string
}

export interface ButtonOption {
  readonly label: string
  readonly action: ButtonAction
}

/**
 * Buttons that were shown and may still be pressed. `step` belongs to the step that waits for an answer and dies with it;
 * `lasting` (votes, ratings, the queue card) can be pressed later, even when other things were said since.
 */
export interface Prompt {
  readonly id: PromptId
  readonly kind: 'step' | 'lasting'
  readonly options: readonly ButtonOption[]
  /** Of a lasting prompt: what was pressed last, so that a second press of the same changes nothing. */
  readonly chosen?: number
}

/** A button as a channel sees it. */
export interface ShownButton {
  readonly option: number
  readonly label: string
  readonly url?: string
  /** Emphasis only; a channel that cannot show it ignores it. */
  readonly tone?: 'primary' | 'quiet'
}

/** One answer of a question as a card: `option` is its button's. */
export interface Card {
  readonly option: number
  readonly title: string
  /** A line beneath the title; may be empty. */
  readonly about: string
  readonly picture: Attachment
}

/** The same question as cards to leaf through; `text` is what stands above them. */
export interface Cards {
  readonly text: string
  /** 2 to 10, one for each button. */
  readonly cards: readonly Card[]
}

/** Native controls a channel may draw better than buttons; the buttons are there all the same. */
export type Control =
  | { readonly kind: 'rating'; readonly ticket: TicketId; readonly score?: Score }
  | {
      readonly kind: 'queue'
      readonly ticket: TicketId
      /** People before this customer; 0 = next. */
      readonly ahead: number
      /** Honest range of the wait; absent when there is nothing to reckon it from. */
      readonly wait?: { readonly from: Duration; readonly to: Duration }
      readonly state: 'waiting' | 'taken' | 'left'
    }

/** Who speaks to the customer. The operator's name is the one customers see. */
export type Author =
  | { readonly kind: 'bot' }
  | { readonly kind: 'system' }
  | { readonly kind: 'operator'; readonly operator: OperatorId; readonly name: string }
  /** Somebody of ours in the messenger itself, past Kotik: it stood there before we knew. The name may be empty. */
  | { readonly kind: 'byHand'; readonly name: string }

/** Their own phone number. */
export type AskedFor = 'phone'

/** A message on its way to a customer. */
export interface Outgoing {
  readonly number: MessageNumber
  readonly author: Author
  readonly content: Content
  readonly prompt?: { readonly id: PromptId; readonly buttons: readonly ShownButton[] }
  readonly control?: Control
  /** For channels that can show cards; `content` and `prompt` say all of it in words, pictures and buttons. */
  readonly cards?: Cards
  /** What the customer is asked for, where a channel has a way to give it that is easier than typing. */
  readonly asks?: AskedFor
  /** Edit that earlier message in place where the channel can; otherwise do not send at all. */
  readonly replaces?: MessageNumber
  readonly at: Instant
}
