/** Operators come, go, pause, and say how many chats they manage. */
import type { OperatorId } from '../ids.ts'
import type { DeskInput } from '../input.ts'
import type { Draft } from './draft.ts'
import { changeOperator, changeTickets, findOperator, refused } from './draft.ts'
import type { DeskOperator, Ticket } from './state.ts'
import type { OpenTicket, WaitingTicket } from './ticket.ts'
import { isOpen, ownerOf, requeue } from './ticket.ts'

type Of<Type extends DeskInput['type']> = Extract<DeskInput, { readonly type: Type }>

/** Off: own active chats go back to the queue and keep their turn; those that wait for a customer or a date stay theirs. */
export function shiftChanged(draft: Draft, input: Of<'shiftChanged'>): Draft {
  const operator = findOperator(draft, input.operator)
  if (operator === undefined) return refused(draft, { code: 'noSuchOperator' })
  if (operator.shift === input.shift) return draft
  const idleSince = operator.shift === 'off' ? draft.at : operator.idleSince
  const next = changeOperator(draft, { ...operator, shift: input.shift, idleSince })
  if (input.shift !== 'off') return next
  return requeueOf(dropReservations(next, operator.id), operator.id, (ticket) => ticket.status === 'active')
}

/** What is open beyond a lowered capacity stays until it closes. */
export function capacitySet(draft: Draft, input: Of<'capacitySet'>): Draft {
  const operator = findOperator(draft, input.operator)
  if (operator === undefined) return refused(draft, { code: 'noSuchOperator' })
  const { capacity } = input
  const to = draft.settings.desk.maxCapacity
  const sane = Number.isInteger(capacity) && capacity >= 1 && capacity <= to
  if (!sane) return refused(draft, { code: 'badCapacity', from: 1, to })
  return capacity === operator.capacity ? draft : changeOperator(draft, { ...operator, capacity })
}

/** Comes at every start for everybody: a known operator keeps shift and own capacity, and nothing new means no event. */
export function operatorEnrolled(draft: Draft, input: Of<'operatorEnrolled'>): Draft {
  const { operator: id, name, lead, groups } = input
  const known = findOperator(draft, id)
  const wanted = input.capacity ?? known?.capacity ?? draft.settings.desk.capacity
  const capacity = Math.max(1, Math.min(wanted, draft.settings.desk.maxCapacity))
  const kept = { shift: known?.shift ?? 'off', idleSince: known?.idleSince ?? draft.at } as const
  const enrolled: DeskOperator = { id, name, lead, groups, capacity, ...kept }
  return known !== undefined && same(known, enrolled) ? draft : changeOperator(draft, enrolled)
}

/** Everything of theirs goes back to the queue, also what waited for a customer or a date. */
export function operatorRemoved(draft: Draft, input: Of<'operatorRemoved'>): Draft {
  const id = input.operator
  if (findOperator(draft, id) === undefined) return refused(draft, { code: 'noSuchOperator' })
  const { [id]: _, ...operators } = draft.desk.operators
  const gone: Draft = {
    ...draft,
    desk: { ...draft.desk, operators },
    events: [...draft.events, { type: 'operatorRemoved', operator: id }],
  }
  return requeueOf(dropReservations(gone, id), id, () => true)
}

function requeueOf(draft: Draft, operator: OperatorId, which: (ticket: OpenTicket) => boolean): Draft {
  const theirs = openTickets(draft).filter((ticket) => ownerOf(ticket) === operator && which(ticket))
  const waiting = theirs.map((ticket) => requeue(ticket, draft.at))
  return changeTickets(draft, 'ticketRequeued', waiting, operator)
}

// Kept for somebody who is gone would be kept for ever.
function dropReservations(draft: Draft, operator: OperatorId): Draft {
  const reserved = openTickets(draft).filter(
    (ticket): ticket is WaitingTicket => ticket.status === 'waiting' && ticket.reservedFor === operator,
  )
  const freed = reserved.map(({ reservedFor, ...ticket }): Ticket => ticket)
  return changeTickets(draft, 'ticketRequeued', freed)
}

const openTickets = (draft: Draft): readonly OpenTicket[] => Object.values(draft.desk.tickets).filter(isOpen)

function same(one: DeskOperator, other: DeskOperator): boolean {
  const groups =
    one.groups.length === other.groups.length && one.groups.every((g, n) => g === other.groups[n])
  return groups && one.name === other.name && one.lead === other.lead && one.capacity === other.capacity
}
