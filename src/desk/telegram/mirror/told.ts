/** What an event of the log means to the readers of a thread. Pure. */
import type { ConversationEvent } from '../../../domain/event.ts'
import type { MessageNumber, OperatorId, TicketId } from '../../../domain/ids.ts'
import { type Attachment, asRead, type Content, type Outgoing } from '../../../domain/message.ts'
import type { Instant } from '../../../domain/time.ts'
import type { LoggedEvent } from '../../../store/port.ts'
import { DESK_SURFACE, type Thread, type Urgency } from '../model.ts'
import { bold, fromContent, join, plain } from '../rich.ts'
import type { ThreadWords } from '../texts.ts'
import type { Rich } from '../transport.ts'

export interface Line {
  readonly kind: 'line'
  readonly seq: number
  readonly at: Instant
  readonly urgency: Urgency
  readonly who: 'customer' | 'bot' | 'operator' | 'note' | 'sign'
  /** Put before the words when others speak in the same message. */
  readonly mark: Rich
  readonly rich: Rich
  readonly attachments: readonly Attachment[]
  /** Of the conversation; absent for what is no message of it. */
  readonly number?: MessageNumber
  readonly by?: OperatorId
  readonly replyTo?: MessageNumber
  /** What the customer's messages are called on their channel. */
  readonly externalId?: string
}

/** A line in other words. */
export interface Edit {
  readonly kind: 'edit'
  readonly seq: number
  readonly at: Instant
  readonly urgency: Urgency
  readonly number: MessageNumber
  readonly content: Content
  readonly by?: OperatorId
}

/** It was written in this thread and stands there already. */
export interface Here {
  readonly kind: 'here'
  readonly seq: number
  readonly at: Instant
  readonly number: MessageNumber
  readonly message: number
  readonly by?: OperatorId
}

export type Told = Line | Edit | Here

export interface Reader {
  readonly thread: Thread
  readonly words: ThreadWords
  readonly bot: string
  nameOf(operator: OperatorId): string
}

/** Undefined for what nobody needs to read in a thread. */
export function told(logged: LoggedEvent, reader: Reader): Told | undefined {
  if (logged.address.to !== 'conversation') return undefined
  const found = toldOf(logged.event as ConversationEvent, logged, reader)
  // The card tells the words up to there; files could not be put into it.
  if (found === undefined || logged.seq > (reader.thread.cardUpTo ?? 0)) return found
  if (found.kind !== 'line' || found.attachments.length === 0) return undefined
  return { ...found, rich: plain('') }
}

function toldOf(event: ConversationEvent, at: LoggedEvent, reader: Reader): Told | undefined {
  const { words } = reader
  switch (event.type) {
    case 'customerSaid':
      return line(at, 'customer', bold(words.customer), event.content, {
        number: event.number,
        ...(event.externalId === undefined ? {} : { externalId: event.externalId }),
      })
    case 'buttonPressed':
      return line(
        at,
        'customer',
        bold(words.customer),
        { text: `▸ ${event.label}` },
        { number: event.number },
      )
    case 'messageSent':
      return said(event.message, event.externalId, at, reader)
    case 'noteAdded': {
      const mark = bold(`📝 ${event.name} · ${words.note}`)
      const more = { number: event.number, by: event.operator }
      return here(event.externalId, at, reader, more) ?? line(at, 'note', mark, event.content, more)
    }
    case 'messageEdited':
      return edited(event, at, reader)
    default:
      return sign(event, at, words)
  }
}

interface More {
  readonly number: MessageNumber
  readonly by?: OperatorId
  readonly externalId?: string
}

function line(
  { seq, at }: LoggedEvent,
  who: Line['who'],
  mark: Rich,
  content: Content,
  more: Partial<More> = {},
): Line {
  const urgency = who === 'bot' ? 'later' : 'relay'
  const { attachments = [], replyTo } = content
  const reply = replyTo === undefined ? {} : { replyTo }
  return {
    kind: 'line',
    seq,
    at,
    urgency,
    who,
    mark,
    rich: fromContent(asRead(content)),
    attachments,
    ...reply,
    ...more,
  }
}

function said(message: Outgoing, externalId: string | undefined, at: LoggedEvent, reader: Reader) {
  const { author, content, number } = message
  if (author.kind === 'byHand') {
    const mark = bold([author.name, reader.words.byHand].filter(Boolean).join(' · '))
    return line(at, 'operator', mark, content, { number })
  }
  if (author.kind !== 'operator') return line(at, 'bot', bold(`🤖 ${reader.bot}`), content, { number })
  const more = { number, by: author.operator }
  const from = externalId === undefined ? ` · ${reader.words.fromWeb}` : ''
  const mark = bold(`${author.name}${from}`)
  return here(externalId, at, reader, more) ?? line(at, 'operator', mark, content, more)
}

function edited(
  event: Extract<ConversationEvent, { readonly type: 'messageEdited' }>,
  at: LoggedEvent,
  reader: Reader,
): Told | undefined {
  // Whoever edits in the thread sees it there.
  if (messageIn(event.externalId, reader.thread.place.chat) !== undefined) return undefined
  const { number, by } = event
  const content = asRead(event.content)
  const author = by === undefined ? {} : { by }
  return { kind: 'edit', seq: at.seq, at: at.at, urgency: 'relay', number, content, ...author }
}

function here(externalId: string | undefined, { seq, at }: LoggedEvent, { thread }: Reader, more: More) {
  const message = messageIn(externalId, thread.place.chat)
  return message === undefined ? undefined : ({ kind: 'here', seq, at, message, ...more } as const)
}

/** The message an external id of ours names, when it stands in that chat. */
function messageIn(externalId: string | undefined, chat: number): number | undefined {
  const beginning = `${DESK_SURFACE}:${chat}:`
  // An album is several of them; its first one stands for it.
  return externalId?.startsWith(beginning)
    ? Number.parseInt(externalId.slice(beginning.length), 10)
    : undefined
}

/** What happened between the words. */
function sign(event: ConversationEvent, { seq, at }: LoggedEvent, words: ThreadWords): Line | undefined {
  const signed = (urgency: Urgency, rich: Rich): Line => ({
    ...{ kind: 'line', seq, at, urgency, who: 'sign', mark: plain(''), rich, attachments: [] },
  })
  switch (event.type) {
    case 'closingProposed':
      return signed('later', plain(`❔ ${words.proposed}`))
    case 'closingRejected':
      return signed('relay', plain(`↩️ ${words.rejected}`))
    case 'customerBlocked':
      return signed('first', bold(`⚠️ ${words.blocked}`))
    case 'customerUnblocked':
      return signed('relay', plain(`✅ ${words.unblocked}`))
    case 'deliveryRefused':
      return signed('first', join([bold('⚠️ '), plain(`${words.refusals[event.why]} (№ ${event.number})`)]))
    case 'inputParked':
      return signed('first', plain(`⚠️ ${words.parked}`))
    case 'ratingGiven': {
      const comment = event.comment === undefined ? '' : `\n«${event.comment}»`
      return signed('later', plain(`⭐ ${words.rated}: ${event.score}/5${comment}`))
    }
    default:
      return undefined
  }
}

/** Whether the people are talking, as far as the log was followed. */
export interface Talk {
  readonly open: boolean
  /** The customer's last words outside of the talk: they may be what brings it back. */
  readonly held?: LoggedEvent
}

/**
 * Which events belong to a ticket's thread: those that name it, and the customer's words between asking for a person and the
 * desk's answer, which name none.
 */
export function follow(
  talk: Talk,
  logged: LoggedEvent,
  ticket: TicketId,
): { readonly talk: Talk; readonly found: readonly LoggedEvent[] } {
  const { event } = logged
  if (event.type === 'handoffRequested') {
    const back = event.request.reason === 'reopened' && talk.held ? [talk.held] : []
    return { talk: { open: true }, found: talk.open ? [] : back }
  }
  if ('ticket' in event && event.ticket !== undefined) {
    const own = event.ticket === ticket
    const over = own && (event.type === 'chatClosed' || event.type === 'queueLeft')
    return { talk: over ? { open: false } : talk, found: own ? [logged] : [] }
  }
  const words = event.type === 'customerSaid' || event.type === 'buttonPressed'
  if (talk.open) return { talk, found: words ? [logged] : [] }
  return { talk: words ? { open: false, held: logged } : talk, found: [] }
}

/** Files the customer sent before a person was asked for: the card names them, they follow it. */
export const isEarlierFile = ({ event }: LoggedEvent): boolean =>
  event.type === 'customerSaid' && (event.content.attachments ?? []).length > 0
