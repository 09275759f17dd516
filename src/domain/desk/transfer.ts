/** A ticket goes to another person or team. Only its operator or a lead may send it there. */
import type { GroupName, OperatorId } from '../ids.ts'
import type { DeskInput } from '../input.ts'
import { touchIdle } from './assign.ts'
import type { Draft } from './draft.ts'
import { changeTicket, findOperator, refused } from './draft.ts'
import type { Acting } from './permission.ts'
import { ownTicket } from './permission.ts'
import { groupSettings, roomOf } from './queue.ts'
import type { DeskOperator } from './state.ts'
import type { OpenTicket, WaitingTicket } from './ticket.ts'
import { activate, ownerOf, requeue } from './ticket.ts'

type Transferred = Extract<DeskInput, { readonly type: 'ticketTransferred' }>

export function ticketTransferred(draft: Draft, input: Transferred): Draft {
  const found = ownTicket(draft, input.operator, input.ticket)
  if ('code' in found) return refused(draft, found)
  return 'group' in input.to
    ? toGroup(draft, found, input.to.group)
    : toOperator(draft, found, input.to.operator)
}

function toGroup(draft: Draft, { operator, ticket }: Acting<OpenTicket>, group: GroupName): Draft {
  if (groupSettings(draft.settings, group) === undefined) return refused(draft, { code: 'noSuchGroup' })
  // Without the previous operator: otherwise a group they are in too would hand it straight back to them.
  const { previousOperator, ...waiting } = requeue(ticket, draft.at)
  const moved: WaitingTicket = { ...waiting, group, transfers: ticket.transfers + 1 }
  return changeTicket(draft, 'ticketTransferred', moved, operator.id)
}

/** With them at once when they are on shift and have room, else kept for them. It follows them into their team. */
function toOperator(draft: Draft, acting: Acting<OpenTicket>, id: OperatorId): Draft {
  const target = findOperator(draft, id)
  if (target === undefined) return refused(draft, { code: 'noSuchOperator' })
  if (ownerOf(acting.ticket) === id) return draft
  if (target.shift === 'off') return refused(draft, { code: 'notOnShift' })
  const group = target.groups.includes(acting.ticket.group) ? acting.ticket.group : target.groups[0]
  if (group === undefined) return refused(draft, { code: 'operatorNotInGroup', group: acting.ticket.group })
  return handOver(draft, acting, target, group)
}

function handOver(
  draft: Draft,
  { operator, ticket }: Acting<OpenTicket>,
  target: DeskOperator,
  group: GroupName,
): Draft {
  const moved: OpenTicket = { ...ticket, group, transfers: ticket.transfers + 1 }
  if (target.shift === 'on' && roomOf(draft.desk, target) > 0) {
    const given = activate(moved, target.id, draft.at)
    return touchIdle(changeTicket(draft, 'ticketTransferred', given, operator.id), [given])
  }
  const reserved: WaitingTicket = { ...requeue(moved, draft.at), reservedFor: target.id }
  return changeTicket(draft, 'ticketTransferred', reserved, operator.id)
}
