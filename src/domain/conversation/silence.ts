/** A silent customer is reminded, and then the chat closes; a question left unanswered counts as a yes. */
import type { TicketId } from '../ids.ts'
import type { ConversationInput } from '../input.ts'
import { type Instant, later } from '../time.ts'
import { askWhetherSolved, closeChat } from './closing.ts'
import { type Draft, SYSTEM } from './draft.ts'
import { isAttended } from './phases.ts'
import { watch } from './silence-timer.ts'
import type { Attended } from './state.ts'

/** The timer fired. It was not moved by every message, so it first looks whether there really is silence. */
export function silenceNoticed(draft: Draft, input: Extract<ConversationInput, { type: 'silenceNoticed' }>) {
  const { state } = draft
  if (!isAttended(state) || state.ticket !== input.ticket) return
  if (state.phase === 'closing') return silenceInClosing(draft, state, input.step)
  const customerIsDue = state.lastCustomerAt <= state.lastOperatorAt && !state.asleep
  if (customerIsDue) return silenceOfCustomer(draft, state)
  draft.enter({ ...state, silenceWatched: false, reminded: false })
}

function silenceOfCustomer(draft: Draft, state: Extract<Attended, { phase: 'withOperator' }>) {
  const { remindAfter, closeAfter } = draft.turn.rules.settings.closing
  const { ticket, lastOperatorAt } = state
  const closeAt = later(lastOperatorAt, closeAfter)
  if (state.reminded) return after(draft, ticket, closeAt, 'close', () => closeChat(draft, 'silence'))
  after(draft, ticket, later(lastOperatorAt, remindAfter), 'remind', () => {
    draft.enter({ ...state, reminded: true })
    draft.sayPhrase('silenceReminder', {}, { author: SYSTEM })
    watch(draft, ticket, closeAt, 'close')
  })
}

function silenceInClosing(
  draft: Draft,
  state: Extract<Attended, { phase: 'closing' }>,
  step: 'remind' | 'close',
) {
  const { confirmRemindAfter, confirmCloseAfter } = draft.turn.rules.settings.closing
  const closeAt = later(state.proposedAt, confirmCloseAfter)
  if (step === 'close') return after(draft, state.ticket, closeAt, 'close', () => closeChat(draft, 'silence'))
  after(draft, state.ticket, later(state.proposedAt, confirmRemindAfter), 'remind', () => {
    draft.enter({ ...state, reminded: true })
    askWhetherSolved(draft, state, 'confirmClosingAgain')
    watch(draft, state.ticket, closeAt, 'close')
  })
}

/** Acts when the date has come; a timer that fired early (the silence was broken meanwhile) is set again. */
function after(draft: Draft, ticket: TicketId, due: Instant, step: 'remind' | 'close', act: () => void) {
  if (draft.turn.at >= due) act()
  else watch(draft, ticket, due, step)
}
