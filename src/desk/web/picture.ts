/** The desk as it is now, read once per change and shared by all requests and streams. */
import type { LiveLog } from '../../channels/port.ts'
import type { Desk, Ticket } from '../../domain/desk/state.ts'
import type { ConversationId, OperatorId, TicketId } from '../../domain/ids.ts'
import type { Store } from '../../store/port.ts'

export interface Picture {
  desk(): Promise<Desk>
  /** A ticket from the desk, or a closed one from the store. */
  ticket(id: TicketId): Promise<Ticket | undefined>
  /** Forget what was read; called after every command and every change heard. */
  changed(): void
  close(): void
}

export function picture(store: Store, live: LiveLog): Picture {
  let kept: Promise<Desk> | undefined
  const desk = () => {
    kept ??= store.desk().then(
      (found) => found.state,
      (failed) => {
        kept = undefined
        throw failed
      },
    )
    return kept
  }
  const changed = () => {
    kept = undefined
  }
  const close = live.subscribe((events) => {
    if (events.some((one) => one.address.to === 'desk')) changed()
  })
  return {
    desk,
    ticket: async (id) => (await desk()).tickets[id] ?? store.ticket(id),
    changed,
    close,
  }
}

/** The ticket a conversation is in now: the last one the desk still holds. */
export function ticketOf(desk: Desk, conversation: ConversationId): Ticket | undefined {
  return Object.values(desk.tickets)
    .filter((ticket) => ticket.conversation === conversation)
    .reduce<Ticket | undefined>((last, ticket) => (last && last.id > ticket.id ? last : ticket), undefined)
}

/** Who has it now; a closed ticket's operator is the one who closed it. */
export const operatorOf = (ticket: Ticket): OperatorId | undefined =>
  ticket.status === 'waiting' ? undefined : ticket.operator

/** Chats that take a slot, of one operator. */
export const loadOf = (desk: Desk, operator: OperatorId): number =>
  Object.values(desk.tickets).filter((one) => one.status === 'active' && one.operator === operator).length
