/** One committed event, as one operator may hear it. */
import type { Desk, Ticket } from '../../domain/desk/state.ts'
import type { DeskEvent } from '../../domain/event.ts'
import type { TicketId } from '../../domain/ids.ts'
import type { LoggedEvent, OperatorAccount } from '../../store/port.ts'
import { mayRead } from './access.ts'
import { card } from './cards.ts'
import { heard } from './lines.ts'
import { ticketOf } from './picture.ts'
import type { Room } from './room.ts'
import { visible } from './transcript-bounds.ts'
import type { DeskNews } from './views.ts'

export interface Listener {
  readonly account: OperatorAccount
  /** Tickets this page was shown; it must hear when one is no longer for its eyes. */
  readonly shown: Set<TicketId>
}

export async function newsOf(
  room: Room,
  listener: Listener,
  logged: LoggedEvent,
): Promise<DeskNews | undefined> {
  const desk = await room.picture.desk()
  const { address } = logged
  if (address.to === 'desk') return ofDesk(room, listener, logged.event as DeskEvent, desk)
  const ticket = ticketOf(desk, address.id)
  if (!ticket || !mayRead(listener.account, ticket, desk)) return undefined
  if (!visible(logged, ticket, listener.account)) return undefined
  const found = heard(logged)
  if (!found) return undefined
  return found.kind === 'line'
    ? { type: 'line', ticket: ticket.id, line: found.line }
    : { type: 'change', ticket: ticket.id, change: found.change }
}

async function ofDesk(
  room: Room,
  listener: Listener,
  event: DeskEvent,
  desk: Desk,
): Promise<DeskNews | undefined> {
  switch (event.type) {
    case 'operatorChanged':
      return event.operator.id === listener.account.id
        ? { type: 'me', shift: event.operator.shift, capacity: event.operator.capacity }
        : undefined
    case 'operatorRemoved':
      return event.operator === listener.account.id ? { type: 'bye' } : undefined
    case 'leadAlerted':
      return listener.account.lead ? { type: 'alert', alert: event.about } : undefined
    case 'ticketReminded':
      return event.reminder.operator === listener.account.id
        ? { type: 'reminder', ticket: event.reminder.ticket, text: event.reminder.text }
        : undefined
    default:
      return ofTicket(room, listener, event.ticket, desk)
  }
}

/** The ticket as the desk has it by now, never as an old event had it: a page must not go back in time. */
async function ofTicket(
  room: Room,
  listener: Listener,
  then: Ticket,
  desk: Desk,
): Promise<DeskNews | undefined> {
  const ticket = desk.tickets[then.id] ?? then
  if (mayRead(listener.account, ticket, desk)) {
    listener.shown.add(ticket.id)
    return { type: 'ticket', ticket: card(ticket, desk, await room.recent.of(ticket)) }
  }
  return listener.shown.delete(ticket.id) ? { type: 'gone', ticket: ticket.id } : undefined
}
