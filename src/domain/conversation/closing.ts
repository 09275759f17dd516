/** The operator proposes, the customer decides, silence decides after a reminder. Then the rating. */

import type { PromptId } from '../ids.ts'
import type { ConversationInput } from '../input.ts'
import type { ButtonAction, ButtonOption } from '../message.ts'
import { later } from '../time.ts'
import { type Draft, SYSTEM } from './draft.ts'
import { leaveFlows } from './handoff.ts'
import { owns } from './owns.ts'
import { chatOf, isAttended } from './phases.ts'
import { endWaiting } from './queue.ts'
import { askRating } from './rating.ts'
import { watch } from './silence-timer.ts'
import type { Attended } from './state.ts'
import { yesOrNo } from './text.ts'

type Of<T extends ConversationInput['type']> = Extract<ConversationInput, { type: T }>

export function closingProposed(draft: Draft, input: Of<'closingProposed'>) {
  if (!owns(draft, input.operator, input.ticket)) return
  const { state, turn } = draft
  if (state.phase !== 'withOperator') return
  const { ticket, operator, version } = state
  draft.log({ type: 'closingProposed', ticket, operator })
  askWhetherSolved(draft, state, 'confirmClosing')
  draft.enter({ phase: 'closing', ...chatOf(state), proposedAt: turn.at, reminded: false })
  draft.tellDesk({ type: 'closingAsked', ticket, version })
  watch(draft, ticket, later(turn.at, turn.rules.settings.closing.confirmRemindAfter), 'remind')
}

export function askWhetherSolved(
  draft: Draft,
  { ticket, operatorName: name }: Attended,
  phrase: 'confirmClosing' | 'confirmClosingAgain',
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
  const { state, turn } = draft
  if (state.phase !== 'closing') return
  const { ticket, version } = state
  draft.closeStepPrompts()
  if (!silently) {
    draft.log({ type: 'closingRejected', ticket })
    draft.sayPhrase('closingRejected', {}, { author: SYSTEM })
  }
  draft.enter({
    phase: 'withOperator',
    ...chatOf(state),
    unanswered: false,
    asleep: false,
    // Who just said "no" was asked what is left, and it is their turn; who wrote waits for the operator.
    lastOperatorAt: silently ? state.proposedAt : turn.at,
    // The timer of the question is under way; it finds out whose turn it is.
    silenceWatched: true,
    reminded: false,
  })
  draft.tellDesk({ type: 'closingRejected', ticket, silently, version })
}

export function closeChat(draft: Draft, by: 'customer' | 'silence' | 'unreachable') {
  const { state } = draft
  if (!isAttended(state)) return
  draft.tellDesk({ type: 'closingConfirmed', ticket: state.ticket, by })
  endChat(draft, state, by)
}

function endChat(draft: Draft, state: Attended, by: 'customer' | 'silence' | 'unreachable' | 'desk') {
  const { ticket, operator, operatorName, handoffTopic } = state
  draft.closeStepPrompts()
  draft.log({ type: 'chatClosed', ticket, by })
  if (by === 'silence') draft.sayPhrase('closedBySilence', {}, { author: SYSTEM })
  else if (by !== 'unreachable') draft.sayPhrase('closed', {}, { author: SYSTEM })
  const topic = handoffTopic ? { topic: handoffTopic } : {}
  draft.enter({ phase: 'bot' })
  draft.change({ misses: 0, closed: { ticket, operator, operatorName, closedAt: draft.turn.at, ...topic } })
  if (by !== 'unreachable') askRating(draft)
}

/** The desk ended the ticket by itself. */
export function closedByDesk(draft: Draft, input: Of<'ticketClosed'>) {
  const { state } = draft
  if (state.phase === 'queued' && state.ticket === input.ticket) {
    endWaiting(draft, state)
    leaveFlows(draft, 'left')
  }
  if (isAttended(state) && state.ticket === input.ticket) endChat(draft, state, 'desk')
}
