import type { TicketId } from '../ids.ts'
import type { Instant } from '../time.ts'
import type { Draft } from './draft.ts'

/** One timer a conversation; an operator's message, the question "solved?" and the timer itself set it. */
export function watch(draft: Draft, ticket: TicketId, due: Instant, step: 'remind' | 'close') {
  draft.remind(due, { type: 'silenceNoticed', ticket, step }, 'silence')
}
