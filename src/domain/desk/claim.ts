/** An operator takes a ticket by hand. The first wins; the others are told who it was. */
import type { Refusal } from '../decision.ts'
import type { TicketId } from '../ids.ts'
import type { DeskInput } from '../input.ts'
import { mayTake, touchIdle } from './assign.ts'
import type { Draft } from './draft.ts'
import { changeTicket, findOperator, findTicket, refused } from './draft.ts'
import { nameOf } from './permission.ts'
import { roomOf, waitingTickets } from './queue.ts'
import type { DeskOperator } from './state.ts'
import type { HeldTicket, OpenTicket, WaitingTicket } from './ticket.ts'
import { activate, isOpen } from './ticket.ts'

type Claimed = Extract<DeskInput, { readonly type: 'ticketClaimed' }>

/**
 * Without a number: the next one of the operator's groups. Works in `auto` groups too, and for somebody on a pause, who
 * gets nothing by itself but may want just this one. One's own snoozed ticket is woken by claiming it.
 */
export function ticketClaimed(draft: Draft, input: Claimed): Draft {
  const operator = findOperator(draft, input.operator)
  if (operator === undefined) return refused(draft, { code: 'noSuchOperator' })
  const found = wanted(draft, operator, input.ticket)
  if ('code' in found) return refused(draft, found)
  // Pressed twice: it is theirs already, and a ticket the customer is asked about stays so.
  if (found.status === 'active' || found.status === 'pending') return draft
  const refusal = unable(draft, operator)
  return refusal === undefined ? give(draft, operator, found) : refused(draft, refusal)
}

function wanted(draft: Draft, operator: DeskOperator, id: TicketId | undefined): OpenTicket | Refusal {
  if (id === undefined) return next(draft, operator)
  const ticket = findTicket(draft, id)
  if (ticket === undefined) return { code: 'noSuchTicket' }
  if (!isOpen(ticket)) return { code: 'ticketClosed' }
  return ticket.status === 'waiting' ? fromQueue(draft, operator, ticket) : owned(draft, operator, ticket)
}

function next(draft: Draft, operator: DeskOperator): WaitingTicket | Refusal {
  const found = waitingTickets(draft.desk).find((ticket) => mayTake(operator, ticket))
  return found ?? unable(draft, operator) ?? { code: 'queueEmpty' }
}

function fromQueue(draft: Draft, operator: DeskOperator, ticket: WaitingTicket): WaitingTicket | Refusal {
  if (!operator.groups.includes(ticket.group)) return { code: 'operatorNotInGroup', group: ticket.group }
  if (mayTake(operator, ticket) || ticket.reservedFor === undefined) return ticket
  return { code: 'ticketTaken', by: nameOf(draft, ticket.reservedFor) }
}

function owned(draft: Draft, operator: DeskOperator, ticket: HeldTicket): HeldTicket | Refusal {
  if (ticket.operator === operator.id) return ticket
  return { code: 'ticketTaken', by: nameOf(draft, ticket.operator) }
}

function unable(draft: Draft, operator: DeskOperator): Refusal | undefined {
  if (operator.shift === 'off') return { code: 'notOnShift' }
  if (roomOf(draft.desk, operator) <= 0) return { code: 'atCapacity', capacity: operator.capacity }
  return undefined
}

function give(draft: Draft, operator: DeskOperator, ticket: OpenTicket): Draft {
  const given = activate(ticket, operator.id, draft.at)
  const event = ticket.status === 'snoozed' ? 'ticketWoken' : 'ticketAssigned'
  return touchIdle(changeTicket(draft, event, given, operator.id), [given])
}
