/** Who waits, in which order, and how busy everybody is. Read-only questions about a desk. */
import type { Priority } from '../conversation/state.ts'
import type { ConversationId, GroupName, OperatorId } from '../ids.ts'
import type { GroupSettings, Settings } from '../settings.ts'
import type { Desk, DeskOperator, Ticket } from './state.ts'
import type { OpenTicket, WaitingTicket } from './ticket.ts'
import { isOpen, isWaiting } from './ticket.ts'

const RANK: { readonly [P in Priority]: number } = { urgent: 0, high: 1, normal: 2, low: 3 }

export const higherPriority = (one: Priority, other: Priority): Priority =>
  RANK[one] <= RANK[other] ? one : other

/** Priority, then who waits longest, then the lower number. */
function inQueueOrder(one: Ticket, other: Ticket): number {
  return RANK[one.priority] - RANK[other.priority] || one.queuedAt - other.queuedAt || one.id - other.id
}

export function waitingTickets(desk: Desk): readonly WaitingTicket[] {
  return Object.values(desk.tickets).filter(isWaiting).sort(inQueueOrder)
}

/** A conversation has one open ticket at most. */
export function openTicketOf(desk: Desk, conversation: ConversationId): OpenTicket | undefined {
  return Object.values(desk.tickets)
    .filter(isOpen)
    .find((ticket) => ticket.conversation === conversation)
}

/** Slots in use by operator: active chats only; pending and snoozed ones leave room for others. */
export function loads(desk: Desk): ReadonlyMap<OperatorId, number> {
  const counts = new Map<OperatorId, number>()
  for (const ticket of Object.values(desk.tickets)) {
    if (ticket.status === 'active') counts.set(ticket.operator, (counts.get(ticket.operator) ?? 0) + 1)
  }
  return counts
}

/** Slots left; below zero after a capacity was lowered under what is open. */
export function roomOf(desk: Desk, operator: DeskOperator): number {
  return operator.capacity - (loads(desk).get(operator.id) ?? 0)
}

/** Operators of a group who take new chats now. */
export function onShift(desk: Desk, group: GroupName): readonly DeskOperator[] {
  return Object.values(desk.operators).filter((one) => one.shift === 'on' && one.groups.includes(group))
}

export function groupSettings(settings: Settings, name: GroupName): GroupSettings | undefined {
  return settings.groups.find((group) => group.name === name)
}

/** In a `claim` group nothing is given out by itself. A group the content no longer knows is served like `auto`. */
export const givesOut = (settings: Settings, name: GroupName): boolean =>
  groupSettings(settings, name)?.assignment !== 'claim'
