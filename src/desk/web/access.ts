/** Who may read a ticket: the one place that says so. Unknown and foreign look alike to whoever asks. */
import type { Desk, Ticket } from '../../domain/desk/state.ts'
import type { OperatorAccount, Store } from '../../store/port.ts'
import { operatorOf } from './picture.ts'

/**
 * Leads read all. Operators read: what waits in their groups (for a chat, or for an answer by e-mail), what is or last was
 * theirs, and the tickets of the customer they serve now. Decided from the desk alone, so that live streams can ask it for every event.
 */
export function mayRead(account: OperatorAccount, ticket: Ticket, desk: Desk): boolean {
  if (account.lead) return true
  if (operatorOf(ticket) === account.id || ticket.previousOperator === account.id) return true
  if (ticket.status === 'waiting' && account.groups.includes(ticket.group)) return true
  if (awaitsMail(account, ticket)) return true
  if (ticket.status === 'waiting' && ticket.reservedFor === account.id) return true
  return serves(account, ticket, desk)
}

/** The same, and also tickets that were theirs before others had them; that only the log remembers. */
export async function mayOpen(
  account: OperatorAccount,
  ticket: Ticket,
  desk: Desk,
  store: Store,
): Promise<boolean> {
  return mayRead(account, ticket, desk) || (await onceHad(account, ticket, store))
}

/** Has it now, or is a lead. */
export const mayDirect = (account: OperatorAccount, ticket: Ticket): boolean =>
  account.lead || (ticket.status !== 'closed' && operatorOf(ticket) === account.id)

/** They left an address instead of waiting: nobody had the chat, so the whole group must see that an answer is promised. */
export const awaitsMail = (account: OperatorAccount, ticket: Ticket): boolean =>
  ticket.status === 'closed' && ticket.outcome === 'leftEmail' && account.groups.includes(ticket.group)

function serves(account: OperatorAccount, ticket: Ticket, desk: Desk): boolean {
  return Object.values(desk.tickets).some(
    (own) =>
      own.status !== 'waiting' &&
      own.status !== 'closed' &&
      own.operator === account.id &&
      own.customer.id === ticket.customer.id,
  )
}

// Transfers of one ticket are few and lie near its end; a longer log is not searched to the bottom for them.
const LOOK_BACK = 2000

async function onceHad(account: OperatorAccount, ticket: Ticket, store: Store): Promise<boolean> {
  if (ticket.transfers === 0 && ticket.reopened === 0) return false
  const tail = await store.conversationTail(ticket.conversation, Number.MAX_SAFE_INTEGER, LOOK_BACK)
  return tail.some(
    ({ event }) =>
      event.type === 'operatorJoined' && event.ticket === ticket.id && event.operator === account.id,
  )
}
