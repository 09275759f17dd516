/** Giving out what waits: never a waiting ticket beside a free capable operator, never above capacity. */
import type { OperatorId } from '../ids.ts'
import type { Settings } from '../settings.ts'
import type { Draft } from './draft.ts'
import { changeTickets } from './draft.ts'
import { givesOut, loads, waitingTickets } from './queue.ts'
import type { Desk, DeskOperator, Ticket } from './state.ts'
import type { ActiveTicket, WaitingTicket } from './ticket.ts'
import { activate } from './ticket.ts'

/** An operator on shift with room, while a pass goes on. */
interface Free {
  readonly operator: DeskOperator
  readonly room: number
  readonly idleSince: number
}

type FreeOperators = ReadonlyMap<OperatorId, Free>

/** One pass over the queue in its order; what cannot be given stays. Every decision ends in it. */
export function assignWaiting(draft: Draft): Draft {
  const free = new Map(freeOperators(draft.desk))
  const given: ActiveTicket[] = []
  // The common cases cost nothing: nobody free, or nobody waiting.
  const queue = free.size === 0 ? [] : waitingTickets(draft.desk)
  for (const ticket of queue) {
    if (free.size === 0) break
    const operator = pick(ticket, free, draft.settings)
    if (operator === undefined) continue
    take(free, operator, draft.at)
    given.push(activate(ticket, operator.id, draft.at))
  }
  return touchIdle(changeTickets(draft, 'ticketAssigned', given), given)
}

/** Whether somebody would get this ticket at once. */
export function somebodyIsFree(ticket: WaitingTicket, desk: Desk, settings: Settings): boolean {
  return pick(ticket, freeOperators(desk), settings) !== undefined
}

/** Those who just got something are no longer idle. No event: the tickets' events tell it. */
export function touchIdle(draft: Draft, given: readonly ActiveTicket[]): Draft {
  if (given.length === 0) return draft
  const operators = { ...draft.desk.operators }
  for (const { operator: id } of given) {
    const operator = operators[id]
    if (operator !== undefined) operators[id] = { ...operator, idleSince: draft.at }
  }
  return { ...draft, desk: { ...draft.desk, operators } }
}

export function mayTake(operator: DeskOperator, ticket: Ticket): boolean {
  if (!operator.groups.includes(ticket.group)) return false
  return ticket.status !== 'waiting' || ticket.reservedFor === undefined || ticket.reservedFor === operator.id
}

function freeOperators(desk: Desk): FreeOperators {
  const busy = loads(desk)
  const free = new Map<OperatorId, Free>()
  for (const operator of Object.values(desk.operators)) {
    const room = operator.capacity - (busy.get(operator.id) ?? 0)
    if (operator.shift === 'on' && room > 0) {
      free.set(operator.id, { operator, room, idleSince: operator.idleSince })
    }
  }
  return free
}

/** The previous operator, else the one with the most room, else the one idle longest; names settle what is left. */
function pick(ticket: WaitingTicket, free: FreeOperators, settings: Settings): DeskOperator | undefined {
  if (!givesOut(settings, ticket.group)) return undefined
  let best: Free | undefined
  for (const candidate of free.values()) {
    if (!mayTake(candidate.operator, ticket)) continue
    if (candidate.operator.id === ticket.previousOperator) return candidate.operator
    if (best === undefined || better(candidate, best)) best = candidate
  }
  return best?.operator
}

function better(one: Free, other: Free): boolean {
  if (one.room !== other.room) return one.room > other.room
  if (one.idleSince !== other.idleSince) return one.idleSince < other.idleSince
  return one.operator.id < other.operator.id
}

function take(free: Map<OperatorId, Free>, operator: DeskOperator, at: number): void {
  const slot = free.get(operator.id)
  if (slot === undefined) return
  if (slot.room === 1) free.delete(operator.id)
  else free.set(operator.id, { ...slot, room: slot.room - 1, idleSince: at })
}
