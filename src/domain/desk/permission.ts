/** Who may do what to a ticket at the desk. */
import type { Refusal } from '../decision.ts'
import type { OperatorId, TicketId } from '../ids.ts'
import type { Draft } from './draft.ts'
import { findOperator, findTicket } from './draft.ts'
import type { DeskOperator } from './state.ts'
import type { OpenTicket } from './ticket.ts'
import { isOpen, ownerOf } from './ticket.ts'

export interface Acting<Found> {
  readonly operator: DeskOperator
  readonly ticket: Found
}

/** The open ticket and the operator, who has it or is a lead; else why not. */
export function ownTicket(draft: Draft, by: OperatorId, id: TicketId): Acting<OpenTicket> | Refusal {
  const operator = findOperator(draft, by)
  const ticket = findTicket(draft, id)
  if (operator === undefined) return { code: 'noSuchOperator' }
  if (ticket === undefined) return { code: 'noSuchTicket' }
  if (!isOpen(ticket)) return { code: 'ticketClosed' }
  const owner = ownerOf(ticket)
  if (owner === by || operator.lead) return { operator, ticket }
  return { code: 'ticketNotYours', ...(owner === undefined ? {} : { owner: nameOf(draft, owner) }) }
}

/** The name customers and colleagues see; the id of somebody who has left. */
export const nameOf = (draft: Draft, id: OperatorId): string => findOperator(draft, id)?.name ?? id
