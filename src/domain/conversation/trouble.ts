/** What goes wrong outside: the customer cannot be reached, an input was set aside. */
import type { ConversationInput } from '../input.ts'
import { closeChat } from './closing.ts'
import { type Draft, SYSTEM, ticketOf } from './draft.ts'
import { handoffLost, requestHandoff } from './handoff.ts'
import { isAttended } from './phases.ts'
import { endWaiting } from './queue.ts'

type Of<T extends ConversationInput['type']> = Extract<ConversationInput, { type: T }>

/** The operator sees why a message did not arrive; who left for good also leaves the queue. */
export function deliveryRefused(draft: Draft, input: Of<'deliveryRefused'>) {
  const { message: number, why, detail } = input
  const ticket = ticketOf(draft.state)
  draft.log({
    type: 'deliveryRefused',
    number,
    why,
    detail,
    ...(ticket === undefined ? {} : { ticket }),
  })
  if (why !== 'badContent') leftForGood(draft)
}

export function blocked(draft: Draft) {
  // Whoever forbade it, and whom we then wrote to in vain, is told of once.
  if (draft.state.unreachable) return
  const ticket = ticketOf(draft.state)
  draft.log({ type: 'customerBlocked', ...(ticket === undefined ? {} : { ticket }) })
  leftForGood(draft)
}

/** What did not arrive meanwhile is not sent now: it may be said in other words by then. */
export function unblocked(draft: Draft) {
  if (!draft.state.unreachable) return
  const ticket = ticketOf(draft.state)
  draft.change({ unreachable: undefined })
  draft.log({ type: 'customerUnblocked', ...(ticket === undefined ? {} : { ticket }) })
}

function leftForGood(draft: Draft) {
  draft.change({ unreachable: true })
  const { state } = draft
  if (state.phase === 'queued') {
    endWaiting(draft, state)
    draft.tellDesk({ type: 'closingConfirmed', ticket: state.ticket, by: 'unreachable' })
  }
  if (state.phase === 'closing') closeChat(draft, 'unreachable')
}

/** An input failed three times: the customer is told, and goes to a person instead of being left with silence. */
export function parked(draft: Draft, input: Of<'inputParked'>) {
  draft.log({ type: 'inputParked', key: input.key, error: input.error })
  if (draft.state.phase === 'handingOff') return handoffLost(draft)
  // Who has a person already is seen by them.
  if (isAttended(draft.state)) return
  draft.sayPhrase('trouble', {}, { author: SYSTEM })
  if (draft.state.phase === 'queued') return
  requestHandoff(draft, { reason: 'poison', priority: 'high', summary: draft.phrase('summaryPoison', {}) })
}
