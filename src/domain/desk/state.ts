import type { Customer, HandoffReason, Priority } from '../conversation/state.ts'
import {
  type ConversationId,
  type GroupName,
  type OperatorId,
  type TicketId,
  type TopicName,
  ticketId,
} from '../ids.ts'
import type { Score, Variables } from '../message.ts'
import type { Duration, Instant } from '../time.ts'

/** What every ticket has, whatever its status. */
export interface TicketCommon {
  readonly id: TicketId
  readonly conversation: ConversationId
  /** The customer as known when the ticket was opened. */
  readonly customer: Customer
  readonly topic?: TopicName
  readonly group: GroupName
  readonly priority: Priority
  readonly summary: string
  readonly variables: Variables
  readonly reason: HandoffReason
  /** First asked for a person. */
  readonly openedAt: Instant
  /**
   * Orders the queue within a priority. When the ticket was first queued or reopened; somebody thrown back into the queue
   * (shift's end, transfer, return from a snooze) keeps the turn of `openedAt`.
   */
  readonly queuedAt: Instant
  /** First assigned; absent while nobody ever was. */
  readonly firstAssignedAt?: Instant
  /** The operator's first message (FRT = this − openedAt). */
  readonly answeredAt?: Instant
  /** Total time an operator worked on it, closed stretches only. */
  readonly handled: Duration
  /** The last operator; gets it again first. */
  readonly previousOperator?: OperatorId
  readonly rejectedClosings: number
  readonly reopened: number
  readonly transfers: number
  /**
   * Grows when the desk gives the chat to somebody, takes it away or puts it aside. What a conversation says about its chat
   * counts only when it had heard of the latest; otherwise the two have crossed, and the desk's word stands.
   */
  readonly version: number
}

/**
 * One hand-off to people. Only `active` takes one of its operator's slots: a ticket that waits for the customer
 * (`pending`) or for a date (`snoozed`) leaves room for another.
 */
export type Ticket =
  | (TicketCommon & {
      readonly status: 'waiting'
      /** Transferred to exactly this person; cleared when that person's shift ends. */
      readonly reservedFor?: OperatorId
    })
  | (TicketCommon & {
      readonly status: 'active'
      readonly operator: OperatorId
      readonly assignedAt: Instant
    })
  | (TicketCommon & { readonly status: 'pending'; readonly operator: OperatorId })
  | (TicketCommon & { readonly status: 'snoozed'; readonly operator: OperatorId; readonly until: Instant })
  | (TicketCommon & {
      readonly status: 'closed'
      readonly closedAt: Instant
      readonly outcome: 'solved' | 'silence' | 'leftQueue' | 'leftEmail' | 'unreachable'
      readonly operator?: OperatorId
      readonly email?: string
      readonly score?: Score
      readonly comment?: string
    })

export type TicketStatus = Ticket['status']

/** What an operator asked to be told about a ticket at a time. */
export interface Reminder {
  readonly ticket: TicketId
  readonly conversation: ConversationId
  readonly operator: OperatorId
  /** May be empty: the ticket alone says enough. */
  readonly text: string
  readonly due: Instant
}

export type Shift = 'on' | 'paused' | 'off'

/** A person of the desk while the program runs; the account (password, role) lives in the store. */
export interface DeskOperator {
  readonly id: OperatorId
  /** What customers see. */
  readonly name: string
  readonly lead: boolean
  readonly groups: readonly GroupName[]
  readonly shift: Shift
  /** Chats at once; from `_bot.yml` unless the operator has an own limit. */
  readonly capacity: number
  /** Since when nothing was given to this operator; the longest idle goes first among equals. */
  readonly idleSince: Instant
}

/** The queue, its operators and the open tickets. Closed tickets leave it and live in the store. */
export interface Desk {
  readonly operators: { readonly [id: string]: DeskOperator }
  /** Open tickets by number; a closed one stays while it may be reopened or rated. */
  readonly tickets: { readonly [id: string]: Ticket }
  readonly lastTicket: TicketId
  /** The last handling times of each group, newest last, at most 50: what the estimate of waits is reckoned from. */
  readonly recentHandling: { readonly [group: string]: readonly Duration[] }
  /** What waiting customers were told last, so that they hear only of real changes. */
  readonly told: { readonly [ticket: string]: QueuePlace }
  /** What leads were alerted about already, so that one trouble is one alert. */
  readonly alerted: { readonly longWait: readonly TicketId[]; readonly queueFullAt?: Instant }
}

/** A place in the queue. `ahead`: people before, 0 = next. `wait` is absent when there is nothing to reckon it from. */
export interface QueuePlace {
  readonly ahead: number
  /** Nobody who could take it is on shift: the wait depends on a person coming, not on the queue. */
  readonly unstaffed?: true
  /** Chats are taken by hand here, and somebody has room for one: who is free and how soon they take it are two things. */
  readonly offered?: true
  readonly wait?: { readonly from: Duration; readonly to: Duration }
}

export const EMPTY_DESK: Desk = {
  operators: {},
  tickets: {},
  lastTicket: ticketId(0),
  recentHandling: {},
  told: {},
  alerted: { longWait: [] },
}
