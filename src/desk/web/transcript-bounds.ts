/** How much of a conversation belongs to a ticket: all up to it, and nothing said after it closed but what is about it. */
import type { Ticket } from '../../domain/desk/state.ts'
import type { LoggedEvent, OperatorAccount } from '../../store/port.ts'

// The closing words and the stars are said in the same second, just after the desk writes the closing down.
const AFTERWORD = 2000

export function visible(logged: LoggedEvent, ticket: Ticket, account: OperatorAccount): boolean {
  if (account.lead || ticket.status !== 'closed') return true
  if (logged.at <= ticket.closedAt + AFTERWORD) return true
  return 'ticket' in logged.event && logged.event.ticket === ticket.id
}
