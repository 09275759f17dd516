/** Tickets that left their slot free, and their way back: closing proposed or rejected, put aside, woken. */
import type { DeskInput } from '../input.ts'
import { between, duration } from '../time.ts'
import type { Draft } from './draft.ts'
import { changeTicket, findOperator, findTicket, refused, setTimer } from './draft.ts'
import { ownTicket } from './permission.ts'
import { roomOf } from './queue.ts'
import type { Ticket } from './state.ts'
import type { HeldTicket } from './ticket.ts'
import { activate, isOpen, leave, requeue, resume, snooze } from './ticket.ts'

type Of<Type extends DeskInput['type']> = Extract<DeskInput, { readonly type: Type }>

// A quarter: beyond it a reminder is a task for another tool, and a typo in the year is caught.
const LONGEST_SNOOZE = duration(90 * 24 * 3_600_000)

/** The operator asked "solved?": the slot is free while the customer thinks. */
export function closingAsked(draft: Draft, input: Of<'closingAsked'>): Draft {
  const ticket = findTicket(draft, input.ticket)
  if (ticket === undefined) return refused(draft, { code: 'noSuchTicket' })
  if (!isOpen(ticket)) return refused(draft, { code: 'ticketClosed' })
  // It went back to the queue or to somebody else, or was put aside, while the question was on its way.
  if (crossed(ticket, input) || (ticket.status !== 'active' && ticket.status !== 'snoozed')) return draft
  const pending = { ...leave(ticket, draft.at), status: 'pending', operator: ticket.operator } as const
  return changeTicket(draft, 'ticketPending', pending, ticket.operator)
}

/** "No, not solved." Rejections are counted; a customer who just writes on is not one (`silently`). */
export function closingRejected(draft: Draft, input: Of<'closingRejected'>): Draft {
  const ticket = findTicket(draft, input.ticket)
  if (ticket === undefined) return refused(draft, { code: 'noSuchTicket' })
  if (!isOpen(ticket)) return refused(draft, { code: 'ticketClosed' })
  const wakes = !crossed(ticket, input)
  if (input.silently) return ticket.status === 'pending' && wakes ? wake(draft, ticket) : draft
  const counted = { ...ticket, rejectedClosings: ticket.rejectedClosings + 1 }
  const next = changeTicket(draft, 'closingRejected', counted)
  return counted.status === 'pending' && wakes ? wake(next, counted) : next
}

/** The customer wrote into a chat that waited for them or for a date. */
export function customerReturned(draft: Draft, input: Of<'customerReturned'>): Draft {
  const ticket = findTicket(draft, input.ticket)
  if (ticket === undefined) return refused(draft, { code: 'noSuchTicket' })
  if (!isOpen(ticket)) return refused(draft, { code: 'ticketClosed' })
  const away = ticket.status === 'pending' || ticket.status === 'snoozed'
  return away && !crossed(ticket, input) ? wake(draft, ticket) : draft
}

/** The conversation had not heard of the desk's last word when it said this: it will, and then it follows it. */
function crossed(ticket: Ticket, { version }: { readonly version?: number }): boolean {
  return version !== undefined && version !== ticket.version
}

export function ticketPutAside(draft: Draft, input: Of<'ticketPutAside'>): Draft {
  const { operator, until } = input
  const found = ownTicket(draft, operator, input.ticket)
  if ('code' in found) return refused(draft, found)
  const { ticket } = found
  // Waiting: nobody's to put aside. Pending: the customer is being asked, that question must be answered first.
  if (ticket.status === 'waiting') return refused(draft, { code: 'ticketNotYours' })
  if (ticket.status === 'pending') return refused(draft, { code: 'oldButton' })
  const sane = until > draft.at && between(draft.at, until) <= LONGEST_SNOOZE
  if (!sane) return refused(draft, { code: 'badTime' })
  const next = changeTicket(draft, 'ticketSnoozed', snooze(ticket, until, draft.at), operator)
  return setTimer(next, `snooze:${ticket.id}`, until, { type: 'snoozeOver', ticket: ticket.id, until })
}

/** The date came. A ticket woken or moved to another date meanwhile is left alone. */
export function snoozeOver(draft: Draft, input: Of<'snoozeOver'>): Draft {
  const ticket = findTicket(draft, input.ticket)
  if (ticket?.status !== 'snoozed' || ticket.until !== input.until) return draft
  if (!hasRoom(draft, ticket)) return throwBack(draft, ticket)
  return changeTicket(draft, 'ticketWoken', activate(ticket, ticket.operator, draft.at))
}

/** The customer is back: with their operator when they are there and have room; otherwise in the queue, them first. */
export function wake(draft: Draft, ticket: HeldTicket): Draft {
  if (!hasRoom(draft, ticket)) return throwBack(draft, ticket)
  return changeTicket(draft, 'ticketWoken', resume(ticket, draft.at))
}

function hasRoom(draft: Draft, ticket: HeldTicket): boolean {
  const operator = findOperator(draft, ticket.operator)
  return operator !== undefined && operator.shift !== 'off' && roomOf(draft.desk, operator) > 0
}

function throwBack(draft: Draft, ticket: HeldTicket): Draft {
  return changeTicket(draft, 'ticketRequeued', requeue(ticket, draft.at))
}
