/** The desk looks at itself every `queue.reviewEvery`: old tickets go, long waits are told to leads. */
import { openAt } from '../hours.ts'
import { between, duration, later } from '../time.ts'
import type { Draft } from './draft.ts'
import { alertLead, changeTickets, setTimer } from './draft.ts'
import { firstGroup } from './open.ts'
import { groupSettings, onShift, waitingTickets } from './queue.ts'
import type { ClosedTicket } from './ticket.ts'
import { isOpen } from './ticket.ts'

// The whole desk is read and written with every change: what nobody will touch again leaves it. The store keeps all.
const CLOSED_KEPT = 200
const CLOSED_KEPT_FOR = duration(7 * 24 * 3_600_000)

/** Places are told and slots given out after it, as after every decision. Arms the next review. */
export function queueReviewed(draft: Draft): Draft {
  const reviewed = alertLongWaits(adoptOrphans(forgetClosed(draft)))
  const next = later(draft.at, draft.settings.queue.reviewEvery)
  return setTimer(reviewed, 'review', next, { type: 'queueReviewed' })
}

function forgetClosed(draft: Draft): Draft {
  const closed = Object.values(draft.desk.tickets).filter((one): one is ClosedTicket => !isOpen(one))
  const newestFirst = closed.toSorted((one, other) => other.closedAt - one.closedAt)
  const gone = new Set(
    newestFirst.filter((ticket, n) => n >= CLOSED_KEPT || isDone(ticket, draft)).map(({ id }) => id),
  )
  if (gone.size === 0) return draft
  const kept = Object.values(draft.desk.tickets).filter(({ id }) => !gone.has(id))
  const tickets = Object.fromEntries(kept.map((ticket) => [ticket.id, ticket]))
  return { ...draft, desk: { ...draft.desk, tickets } }
}

// Only a chat with a person is rated, and a score may be changed for as long as the ticket is here.
function isDone(ticket: ClosedTicket, { at, settings }: Draft): boolean {
  const age = between(ticket.closedAt, at)
  const ratable = settings.csat.enabled && ticket.operator !== undefined
  return age > CLOSED_KEPT_FOR || (!ratable && age > settings.closing.reopenWithin)
}

/** A group that left the content has nobody to serve it: its tickets go to the first one. */
function adoptOrphans(draft: Draft): Draft {
  const group = firstGroup(draft.settings)
  const orphans = waitingTickets(draft.desk).filter(
    (ticket) =>
      groupSettings(draft.settings, ticket.group) === undefined &&
      onShift(draft.desk, ticket.group).length === 0,
  )
  const adopted = orphans.map((ticket) => ({ ...ticket, group }))
  return changeTickets(draft, 'ticketTransferred', adopted)
}

function alertLongWaits(draft: Draft): Draft {
  const { hours, queue } = draft.settings
  const waiting = waitingTickets(draft.desk)
  const long = waiting.filter(
    (ticket) =>
      between(ticket.queuedAt, draft.at) > queue.longWait &&
      // At night nobody is late: the customer was told when the desk opens.
      (openAt(hours, draft.at) || onShift(draft.desk, ticket.group).length > 0),
  )
  const known = draft.desk.alerted.longWait.filter((id) => waiting.some((ticket) => ticket.id === id))
  const fresh = long.map(({ id }) => id).filter((id) => !known.includes(id))
  const alerted = { ...draft.desk.alerted, longWait: [...known, ...fresh] }
  const noted: Draft = { ...draft, desk: { ...draft.desk, alerted } }
  return fresh.reduce((next, ticket) => alertLead(next, { kind: 'longWait', ticket }), noted)
}
