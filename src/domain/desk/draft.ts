/**
 * A decision of the desk in the making. A verb (`open`, `claim`, `transfer`, …) takes a draft and returns the next one;
 * what conversations hear of it and who gets the freed slots is reckoned once, at the end (`decide.ts`).
 */
import type { Decision, Refusal } from '../decision.ts'
import { refuse } from '../decision.ts'
import type { DeskEvent, LeadAlert } from '../event.ts'
import type { ConversationId, InputKey, MessageNumber, OperatorId, TicketId } from '../ids.ts'
import { inputKey } from '../ids.ts'
import type { ConversationInput, DeskInput, LaterInput } from '../input.ts'
import type { Settings } from '../settings.ts'
import type { Instant } from '../time.ts'
import { instant } from '../time.ts'
import type { Turn } from '../turn.ts'
import type { Desk, DeskOperator, Ticket } from './state.ts'

export interface Draft {
  readonly before: Desk
  readonly desk: Desk
  readonly at: Instant
  /** Of the input; what must be unlike every other is named by it. */
  readonly key: InputKey
  readonly settings: Settings
  readonly events: readonly DeskEvent[]
  readonly answers: readonly { readonly to: ConversationId; readonly input: ConversationInput }[]
  readonly timers: readonly LaterInput[]
  /** A conversation asked for a person and waits for an answer about this ticket, whether it changed or not. */
  readonly asking?: { readonly ticket: TicketId; readonly request: MessageNumber }
  readonly refusal?: Refusal
}

export type TicketEvent = Extract<DeskEvent, { readonly ticket: Ticket }>['type']

export function begin(desk: Desk, turn: Turn): Draft {
  const { at, key, rules } = turn
  return { before: desk, desk, at, key, settings: rules.settings, events: [], answers: [], timers: [] }
}

/** The input changes nothing; whatever the draft held is dropped. */
export const refused = (draft: Draft, refusal: Refusal): Draft => ({ ...draft, refusal })

export const findTicket = (draft: Draft, id: TicketId): Ticket | undefined => draft.desk.tickets[id]
/** Own keys only: `constructor` is something every object has, and a login that anybody may send. */
export const findOperator = ({ desk: { operators } }: Draft, id: OperatorId): DeskOperator | undefined =>
  Object.hasOwn(operators, id) ? operators[id] : undefined

/** These tickets are now so, and this is what happened to each. Many at once, because a copy of the desk costs O(tickets). */
export function changeTickets(
  draft: Draft,
  type: TicketEvent,
  tickets: readonly Ticket[],
  by?: OperatorId,
): Draft {
  if (tickets.length === 0) return draft
  const changed = Object.fromEntries(tickets.map((ticket) => [ticket.id, ticket]))
  const events = tickets.map((ticket): DeskEvent => ({ type, ticket, ...(by === undefined ? {} : { by }) }))
  return {
    ...draft,
    desk: { ...draft.desk, tickets: { ...draft.desk.tickets, ...changed } },
    events: [...draft.events, ...events],
  }
}

export function changeTicket(draft: Draft, type: TicketEvent, ticket: Ticket, by?: OperatorId): Draft {
  return changeTickets(draft, type, [ticket], by)
}

export function changeOperator(draft: Draft, operator: DeskOperator): Draft {
  const operators = { ...draft.desk.operators, [operator.id]: operator }
  const event: DeskEvent = { type: 'operatorChanged', operator }
  return { ...draft, desk: { ...draft.desk, operators }, events: [...draft.events, event] }
}

export function alertLead(draft: Draft, about: LeadAlert): Draft {
  return { ...draft, events: [...draft.events, { type: 'leadAlerted', about }] }
}

export function answer(draft: Draft, to: ConversationId, input: ConversationInput): Draft {
  return { ...draft, answers: [...draft.answers, { to, input }] }
}

/** One timer per name: writing it again moves it. */
export function setTimer(draft: Draft, name: string, due: Instant, input: DeskInput): Draft {
  const timer: LaterInput = { to: 'desk', key: inputKey(`desk:${name}`), due, input }
  return { ...draft, timers: [...draft.timers, timer] }
}

/** The draft as the decision the runtime commits. */
export function finish(draft: Draft, input: DeskInput, turn: Turn): Decision<Desk> {
  if (draft.refusal !== undefined) return refuse(draft.before, draft.refusal)
  const base = answersKey(input, turn)
  const answers = draft.answers.map(
    ({ to, input: news }, n): LaterInput => ({
      to: 'conversation',
      id: to,
      key: inputKey(`${base}>${n}`),
      due: instant(0),
      input: news,
    }),
  )
  return { state: draft.desk, events: draft.events, effects: [], later: [...answers, ...draft.timers] }
}

// A timer's key is used again and again; without the time its answers could replace those of the last run that wait still.
function answersKey(input: DeskInput, turn: Turn): string {
  const timer = input.type === 'queueReviewed' || input.type === 'snoozeOver' || input.type === 'reminderDue'
  return timer ? `${turn.key}@${turn.at}` : turn.key
}
