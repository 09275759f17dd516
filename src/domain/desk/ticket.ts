/** A ticket's statuses and the ways between them. Each function returns a new ticket and looks at nothing else. */
import type { OperatorId } from '../ids.ts'
import type { Instant } from '../time.ts'
import { between, duration } from '../time.ts'
import type { Ticket, TicketCommon } from './state.ts'

export type OpenTicket = Exclude<Ticket, { readonly status: 'closed' }>
export type WaitingTicket = Extract<Ticket, { readonly status: 'waiting' }>
export type ActiveTicket = Extract<Ticket, { readonly status: 'active' }>
export type ClosedTicket = Extract<Ticket, { readonly status: 'closed' }>
export type HeldTicket = Exclude<OpenTicket, WaitingTicket>

export const isOpen = (ticket: Ticket): ticket is OpenTicket => ticket.status !== 'closed'
export const isWaiting = (ticket: Ticket): ticket is WaitingTicket => ticket.status === 'waiting'

/** Whose chat it is now, in any open status; undefined while it waits and once it is closed. */
export function ownerOf(ticket: Ticket): OperatorId | undefined {
  return ticket.status === 'waiting' || ticket.status === 'closed' ? undefined : ticket.operator
}

/** What stays when a ticket leaves its status: the stretch of work is added up, the operator becomes the previous one. */
export function leave(ticket: Ticket, at: Instant): TicketCommon {
  switch (ticket.status) {
    case 'waiting': {
      const { status, reservedFor, ...common } = ticket
      return common
    }
    case 'active': {
      const { status, operator, assignedAt, ...common } = ticket
      const handled = duration(common.handled + Math.max(0, between(assignedAt, at)))
      return { ...common, handled, previousOperator: operator }
    }
    case 'pending': {
      const { status, operator, ...common } = ticket
      return { ...common, previousOperator: operator }
    }
    case 'snoozed': {
      const { status, operator, until, ...common } = ticket
      return { ...common, previousOperator: operator }
    }
    case 'closed': {
      const { status, operator, closedAt, outcome, email, score, comment, ...common } = ticket
      return operator === undefined ? common : { ...common, previousOperator: operator }
    }
  }
}

/** Given to an operator: from now on it takes one of their slots. */
export function activate(ticket: Ticket, operator: OperatorId, at: Instant): ActiveTicket {
  const common = leave(ticket, at)
  const firstAssignedAt = common.firstAssignedAt ?? at
  return { ...common, ...bumped(ticket), status: 'active', operator, assignedAt: at, firstAssignedAt }
}

/** The conversation itself brought it back to its operator, so that it has nothing to hear. */
export function resume(ticket: HeldTicket, at: Instant): ActiveTicket {
  return { ...activate(ticket, ticket.operator, at), version: ticket.version }
}

const bumped = (ticket: Ticket) => ({ version: ticket.version + 1 })

/** Back to the queue without losing the turn: who asked earlier is served earlier. */
export function requeue(ticket: OpenTicket, at: Instant): WaitingTicket {
  return { ...leave(ticket, at), ...bumped(ticket), status: 'waiting', queuedAt: ticket.openedAt }
}

/** A date is set or moved; only the first is news to the conversation. */
export function snooze(
  ticket: Ticket & { readonly status: 'active' | 'snoozed' },
  until: Instant,
  at: Instant,
): Ticket {
  const version = ticket.status === 'active' ? bumped(ticket) : {}
  return { ...leave(ticket, at), ...version, status: 'snoozed', operator: ticket.operator, until }
}

interface Closing {
  readonly outcome: ClosedTicket['outcome']
  readonly email?: string
}

export function close(ticket: OpenTicket, closing: Closing, at: Instant): ClosedTicket {
  const operator = ownerOf(ticket)
  return {
    ...leave(ticket, at),
    ...closing,
    status: 'closed',
    closedAt: at,
    ...(operator === undefined ? {} : { operator }),
  }
}
