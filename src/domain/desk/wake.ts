/** Tickets that left their slot free, and their way back: closing proposed or rejected, put aside, woken. */
import type { DeskInput } from '../input.ts'
import { between, duration } from '../time.ts'
import type { Draft } from './draft.ts'
import { changeTicket, findOperator, findTicket, refused, setTimer } from './draft.ts'
import { ownTicket } from './permission.ts'
import { roomOf } from './queue.ts'
import type { Ticket } from './state.ts'
import type { HeldTicket } from './ticket.ts'
import { activate, isOpen, leave, requeue } from './ticket.ts'

type Of<Type extends DeskInput['type']> = Extract<DeskInput, { readonly type: Type }>

// A quarter: beyond it a reminder is a task for another tool, and a typo in the year is caught.
const LONGEST_SNOOZE = duration(90 * 24 * 3_600_000)

/** The operator asked "solved?": the slot is free while the customer thinks. */
export function closingAsked(draft: Draft, input: Of<'closingAsked'>): Draft {
  const ticket = findTicket(draft, input.ticket)
  if (ticket === undefined) return refused(draft, { code: 'noSuchTicket' })
  if (!isOpen(ticket)) return refused(draft, { code: 'ticketClosed' })
  // It went back to the queue or to somebody else while the question was on its way.
  if (ticket.status !== 'active' && ticket.status !== 'snoozed') return draft
  if (input.operator !== undefined && input.operator !== ticket.operator) return draft
  const pending = { ...leave(ticket, draft.at), status: 'pending', operator: ticket.operator } as const
  return changeTicket(draft, 'ticketPending', pending, ticket.operator)
}

/** "No, not solved." Rejections are counted; a customer who just writes on is not one (`silently`). */
export function closingRejected(draft: Draft, input: Of<'closingRejected'>): Draft {
  const ticket = findTicket(draft, input.ticket)
  if (ticket === undefined) return refused(draft, { code: 'noSuchTicket' })
  if (!isOpen(ticket)) return refused(draft, { code: 'ticketClosed' })
  if (input.silently) return ticket.status === 'pending' ? wake(draft, ticket) : draft
  const counted = { ...ticket, rejectedClosings: ticket.rejectedClosings + 1 }
  const next = changeTicket(draft, 'closingRejected', counted)
  return counted.status === 'pending' ? wake(next, counted) : next
}

/** The customer wrote into a chat that waited for them or for a date. */
export function customerReturned(draft: Draft, input: Of<'customerReturned'>): Draft {
  const ticket = findTicket(draft, input.ticket)
  if (ticket === undefined) return refused(draft, { code: 'noSuchTicket' })
  if (!isOpen(ticket)) return refused(draft, { code: 'ticketClosed' })
  return ticket.status === 'pending' || ticket.status === 'snoozed' ? wake(draft, ticket) : draft
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
  const common = leave(ticket, draft.at)
  const snoozed: Ticket = { ...common, status: 'snoozed', operator: ticket.operator, until }
  const next = changeTicket(draft, 'ticketSnoozed', snoozed, operator)
  return setTimer(next, `snooze:${ticket.id}`, until, { type: 'snoozeOver', ticket: ticket.id, until })
}

/** The date came. A ticket woken or moved to another date meanwhile is left alone. */
export function snoozeOver(draft: Draft, input: Of<'snoozeOver'>): Draft {
  const ticket = findTicket(draft, input.ticket)
  return ticket?.status === 'snoozed' && ticket.until === input.until ? wake(draft, ticket) : draft
}

/** Back to its operator when they are there and have room; otherwise to the queue, them first. */
export function wake(draft: Draft, ticket: HeldTicket): Draft {
  const operator = findOperator(draft, ticket.operator)
  const there = operator !== undefined && operator.shift !== 'off' && roomOf(draft.desk, operator) > 0
  if (!there) return changeTicket(draft, 'ticketRequeued', requeue(ticket, draft.at))
  return changeTicket(draft, 'ticketWoken', activate(ticket, operator.id, draft.at))
}
