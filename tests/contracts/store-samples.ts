/** Small whole values for tests of a store, so that each test names only what it is about. */
import type { Conversation, Customer } from '../../src/domain/conversation/state.ts'
import type { Desk, Ticket } from '../../src/domain/desk/state.ts'
import { EMPTY_DESK } from '../../src/domain/desk/state.ts'
import type { Effect } from '../../src/domain/effect.ts'
import type { Event } from '../../src/domain/event.ts'
import {
  type ConversationId,
  conversationId,
  customerId,
  groupName,
  inputKey,
  messageNumber,
  operatorId,
  releaseId,
  ticketId,
} from '../../src/domain/ids.ts'
import type { LaterInput } from '../../src/domain/input.ts'
import { duration, type Instant, instant } from '../../src/domain/time.ts'
import type { CommitUnit } from '../../src/store/port.ts'

export const AT = instant(Date.UTC(2026, 0, 12, 9))
export const VERA = conversationId('site', 'vera')
export const OLEG = conversationId('site', 'oleg')

export function customerOf(id: ConversationId): Customer {
  return { id: customerId(id), language: 'ru', verified: false, attributes: {} }
}

export function conversationOf(id: ConversationId, lastMessage = 1): Conversation {
  return {
    phase: 'bot',
    id,
    customer: customerOf(id),
    release: releaseId('r1'),
    lastMessage: messageNumber(lastMessage),
    lastPrompt: 0,
    prompts: [],
    stack: [],
    trail: [],
    misses: 0,
    collected: {},
    lastCustomerAt: AT,
  }
}

type Parts = Partial<Omit<CommitUnit, 'target'>>

export function conversationUnit(id: ConversationId, parts: Parts = {}, lastMessage = 1): CommitUnit {
  return unit({ to: 'conversation', state: conversationOf(id, lastMessage) }, parts)
}

export function deskUnit(parts: Parts = {}, state: Desk = EMPTY_DESK): CommitUnit {
  return unit({ to: 'desk', state }, parts)
}

function unit(target: CommitUnit['target'], parts: Parts): CommitUnit {
  return {
    target,
    expected: 0,
    arrived: [],
    handled: [],
    events: [],
    effects: [],
    later: [],
    at: AT,
    ...parts,
  }
}

export function said(text: string, number = 1): Event {
  return { type: 'customerSaid', number: messageNumber(number), content: { text } }
}

export function say(text: string, number = 2): Effect {
  return {
    type: 'say',
    message: { number: messageNumber(number), author: { kind: 'bot' }, content: { text }, at: AT },
  }
}

export function call(id: string): Effect {
  return {
    type: 'call',
    call: { id, method: 'GET', url: 'http://127.0.0.1/', headers: {}, timeout: 1000 },
  }
}

export function timer(key: string, due: number, conversation = VERA): LaterInput {
  return {
    to: 'conversation',
    id: conversation,
    key: inputKey(key),
    due: instant(due),
    input: { type: 'waitOver', token: key },
  }
}

export function waitingTicket(number: number, conversation = VERA): Ticket {
  return {
    id: ticketId(number),
    conversation,
    customer: customerOf(conversation),
    group: groupName('first-line'),
    priority: 'normal',
    summary: 'Не проходит оплата',
    variables: {},
    reason: 'asked',
    openedAt: AT,
    queuedAt: AT,
    handled: duration(0),
    rejectedClosings: 0,
    reopened: 0,
    transfers: 0,
    version: 1,
    status: 'waiting',
  }
}

export function closedTicket(number: number, conversation = VERA): Ticket {
  const { status: _, ...open } = waitingTicket(number, conversation)
  return { ...open, status: 'closed', closedAt: AT, outcome: 'solved', operator: operatorId('anna') }
}

export function plus(at: Instant, ms: number): Instant {
  return instant(at + ms)
}
