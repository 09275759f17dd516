/** The end of a ticket, and what is said about it afterwards. */
import type { DeskInput } from '../input.ts'
import type { Score } from '../message.ts'
import type { Draft } from './draft.ts'
import { alertLead, answer, changeTicket, findTicket, refused } from './draft.ts'
import type { Desk } from './state.ts'
import type { ClosedTicket } from './ticket.ts'
import { close, isOpen } from './ticket.ts'

type Cancelled = Extract<DeskInput, { readonly type: 'handoffCancelled' }>
type Confirmed = Extract<DeskInput, { readonly type: 'closingConfirmed' }>
type Rated = Extract<DeskInput, { readonly type: 'ticketRated' }>

// Quartiles of 50 chats settle within a shift of one busy operator, and still follow a change of the day.
const HANDLING_TIMES_KEPT = 50

const OUTCOMES = { customer: 'solved', silence: 'silence', unreachable: 'unreachable' } as const

/** The customer left the queue (or the chat), perhaps for e-mail. */
export function handoffCancelled(draft: Draft, input: Cancelled): Draft {
  const ticket = findTicket(draft, input.ticket)
  if (ticket === undefined) return refused(draft, { code: 'noSuchTicket' })
  if (!isOpen(ticket)) {
    // It crossed with another closing; the conversation waits for its answer all the same.
    return answer(draft, ticket.conversation, {
      type: 'ticketClosed',
      ticket: ticket.id,
      outcome: ticket.outcome,
    })
  }
  const left =
    input.email === undefined
      ? ({ outcome: 'leftQueue' } as const)
      : ({ outcome: 'leftEmail', email: input.email } as const)
  return recordClosing(draft, close(ticket, left, draft.at))
}

/** The customer's word, their silence or their channel's refusal; whatever the ticket did meanwhile, it is over. */
export function closingConfirmed(draft: Draft, input: Confirmed): Draft {
  const ticket = findTicket(draft, input.ticket)
  if (ticket === undefined) return refused(draft, { code: 'noSuchTicket' })
  if (!isOpen(ticket)) return refused(draft, { code: 'ticketClosed' })
  return recordClosing(draft, close(ticket, { outcome: OUTCOMES[input.by] }, draft.at))
}

/** Closes it and keeps how long it took, for the estimates of those who wait. */
export function recordClosing(draft: Draft, ticket: ClosedTicket): Draft {
  return rememberHandling(changeTicket(draft, 'ticketClosed', ticket), ticket)
}

/** A score may come again (changed, or with its comment); a missing comment keeps the earlier one. */
export function ticketRated(draft: Draft, input: Rated): Draft {
  const ticket = findTicket(draft, input.ticket)
  if (ticket?.status !== 'closed') {
    // Reopened, or gone from the desk after some days: the conversation's log keeps the score, a low one is still news.
    return alertIfLow(draft, input)
  }
  if (ticket.score === input.score && (input.comment === undefined || ticket.comment === input.comment)) {
    return draft
  }
  const comment = input.comment === undefined ? {} : { comment: input.comment }
  return alertIfLow(changeTicket(draft, 'ticketRated', { ...ticket, score: input.score, ...comment }), input)
}

function alertIfLow(draft: Draft, { ticket, score, comment }: Rated & { readonly score: Score }): Draft {
  if (score > draft.settings.csat.alertAt) return draft
  return alertLead(draft, { kind: 'lowRating', ticket, score, ...(comment === undefined ? {} : { comment }) })
}

// A reopened ticket was counted when it closed first; its total would make the same chat count twice, and longer.
function rememberHandling(draft: Draft, ticket: ClosedTicket): Draft {
  if (ticket.handled <= 0 || ticket.reopened > 0) return draft
  const known = draft.desk.recentHandling[ticket.group] ?? []
  const times = [...known, ticket.handled].slice(-HANDLING_TIMES_KEPT)
  const recentHandling: Desk['recentHandling'] = { ...draft.desk.recentHandling, [ticket.group]: times }
  return { ...draft, desk: { ...draft.desk, recentHandling } }
}
