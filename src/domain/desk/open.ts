/** A conversation asks for a person. It gets exactly one answer: assigned, queued, or refused. */
import type { HandoffRequest } from '../conversation/state.ts'
import { nextOpening, openAt } from '../hours.ts'
import type { GroupName, TicketId } from '../ids.ts'
import { groupName, ticketId } from '../ids.ts'
import type { DeskInput } from '../input.ts'
import type { Settings } from '../settings.ts'
import { between, duration, later, minutes } from '../time.ts'
import { somebodyIsFree } from './assign.ts'
import { recordClosing } from './close.ts'
import type { Draft } from './draft.ts'
import { alertLead, answer, changeTicket, findOperator } from './draft.ts'
import { groupSettings, higherPriority, onShift, openTicketOf, waitingTickets } from './queue.ts'
import type { TicketCommon } from './state.ts'
import type { ClosedTicket, WaitingTicket } from './ticket.ts'
import { close, leave } from './ticket.ts'
import { wake } from './wake.ts'

type Requested = Extract<DeskInput, { readonly type: 'handoffRequested' }>
type EmailLeft = Extract<DeskInput, { readonly type: 'emailLeft' }>

// A full queue refuses many customers a minute; its lead needs to hear of it once in a while only.
const QUEUE_FULL_ALERT_EVERY = minutes(10)

export function handoffRequested(draft: Draft, input: Requested): Draft {
  const open = openTicketOf(draft.desk, input.conversation)
  if (open !== undefined) {
    const awake = open.status === 'pending' || open.status === 'snoozed' ? wake(draft, open) : draft
    return asking(awake, open.id, input)
  }
  const closed = reopenable(draft, input)
  const ticket = closed === undefined ? newTicket(draft, input) : reopened(draft, closed, input.request)
  const entered = () => asking(enter(draft, ticket, closed), ticket.id, input)
  if (somebodyIsFree(ticket, draft.desk, draft.settings)) return entered()
  if (!accepts(draft, ticket.group)) return refuseClosed(draft, input)
  const waiting = waitingTickets(draft.desk).length
  return waiting >= draft.settings.queue.cap ? refuseFull(draft, input, waiting) : entered()
}

function asking(draft: Draft, ticket: TicketId, { request }: Requested): Draft {
  return { ...draft, asking: { ticket, request: request.upTo } }
}

/** The queue refused this customer, who left an address: a ticket for leads to see, never queued. */
export function emailLeft(draft: Draft, input: EmailLeft): Draft {
  const closing = { outcome: 'leftEmail', email: input.email } as const
  const open = openTicketOf(draft.desk, input.conversation)
  if (open !== undefined) return recordClosing(draft, close(open, closing, draft.at))
  return countUp(changeTicket(draft, 'ticketClosed', close(newTicket(draft, input), closing, draft.at)))
}

function enter(draft: Draft, ticket: WaitingTicket, closed: ClosedTicket | undefined): Draft {
  if (closed !== undefined) return changeTicket(draft, 'ticketReopened', ticket)
  return countUp(changeTicket(draft, 'ticketOpened', ticket))
}

function countUp(draft: Draft): Draft {
  return { ...draft, desk: { ...draft.desk, lastTicket: ticketId(draft.desk.lastTicket + 1) } }
}

function newTicket(draft: Draft, input: Requested | EmailLeft): WaitingTicket {
  const { request, conversation, customer } = input
  const previous = input.type === 'handoffRequested' ? input.previousOperator : undefined
  const known = previous !== undefined && findOperator(draft, previous) !== undefined
  const common: TicketCommon = {
    id: ticketId(draft.desk.lastTicket + 1),
    conversation,
    customer,
    ...(request.topic === undefined ? {} : { topic: request.topic }),
    ...routed(request, draft.settings),
    summary: request.summary,
    variables: request.variables,
    reason: request.reason,
    openedAt: draft.at,
    queuedAt: draft.at,
    handled: duration(0),
    ...(known ? { previousOperator: previous } : {}),
    rejectedClosings: 0,
    reopened: 0,
    transfers: 0,
    version: 0,
  }
  return { ...common, status: 'waiting' }
}

function routed(request: HandoffRequest, settings: Settings): Pick<TicketCommon, 'group' | 'priority'> {
  const topic = settings.topics.find(({ name }) => name === request.topic)
  const wanted = [request.group, topic?.group].find(
    (name) => name !== undefined && groupSettings(settings, name) !== undefined,
  )
  return {
    group: wanted ?? firstGroup(settings),
    priority: higherPriority(request.priority, topic?.priority ?? 'low'),
  }
}

/** Takes what has no topic, and what belongs to a group the content no longer knows. */
export function firstGroup(settings: Settings): GroupName {
  return settings.groups[0]?.name ?? groupName('first-line')
}

function reopenable(draft: Draft, input: Requested): ClosedTicket | undefined {
  const ticket = input.reopen === undefined ? undefined : draft.desk.tickets[input.reopen]
  if (ticket?.status !== 'closed' || ticket.conversation !== input.conversation) return undefined
  const fresh = between(ticket.closedAt, draft.at) <= draft.settings.closing.reopenWithin
  return fresh ? ticket : undefined
}

function reopened(draft: Draft, ticket: ClosedTicket, request: HandoffRequest): WaitingTicket {
  return {
    ...leave(ticket, draft.at),
    status: 'waiting',
    queuedAt: draft.at,
    priority: higherPriority(ticket.priority, request.priority),
    reopened: ticket.reopened + 1,
  }
}

function accepts(draft: Draft, group: GroupName): boolean {
  const { hours, queue } = draft.settings
  return queue.acceptWhenClosed || openAt(hours, draft.at) || onShift(draft.desk, group).length > 0
}

function refuseClosed(draft: Draft, { conversation, request }: Requested): Draft {
  const opensAt = nextOpening(draft.settings.hours, draft.at)
  const when = opensAt === undefined ? {} : { opensAt }
  const refusal = { type: 'handoffRefused', why: 'deskClosed', answers: request.upTo, ...when } as const
  return answer(draft, conversation, refusal)
}

function refuseFull(draft: Draft, { conversation, request }: Requested, waiting: number): Draft {
  const refusal = { type: 'handoffRefused', why: 'queueFull', answers: request.upTo } as const
  const next = answer(draft, conversation, refusal)
  const last = draft.desk.alerted.queueFullAt
  if (last !== undefined && later(last, QUEUE_FULL_ALERT_EVERY) > draft.at) return next
  const alerted = { ...next.desk.alerted, queueFullAt: draft.at }
  return alertLead({ ...next, desk: { ...next.desk, alerted } }, { kind: 'queueFull', waiting })
}
