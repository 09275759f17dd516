/**
 * The log as a person reads it: lines of a transcript and changes of earlier lines. Pure, and used on both sides:
 * the server makes lines of events, the page lays changes over the lines it has.
 */
import type { OperatorId } from '../../domain/ids.ts'
import type { RefusalReason } from '../../domain/input.ts'
import { asRead, type Content, type Outgoing } from '../../domain/message.ts'
import type { LoggedEvent } from '../../store/port.ts'

/** What happened between the messages, told in one quiet line. */
export type Happening =
  | { readonly what: 'asked'; readonly summary: string }
  | {
      readonly what:
        | 'queued'
        | 'leftQueue'
        | 'left'
        | 'closingProposed'
        | 'closingRejected'
        | 'blocked'
        | 'unblocked'
    }
  /** How long they were in the queue, ms; instead of `queued` once it is over. */
  | { readonly what: 'waited'; readonly for: number }
  | { readonly what: 'joined'; readonly name: string }
  | { readonly what: 'closed'; readonly by: 'customer' | 'silence' | 'unreachable' | 'desk' }
  | { readonly what: 'rated'; readonly score: number; readonly comment?: string }

export interface FailedDelivery {
  readonly why: RefusalReason
  readonly detail: string
}

export interface LineButton {
  readonly option: number
  readonly label: string
  readonly chosen?: boolean
}

/** `id` is the place in the log: lines are ordered by it and never share one. `number` names a message. */
export interface Line {
  readonly id: number
  readonly at: number
  readonly from: 'customer' | 'bot' | 'system' | 'operator' | 'byHand' | 'note' | 'happening'
  readonly number?: number
  /** Of an operator's message or note; of whoever wrote in the messenger itself. */
  readonly name?: string
  readonly operator?: OperatorId
  readonly content?: Content
  /** The customer pressed a button instead of writing. */
  readonly pressed?: boolean
  readonly prompt?: string
  readonly buttons?: readonly LineButton[]
  readonly edited?: boolean
  readonly failed?: FailedDelivery
  readonly happening?: Happening
}

/** What became of a line said before. */
export type LineChange =
  | {
      readonly number: number
      readonly content?: Content
      readonly edited?: boolean
      readonly failed?: FailedDelivery
    }
  | { readonly prompt: string; readonly chosen?: number }
  /** The queue's card of that number is settled: it was the customer's, with buttons nobody can press any more. */
  | { readonly number: number; readonly waitedTill: number }

export type Heard =
  | { readonly kind: 'line'; readonly line: Line }
  | { readonly kind: 'change'; readonly change: LineChange }

/** What an event means to a reader of the transcript; undefined for what only reports care about. */
export function heard({ seq, at, event }: LoggedEvent): Heard | undefined {
  const line = (rest: Omit<Line, 'id' | 'at'>): Heard => ({ kind: 'line', line: { id: seq, at, ...rest } })
  switch (event.type) {
    case 'customerSaid':
      return line({ from: 'customer', number: event.number, content: asRead(event.content) })
    case 'buttonPressed':
      return line({ from: 'customer', number: event.number, content: { text: event.label }, pressed: true })
    case 'messageSent':
      return line(said(event.message))
    case 'noteAdded':
      return line({
        from: 'note',
        number: event.number,
        name: event.name,
        operator: event.operator,
        content: event.content,
      })
    case 'messageEdited':
      return change({ number: event.number, content: asRead(event.content), edited: true })
    case 'messageReplaced':
      return change(replaced(event.message, at))
    case 'promptClosed':
      return change({
        prompt: event.prompt,
        ...(event.chosen === undefined ? {} : { chosen: event.chosen }),
      })
    case 'deliveryRefused':
      return change({ number: event.number, failed: { why: event.why, detail: event.detail } })
    default: {
      const happening = happeningOf(event)
      return happening && line({ from: 'happening', happening })
    }
  }
}

const change = (what: LineChange): Heard => ({ kind: 'change', change: what })

function replaced({ number, replaces = number, content, control }: Outgoing, at: number): LineChange {
  const settled = control?.kind === 'queue' && control.state !== 'waiting'
  return settled ? { number: replaces, waitedTill: at } : { number: replaces, content }
}

function said(message: Outgoing): Omit<Line, 'id' | 'at'> {
  const { author } = message
  return {
    from: author.kind,
    number: message.number,
    content: asRead(message.content),
    ...('name' in author ? { name: author.name } : {}),
    ...(author.kind === 'operator' ? { operator: author.operator } : {}),
    ...(message.prompt
      ? {
          prompt: message.prompt.id,
          buttons: message.prompt.buttons.map(({ option, label }) => ({ option, label })),
        }
      : {}),
  }
}

function happeningOf(event: LoggedEvent['event']): Happening | undefined {
  switch (event.type) {
    case 'queueEntered':
      return { what: 'queued' }
    case 'queueLeft':
      return { what: 'leftQueue' }
    case 'operatorLeft':
      return { what: 'left' }
    case 'closingProposed':
      return { what: 'closingProposed' }
    case 'closingRejected':
      return { what: 'closingRejected' }
    case 'customerBlocked':
      return { what: 'blocked' }
    case 'customerUnblocked':
      return { what: 'unblocked' }
    default:
      return tellingHappening(event)
  }
}

function tellingHappening(event: LoggedEvent['event']): Happening | undefined {
  switch (event.type) {
    case 'handoffRequested':
      return { what: 'asked', summary: event.request.summary }
    case 'operatorJoined':
      return { what: 'joined', name: event.name }
    case 'chatClosed':
      return { what: 'closed', by: event.by }
    case 'ratingGiven':
      return {
        what: 'rated',
        score: event.score,
        ...(event.comment === undefined ? {} : { comment: event.comment }),
      }
    default:
      return undefined
  }
}

/** Lays a change over the lines; a line that is not here (an older page) is left alone. */
export function changed(lines: readonly Line[], what: LineChange): readonly Line[] {
  if ('waitedTill' in what) return withoutCard(lines, what.number, what.waitedTill)
  return lines.map((line) => {
    if ('prompt' in what) return line.prompt === what.prompt ? withChoice(line, what.chosen) : line
    return line.number === what.number ? { ...line, ...what } : line
  })
}

/** The line about the queue that stands behind the card tells how long it was. */
function withoutCard(lines: readonly Line[], number: number, till: number): readonly Line[] {
  const card = lines.find((line) => line.number === number)
  if (card === undefined) return lines
  const queued = lines.find(({ id, happening }) => id > card.id && happening?.what === 'queued')
  const waited = { what: 'waited', for: till - card.at } as const
  return lines
    .filter((line) => line !== card)
    .map((line) => (line === queued ? { ...line, happening: waited } : line))
}

function withChoice(line: Line, chosen: number | undefined): Line {
  if (chosen === undefined || !line.buttons) return line
  return {
    ...line,
    buttons: line.buttons.map((button) => ({ ...button, chosen: button.option === chosen })),
  }
}

/** A stretch of the log, folded. */
export function transcript(events: readonly LoggedEvent[]): readonly Line[] {
  const lines: Line[] = []
  const changes: LineChange[] = []
  for (const event of events) {
    const found = heard(event)
    if (found?.kind === 'line') lines.push(found.line)
    if (found?.kind === 'change') changes.push(found.change)
  }
  return changes.reduce<readonly Line[]>(changed, lines)
}
