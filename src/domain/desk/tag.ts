/** What is known about a ticket besides its status: its topic and priority, and the operator's first reply. */
import type { DeskInput } from '../input.ts'
import type { Draft } from './draft.ts'
import { changeTicket, findOperator, findTicket, refused } from './draft.ts'

type Tagged = Extract<DeskInput, { readonly type: 'ticketTagged' }>
type Answered = Extract<DeskInput, { readonly type: 'operatorAnswered' }>

/** Anybody at the desk may tag, also a closed ticket. A new topic does not move it to another group: a transfer does. */
export function ticketTagged(draft: Draft, { operator, ticket: id, topic, priority }: Tagged): Draft {
  if (findOperator(draft, operator) === undefined) return refused(draft, { code: 'noSuchOperator' })
  const ticket = findTicket(draft, id)
  if (ticket === undefined) return refused(draft, { code: 'noSuchTicket' })
  const known = topic === undefined || draft.settings.topics.some(({ name }) => name === topic)
  if (!known) return refused(draft, { code: 'noSuchTopic' })
  const tags = { ...(topic === undefined ? {} : { topic }), ...(priority === undefined ? {} : { priority }) }
  const changed = { ...ticket, ...tags }
  if (changed.topic === ticket.topic && changed.priority === ticket.priority) return draft
  return changeTicket(draft, 'ticketTagged', changed, operator)
}

/** The first reply of a person (FRT); later ones, and a reply after a transfer, change nothing. */
export function operatorAnswered(draft: Draft, input: Answered): Draft {
  const ticket = findTicket(draft, input.ticket)
  if (ticket === undefined) return refused(draft, { code: 'noSuchTicket' })
  if (ticket.answeredAt !== undefined) return draft
  return changeTicket(draft, 'ticketAnswered', { ...ticket, answeredAt: draft.at }, input.operator)
}
