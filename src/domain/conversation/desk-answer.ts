/** Whether what the desk says is the answer this conversation waits for. */
import type { MessageNumber } from '../ids.ts'
import type { ConversationInput } from '../input.ts'
import { type Draft, ticketOf } from './draft.ts'

/** The answer this hand-off waits for; news of an earlier ticket may still be under way and must not be taken for it. */
export function answersHandoff({ state }: Draft, answers: MessageNumber | undefined): boolean {
  return state.phase === 'handingOff' && state.handoff === answers
}

/** An answer nobody waits for any more (the hand-off was given up): the ticket must not wait for this customer. */
export function giveBack(
  draft: Draft,
  { ticket, answers }: Extract<ConversationInput, { type: 'ticketQueued' | 'ticketAssigned' }>,
) {
  if (answers !== undefined && ticketOf(draft.state) !== ticket) {
    draft.tellDesk({ type: 'handoffCancelled', ticket })
  }
}
