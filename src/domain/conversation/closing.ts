/** The operator proposes, the customer decides, silence decides after a reminder. Then the rating. */

import type { PromptId, TicketId } from '../ids.ts'
import type { ConversationInput } from '../input.ts'
import type { ButtonAction, ButtonOption } from '../message.ts'
import { type Instant, later } from '../time.ts'
import { type Draft, SYSTEM } from './draft.ts'
import { leaveFlows, settleCard } from './handoff.ts'
import { owns } from './operator.ts'
import { enter } from './phases.ts'
import { askRating } from './rating.ts'
import { yesOrNo } from './text.ts'

type Of<T extends ConversationInput['type']> = Extract<ConversationInput, { type: T }>

export function closingProposed(draft: Draft, input: Of<'closingProposed'>) {
  if (!owns(draft, input.operator, input.ticket)) return
  const { state, turn } = draft
  if (state.phase !== 'withOperator') return
  const { ticket, operator, operatorName, group, version } = state
  draft.log({ type: 'closingProposed', ticket, operator })
  askWhetherSolved(draft, ticket, 'confirmClosing', operatorName)
  const who = { ticket, operator, operatorName, group, version }
  enter(draft, 'closing', { ...who, proposedAt: turn.at, reminded: false })
  draft.tellDesk({ type: 'closingAsked', ticket, version })
  const due = later(turn.at, turn.rules.settings.closing.confirmRemindAfter)
  draft.remind(due, { type: 'silenceNoticed', ticket, step: 'remind' }, 'silence')
}

function askWhetherSolved(
  draft: Draft,
  ticket: TicketId,
  phrase: 'confirmClosing' | 'confirmClosingAgain',
  name: string,
) {
  draft.closeStepPrompts()
  const options: readonly ButtonOption[] = [
    { label: draft.phrase('closingYes', {}), action: { do: 'confirmClosing', ticket, yes: true } },
    { label: draft.phrase('closingNo', {}), action: { do: 'confirmClosing', ticket, yes: false } },
  ]
  const text = phrase === 'confirmClosing' ? draft.phrase(phrase, { name }) : draft.phrase(phrase, {})
  draft.say({ text }, { author: SYSTEM, options, promptKind: 'step' })
}

export function answerClosing(
  draft: Draft,
  prompt: PromptId,
  index: number,
  action: Extract<ButtonAction, { do: 'confirmClosing' }>,
) {
  const { state } = draft
  draft.closePrompt(prompt, index)
  if (state.phase !== 'closing' || state.ticket !== action.ticket) return
  if (action.yes) closeChat(draft, 'customer')
  else rejectClosing(draft, false)
}

/** A text instead of a button: "да" and "нет" count as such; anything else goes to the operator and the chat goes on. */
export function textWhileClosing(draft: Draft, text: string) {
  const answer = yesOrNo(text)
  if (answer === true) closeChat(draft, 'customer')
  else rejectClosing(draft, answer === undefined)
}

/** `silently`: the customer just went on writing; it is not counted as a rejected solution. */
function rejectClosing(draft: Draft, silently: boolean) {
  const { state } = draft
  if (state.phase !== 'closing') return
  const { ticket, operator, operatorName, group, version } = state
  draft.closeStepPrompts()
  if (!silently) {
    draft.logForOperator({ type: 'closingRejected', ticket })
    draft.sayPhrase('closingRejected', {}, { author: SYSTEM })
  }
  enter(draft, 'withOperator', {
    ticket,
    operator,
    operatorName,
    group,
    version,
    unanswered: false,
    asleep: false,
    lastOperatorAt: draft.turn.at,
    silenceWatched: false,
    reminded: false,
  })
  draft.tellDesk({ type: 'closingRejected', ticket, silently, version })
}

export function closeChat(draft: Draft, by: 'customer' | 'silence' | 'unreachable') {
  const { state } = draft
  if (state.phase !== 'withOperator' && state.phase !== 'closing') return
  const { ticket } = state
  draft.tellDesk({ type: 'closingConfirmed', ticket, by })
  endChat(draft, by)
}

function endChat(draft: Draft, by: 'customer' | 'silence' | 'unreachable' | 'desk') {
  const { state, turn } = draft
  if (state.phase !== 'withOperator' && state.phase !== 'closing') return
  const { ticket, operator, operatorName, handoffTopic } = state
  draft.closeStepPrompts()
  draft.logForOperator({ type: 'chatClosed', ticket, by })
  if (by === 'silence') draft.sayPhrase('closedBySilence', {}, { author: SYSTEM })
  else if (by !== 'unreachable') draft.sayPhrase('closed', {}, { author: SYSTEM })
  enter(draft, 'bot', {})
  const closed = {
    ticket,
    operator,
    operatorName,
    closedAt: turn.at,
    ...(handoffTopic ? { topic: handoffTopic } : {}),
  }
  draft.state = { ...draft.state, misses: 0, closed }
  if (by !== 'unreachable') askRating(draft)
}

/** The desk ended the ticket by itself. */
export function closedByDesk(draft: Draft, input: Of<'ticketClosed'>) {
  const { state } = draft
  if (state.phase === 'queued' && state.ticket === input.ticket) {
    settleCard(draft, state.card, state.cardPrompt, state.ticket, 'left')
    draft.log({ type: 'queueLeft', ticket: input.ticket })
    leaveFlows(draft, 'left')
    enter(draft, 'bot', {})
    return
  }
  if ((state.phase === 'withOperator' || state.phase === 'closing') && state.ticket === input.ticket)
    endChat(draft, 'desk')
}

/** The silence timer fired. It was not moved by every message, so it first looks whether there really is silence. */
export function silenceNoticed(draft: Draft, input: Of<'silenceNoticed'>) {
  const { state } = draft
  if (state.phase === 'closing' && state.ticket === input.ticket)
    return silenceInClosing(draft, state, input.step)
  if (state.phase !== 'withOperator' || state.ticket !== input.ticket) return
  const { remindAfter, closeAfter } = draft.turn.rules.settings.closing
  const customerIsDue = state.lastCustomerAt <= state.lastOperatorAt && !state.asleep
  if (!customerIsDue) {
    draft.state = { ...state, silenceWatched: false, reminded: false }
    return
  }
  if (state.reminded)
    return after(draft, input.ticket, later(state.lastOperatorAt, closeAfter), 'close', () =>
      closeChat(draft, 'silence'),
    )
  after(draft, input.ticket, later(state.lastOperatorAt, remindAfter), 'remind', () => {
    draft.state = { ...state, reminded: true }
    draft.sayPhrase('silenceReminder', {}, { author: SYSTEM })
    watch(draft, input.ticket, later(state.lastOperatorAt, closeAfter), 'close')
  })
}

function silenceInClosing(
  draft: Draft,
  state: Extract<Draft['state'], { phase: 'closing' }>,
  step: 'remind' | 'close',
) {
  const { confirmRemindAfter, confirmCloseAfter } = draft.turn.rules.settings.closing
  const closeAt = later(state.proposedAt, confirmCloseAfter)
  if (step === 'close') return after(draft, state.ticket, closeAt, 'close', () => closeChat(draft, 'silence'))
  after(draft, state.ticket, later(state.proposedAt, confirmRemindAfter), 'remind', () => {
    draft.state = { ...state, reminded: true }
    askWhetherSolved(draft, state.ticket, 'confirmClosingAgain', state.operatorName)
    watch(draft, state.ticket, closeAt, 'close')
  })
}

/** Acts when the date has come; a timer that fired early (the silence was broken meanwhile) is set again. */
function after(draft: Draft, ticket: TicketId, due: Instant, step: 'remind' | 'close', act: () => void) {
  if (draft.turn.at >= due) act()
  else watch(draft, ticket, due, step)
}

function watch(draft: Draft, ticket: TicketId, due: Instant, step: 'remind' | 'close') {
  draft.remind(due, { type: 'silenceNoticed', ticket, step }, 'silence')
}
