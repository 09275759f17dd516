/** Reminders: an operator's own word to themselves about a ticket. Nothing of the ticket changes by them. */
import type { DeskInput } from '../input.ts'
import type { Instant } from '../time.ts'
import { between, duration } from '../time.ts'
import type { Draft } from './draft.ts'
import { findOperator, findTicket, refused, setTimer } from './draft.ts'
import type { Reminder } from './state.ts'

type Of<Type extends DeskInput['type']> = Extract<DeskInput, { readonly type: Type }>

// As with a snooze: a quarter, so that a typo in the year is caught.
const FARTHEST = duration(90 * 24 * 3_600_000)

/** Anybody at the desk may, about any ticket the desk still holds: a lead reminds themselves of other people's chats. */
export function reminderSet(draft: Draft, { operator, ticket: id, due, text }: Of<'reminderSet'>): Draft {
  if (findOperator(draft, operator) === undefined) return refused(draft, { code: 'noSuchOperator' })
  const ticket = findTicket(draft, id)
  if (ticket === undefined) return refused(draft, { code: 'noSuchTicket' })
  if (!isSane(due, draft.at)) return refused(draft, { code: 'badTime' })
  const reminder: Reminder = { ticket: id, conversation: ticket.conversation, operator, text, due }
  // Several for one minute are several: each has the name of the input that set it.
  return setTimer(draft, `remind:${draft.key}`, due, { type: 'reminderDue', reminder })
}

const isSane = (due: Instant, at: Instant): boolean => due > at && between(at, due) <= FARTHEST

/** The ticket may be closed and gone from the desk by now; who has left the desk is told nothing. */
export function reminderDue(draft: Draft, { reminder }: Of<'reminderDue'>): Draft {
  if (findOperator(draft, reminder.operator) === undefined) return draft
  return { ...draft, events: [...draft.events, { type: 'ticketReminded', reminder }] }
}
