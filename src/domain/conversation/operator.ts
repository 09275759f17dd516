/** A person has the chat: they join, write, note, and the bot keeps silent. */

import type { MessageNumber, OperatorId, TicketId } from '../ids.ts'
import type { ConversationInput } from '../input.ts'
import { later } from '../time.ts'
import { answersHandoff, giveBack } from './desk-answer.ts'
import { type Draft, SYSTEM, ticketOf } from './draft.ts'
import { leaveFlows } from './handoff.ts'
import { owns } from './owns.ts'
import { chatOf, isAttended } from './phases.ts'
import { settleCard } from './queue.ts'
import { watch } from './silence-timer.ts'
import { type Attended, MAX_SPOKEN, type Spoken } from './state.ts'
import { isEmpty } from './text.ts'

type Of<T extends ConversationInput['type']> = Extract<ConversationInput, { type: T }>

/** The desk gave the ticket to an operator: after a wait, at once, or from another operator. */
export function assigned(draft: Draft, input: Of<'ticketAssigned'>) {
  const { state, turn } = draft
  if (ticketOf(state) !== input.ticket && !answersHandoff(draft, input.answers)) return giveBack(draft, input)
  if (state.phase === 'queued') settleCard(draft, state, 'taken')
  leaveFlows(draft, 'left')
  draft.change({
    expecting: undefined,
    refusedHandoff: undefined,
    closed: undefined,
    collected: {},
    lastQuestion: undefined,
  })
  const { ticket, operator, operatorName, group, version } = input
  draft.enter({
    phase: 'withOperator',
    ...{ ticket, operator, operatorName, group, version },
    unanswered: true,
    asleep: false,
    lastOperatorAt: turn.at,
    silenceWatched: false,
    reminded: false,
  })
  const had = isAttended(state) ? state.operator : undefined
  if (had !== operator) introduce(draft, input, had, state.phase === 'queued' && turn.at > state.since)
}

function introduce(draft: Draft, input: Of<'ticketAssigned'>, had: OperatorId | undefined, waited: boolean) {
  const { ticket, operator, operatorName: name } = input
  if (had) draft.log({ type: 'operatorLeft', ticket, operator: had })
  draft.log({ type: 'operatorJoined', ticket, operator, name })
  if (had) draft.sayPhrase('operatorChanged', { name }, { author: SYSTEM })
  else draft.sayPhrase('operatorJoined', { name, waited }, { author: SYSTEM })
}

export function operatorSaid(draft: Draft, input: Of<'operatorSaid'>) {
  if (!owns(draft, input.operator, input.ticket) || !isAttended(draft.state)) return
  if (isEmpty(input.content)) return draft.refuse({ code: 'emptyMessage' })
  const name = draft.state.operatorName
  const author = { kind: 'operator', operator: input.operator, name } as const
  const { number } = draft.say(input.content, { author, externalId: input.externalId })
  remember(draft, input, number)
  if (draft.state.phase === 'withOperator') noteReply(draft, draft.state)
}

/** From now on it is the customer's turn: silence is counted from here, and the first reply is the desk's FRT. */
function noteReply(draft: Draft, state: Extract<Attended, { phase: 'withOperator' }>) {
  const { at, rules } = draft.turn
  const { ticket, operator, unanswered, silenceWatched } = state
  draft.enter({ ...state, unanswered: false, lastOperatorAt: at, silenceWatched: true, reminded: false })
  if (unanswered) draft.tellDesk({ type: 'operatorAnswered', ticket, operator })
  if (!silenceWatched) watch(draft, ticket, later(at, rules.settings.closing.remindAfter), 'remind')
}

function remember(draft: Draft, { ticket, operator }: Of<'operatorSaid'>, number: MessageNumber) {
  const by = spokenIn(draft, ticket)
  const own = [...ownIn(by, operator), number].slice(-MAX_SPOKEN)
  draft.change({ spoken: { ticket, by: { ...by, [operator]: own } } })
}

const spokenIn = ({ state: { spoken } }: Draft, ticket: TicketId): Spoken['by'] =>
  spoken?.ticket === ticket ? spoken.by : {}

const ownIn = (by: Spoken['by'], operator: OperatorId): readonly MessageNumber[] =>
  Object.hasOwn(by, operator) ? (by[operator] ?? []) : []

/** Another's message and none at all answer alike. The customer's copy follows where the channel can. */
export function operatorEdited(draft: Draft, input: Of<'operatorEdited'>) {
  const { operator, ticket, message, content, externalId } = input
  if (!owns(draft, operator, ticket) || !isAttended(draft.state)) return
  if (isEmpty(content)) return draft.refuse({ code: 'emptyMessage' })
  if (!ownIn(spokenIn(draft, ticket), operator).includes(message))
    return draft.refuse({ code: 'noSuchMessage' })
  const from = externalId === undefined ? {} : { externalId }
  draft.log({ type: 'messageEdited', number: message, content, by: operator, ticket, ...from })
  draft.edit(message, content, { kind: 'operator', operator, name: draft.state.operatorName })
}

export function operatorNoted(draft: Draft, input: Of<'operatorNoted'>) {
  if (isEmpty(input.content)) return draft.refuse({ code: 'emptyMessage' })
  const { operator, ticket, content, name, externalId } = input
  const from = externalId === undefined ? {} : { externalId }
  draft.log({ type: 'noteAdded', number: draft.nextNumber(), operator, name, content, ticket, ...from })
}

/** Nothing follows from it: whoever answers past the desk may not know what it is about to do, and the desk reads it. */
export function saidByHand(draft: Draft, { content, name, externalId }: Of<'saidByHand'>) {
  if (isEmpty(content)) return draft.refuse({ code: 'emptyMessage' })
  const ticket = ticketOf(draft.state)
  draft.log({
    type: 'messageSent',
    message: {
      number: draft.nextNumber(),
      author: { kind: 'byHand', name },
      content,
      at: draft.turn.at,
    },
    ...(ticket === undefined ? {} : { ticket }),
    externalId,
  })
}

/** The desk keeps the ticket aside: the customer may write, which wakes it. So does what crossed with it on the way. */
export function snoozed(draft: Draft, { ticket, since, version }: Of<'ticketSnoozed'>) {
  const { state, turn } = draft
  if (!isAttended(state) || state.ticket !== ticket) return
  const asleep = state.lastCustomerAt < since
  draft.closeStepPrompts()
  const stood =
    state.phase === 'withOperator'
      ? state
      : { unanswered: false, lastOperatorAt: turn.at, silenceWatched: true }
  const { unanswered, lastOperatorAt, silenceWatched } = stood
  draft.enter({
    phase: 'withOperator',
    ...chatOf(state),
    ...{ version, unanswered, asleep, lastOperatorAt, silenceWatched },
    reminded: false,
  })
  if (!asleep) draft.tellDesk({ type: 'customerReturned', ticket, version })
}
