/** A ticket as lists show it. `withLine` is pure and used on both sides: the page keeps its cards fresh from the lines it hears. */
import type { Priority } from '../../domain/conversation/state.ts'
import type { Desk, Ticket, TicketStatus } from '../../domain/desk/state.ts'
import { channelAndChat } from '../../domain/ids.ts'
import type { Line } from './lines.ts'

/** The end of a conversation, as far as a card needs it. */
export interface Recent {
  readonly last?: {
    readonly from: Line['from']
    readonly text: string
    readonly files: number
    readonly at: number
  }
  /** Number of the customer's last message: what unread marks are reckoned from. */
  readonly lastCustomer: number
  /** Since when the customer waits for an answer; absent when the last word was not theirs. */
  readonly unansweredSince?: number
}

export interface Named {
  readonly id: string
  readonly name: string
}

export interface TicketCard extends Recent {
  readonly id: number
  readonly status: TicketStatus
  readonly channel: string
  readonly customer: { readonly id: string; readonly name?: string; readonly verified: boolean }
  readonly topic?: string
  readonly group: string
  readonly priority: Priority
  readonly summary: string
  readonly openedAt: number
  readonly queuedAt: number
  readonly answeredAt?: number
  readonly operator?: Named
  readonly reservedFor?: Named
  /** Of a snoozed ticket. */
  readonly until?: number
  readonly closedAt?: number
  readonly outcome?: string
  readonly email?: string
  readonly score?: number
  readonly comment?: string
  readonly reopened: number
  readonly rejectedClosings: number
  readonly transfers: number
}

export const NOTHING_SAID: Recent = { lastCustomer: 0 }

/** People's words only: what the bot says in the meantime is neither news nor an answer. */
export function withLine<R extends Recent>(recent: R, line: Line): R {
  if (line.from !== 'customer' && line.from !== 'operator') return recent
  const last = {
    from: line.from,
    text: line.content?.text.slice(0, 160) ?? '',
    files: line.content?.attachments?.length ?? 0,
    at: line.at,
  }
  const { unansweredSince = line.at, ...rest } = recent
  if (line.from === 'operator') return { ...rest, last } as R
  return { ...recent, last, lastCustomer: line.number ?? recent.lastCustomer, unansweredSince }
}

export function card(ticket: Ticket, desk: Desk, recent: Recent): TicketCard {
  const { customer } = ticket
  return {
    ...recent,
    id: ticket.id,
    status: ticket.status,
    channel: channelAndChat(ticket.conversation).channel,
    customer: {
      id: customer.id,
      verified: customer.verified,
      ...(customer.name === undefined ? {} : { name: customer.name }),
    },
    ...(ticket.topic === undefined ? {} : { topic: ticket.topic }),
    group: ticket.group,
    priority: ticket.priority,
    summary: ticket.summary,
    openedAt: ticket.openedAt,
    queuedAt: ticket.queuedAt,
    ...(ticket.answeredAt === undefined ? {} : { answeredAt: ticket.answeredAt }),
    ...ofStatus(ticket, desk),
    reopened: ticket.reopened,
    rejectedClosings: ticket.rejectedClosings,
    transfers: ticket.transfers,
  }
}

type OfStatus = Pick<
  TicketCard,
  'operator' | 'reservedFor' | 'until' | 'closedAt' | 'outcome' | 'email' | 'score' | 'comment'
>

function ofStatus(ticket: Ticket, desk: Desk): OfStatus {
  const named = (id: string): Named => ({ id, name: desk.operators[id]?.name ?? id })
  if (ticket.status === 'waiting')
    return ticket.reservedFor === undefined ? {} : { reservedFor: named(ticket.reservedFor) }
  if (ticket.status === 'snoozed') return { operator: named(ticket.operator), until: ticket.until }
  if (ticket.status !== 'closed') return { operator: named(ticket.operator) }
  return {
    ...(ticket.operator === undefined ? {} : { operator: named(ticket.operator) }),
    closedAt: ticket.closedAt,
    outcome: ticket.outcome,
    ...(ticket.email === undefined ? {} : { email: ticket.email }),
    ...(ticket.score === undefined ? {} : { score: ticket.score }),
    ...(ticket.comment === undefined ? {} : { comment: ticket.comment }),
  }
}
