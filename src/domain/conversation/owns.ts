import type { OperatorId, TicketId } from '../ids.ts'
import { type Draft, ticketOf } from './draft.ts'
import { isAttended } from './phases.ts'

/** True when this operator has this ticket's chat; otherwise the sender is told why not. */
export function owns(draft: Draft, operator: OperatorId, ticket: TicketId): boolean {
  const { state } = draft
  if (ticketOf(state) !== ticket) draft.refuse({ code: 'ticketClosed' })
  else if (!isAttended(state)) draft.refuse({ code: 'ticketNotYours' })
  else if (state.operator !== operator) draft.refuse({ code: 'ticketNotYours', owner: state.operatorName })
  else return true
  return false
}
