/** A person has the chat: they join, write, note, and the bot keeps silent. */

import type { OperatorId, TicketId } from '../ids.ts'
import type { ConversationInput } from '../input.ts'
import { later } from '../time.ts'
import { type Draft, SYSTEM, ticketOf } from './draft.ts'
import { answersHandoff, giveBack, leaveFlows, settleCard, waited } from './handoff.ts'
import { enter } from './phases.ts'
import { isEmpty } from './text.ts'

type Of<T extends ConversationInput['type']> = Extract<ConversationInput, { type: T }>

/** The desk gave the ticket to an operator: after a wait, at once, or from another operator. */
export function assigned(draft: Draft, input: Of<'ticketAssigned'>) {
  const { state } = draft
  if (ticketOf(state) !== input.ticket && !answersHandoff(draft, input.answers)) return giveBack(draft, input)
  const had = state.phase === 'withOperator' || state.phase === 'closing' ? state.operator : undefined
  if (state.phase === 'queued') settleCard(draft, state.card, state.cardPrompt, state.ticket, 'taken')
  const hadToWait = waited(draft) > 0
  leaveFlows(draft, 'left')
  draft.forget('expecting', 'refusedHandoff', 'closed')
  draft.state = { ...draft.state, collected: {} }
  enter(draft, 'withOperator', {
    ticket: input.ticket,
    operator: input.operator,
    operatorName: input.operatorName,
    group: input.group,
    version: input.version,
    unanswered: true,
    asleep: false,
    lastOperatorAt: draft.turn.at,
    silenceWatched: false,
    reminded: false,
  })
  if (had === input.operator) return
  if (had) draft.log({ type: 'operatorLeft', ticket: input.ticket, operator: had })
  draft.log({
    type: 'operatorJoined',
    ticket: input.ticket,
    operator: input.operator,
    name: input.operatorName,
  })
  const name = input.operatorName
  if (had) draft.sayPhrase('operatorChanged', { name }, { author: SYSTEM })
  else draft.sayPhrase('operatorJoined', { name, waited: hadToWait }, { author: SYSTEM })
}

/** True when this operator has this ticket's chat; otherwise the draft carries why not. */
export function owns(draft: Draft, operator: OperatorId, ticket: TicketId): boolean {
  const { state } = draft
  if (state.phase !== 'withOperator' && state.phase !== 'closing') {
    const open = state.phase === 'queued' && state.ticket === ticket
    draft.refusal = open ? { code: 'ticketNotYours' } : { code: 'ticketClosed' }
    return false
  }
  if (state.ticket !== ticket) draft.refusal = { code: 'ticketClosed' }
  else if (state.operator !== operator) draft.refusal = { code: 'ticketNotYours', owner: state.operatorName }
  return draft.refusal === undefined
}

export function operatorSaid(draft: Draft, input: Of<'operatorSaid'>) {
  if (!owns(draft, input.operator, input.ticket)) return
  const { state, turn } = draft
  if (state.phase !== 'withOperator' && state.phase !== 'closing') return
  if (isEmpty(input.content)) {
    draft.refusal = { code: 'emptyMessage' }
    return
  }
  draft.say(input.content, {
    author: { kind: 'operator', operator: input.operator, name: state.operatorName },
  })
  if (draft.state.phase !== 'withOperator') return
  const { unanswered, silenceWatched } = draft.state
  draft.state = {
    ...draft.state,
    unanswered: false,
    lastOperatorAt: turn.at,
    silenceWatched: true,
    reminded: false,
  }
  if (unanswered) draft.tellDesk({ type: 'operatorAnswered', ticket: input.ticket, operator: input.operator })
  if (silenceWatched) return
  const due = later(turn.at, turn.rules.settings.closing.remindAfter)
  draft.remind(due, { type: 'silenceNoticed', ticket: input.ticket, step: 'remind' }, 'silence')
}

export function operatorNoted(draft: Draft, input: Of<'operatorNoted'>) {
  if (isEmpty(input.content)) {
    draft.refusal = { code: 'emptyMessage' }
    return
  }
  const { operator, ticket, content, name } = input
  draft.logForOperator({ type: 'noteAdded', number: draft.nextNumber(), operator, name, content, ticket })
}

/** The desk keeps the ticket aside: the customer may write, which wakes it. So does what crossed with it on the way. */
export function snoozed(draft: Draft, input: Of<'ticketSnoozed'>) {
  const { state, turn } = draft
  if ((state.phase !== 'withOperator' && state.phase !== 'closing') || state.ticket !== input.ticket) return
  const { ticket, operator, operatorName, group } = state
  const { version } = input
  const asleep = state.lastCustomerAt < input.since
  draft.closeStepPrompts()
  enter(draft, 'withOperator', {
    ticket,
    operator,
    operatorName,
    group,
    version,
    unanswered: state.phase === 'withOperator' && state.unanswered,
    asleep,
    lastOperatorAt: state.phase === 'withOperator' ? state.lastOperatorAt : turn.at,
    silenceWatched: state.phase === 'withOperator' && state.silenceWatched,
    reminded: false,
  })
  if (!asleep) draft.tellDesk({ type: 'customerReturned', ticket, version })
}
