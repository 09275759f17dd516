/** What conversations hear of a decision: the difference between their ticket before and after it, in one message. */
import { nextOpening, openAt } from '../hours.ts'
import type { MessageNumber, TicketId } from '../ids.ts'
import type { ConversationInput } from '../input.ts'
import type { Instant } from '../time.ts'
import { unreachable } from '../unreachable.ts'
import type { Draft } from './draft.ts'
import { answer } from './draft.ts'
import { onShift } from './queue.ts'
import type { QueuePlace, Ticket } from './state.ts'
import type { ActiveTicket, ClosedTicket, WaitingTicket } from './ticket.ts'

type Places = ReadonlyMap<TicketId, QueuePlace>

/** One message at most per touched ticket: who was requeued and given out at once hears only of the new operator. */
export function tellConversations(draft: Draft, places: Places): Draft {
  let next = draft
  for (const id of touched(draft)) {
    const now = draft.desk.tickets[id]
    if (now === undefined) continue
    const before = id === draft.asking?.ticket ? undefined : draft.before.tickets[id]
    const input = news(before, now, draft, places)
    if (input !== undefined) next = answer(next, now.conversation, input)
  }
  return forgetAsking(next)
}

function touched(draft: Draft): ReadonlySet<TicketId> {
  const ids = new Set<TicketId>()
  for (const event of draft.events) if ('ticket' in event) ids.add(event.ticket.id)
  return draft.asking === undefined ? ids : ids.add(draft.asking.ticket)
}

// The asking one was just told its place in full; a "moved" on top of it would say the same twice.
function forgetAsking(draft: Draft): Draft {
  if (draft.asking === undefined || draft.desk.told[draft.asking.ticket] === undefined) return draft
  const { [draft.asking.ticket]: _, ...told } = draft.desk.told
  return { ...draft, desk: { ...draft.desk, told } }
}

function news(
  before: Ticket | undefined,
  now: Ticket,
  draft: Draft,
  places: Places,
): ConversationInput | undefined {
  switch (now.status) {
    case 'waiting':
      return ofWaiting(before, now, draft, places)
    case 'active':
      return ofActive(before, now, draft)
    case 'pending':
      // The conversation itself asked for it.
      return undefined
    case 'snoozed':
      if (before?.version === now.version) return undefined
      return { type: 'ticketSnoozed', ticket: now.id, since: draft.at, version: now.version }
    case 'closed':
      return ofClosed(before, now)
    default:
      return unreachable(now)
  }
}

function ofWaiting(
  before: Ticket | undefined,
  now: WaitingTicket,
  draft: Draft,
  places: Places,
): ConversationInput | undefined {
  // Changes of place of those who waited already are `tellPlaces`' matter.
  if (before?.status === 'waiting') return undefined
  const place = places.get(now.id) ?? { ahead: 0 }
  if (before !== undefined && before.status !== 'closed') {
    return { type: 'ticketRequeued', ticket: now.id, place }
  }
  const opensAt = opening(draft, now)
  const opens = opensAt === undefined ? {} : { opensAt }
  return { type: 'ticketQueued', ticket: now.id, place, ...opens, ...answering(draft, now) }
}

function answering({ asking }: Draft, { id }: Ticket): { readonly answers?: MessageNumber } {
  return asking?.ticket === id ? { answers: asking.request } : {}
}

// Somebody of the group on shift outside of the hours is business as usual.
function opening(draft: Draft, ticket: WaitingTicket): Instant | undefined {
  const { settings, at, desk } = draft
  if (openAt(settings.hours, at) || onShift(desk, ticket.group).length > 0) return undefined
  return nextOpening(settings.hours, at)
}

function ofActive(
  before: Ticket | undefined,
  now: ActiveTicket,
  draft: Draft,
): ConversationInput | undefined {
  // The conversation brought it back to its operator itself.
  if (before?.version === now.version) return undefined
  return {
    type: 'ticketAssigned',
    ticket: now.id,
    operator: now.operator,
    operatorName: draft.desk.operators[now.operator]?.name ?? now.operator,
    group: now.group,
    version: now.version,
    ...answering(draft, now),
  }
}

function ofClosed(before: Ticket | undefined, now: ClosedTicket): ConversationInput | undefined {
  // Solved, silence and unreachable are the conversation's own decisions.
  const left = now.outcome === 'leftQueue' || now.outcome === 'leftEmail'
  const asked = before !== undefined && before.status !== 'closed'
  return left && asked ? { type: 'ticketClosed', ticket: now.id, outcome: now.outcome } : undefined
}
