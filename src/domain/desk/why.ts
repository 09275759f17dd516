/** Why a ticket waits, for the desk's page: what a lead would have to change. Read-only. */
import { nextOpening, openAt } from '../hours.ts'
import type { GroupName, OperatorId, TicketId } from '../ids.ts'
import type { Settings } from '../settings.ts'
import type { Instant } from '../time.ts'
import { givesOut, loads, onShift } from './queue.ts'
import type { Desk, Shift } from './state.ts'

export type WhyWaiting =
  | { readonly kind: 'notWaiting' }
  /** Transferred to one person, who is full or on a pause. */
  | { readonly kind: 'reserved'; readonly operator: OperatorId; readonly shift: Shift }
  /** Outside of working hours, and nobody of the group is there. */
  | { readonly kind: 'deskClosed'; readonly opensAt?: Instant }
  /** `paused`: operators of the group on a pause. */
  | { readonly kind: 'nobodyOnShift'; readonly group: GroupName; readonly paused: number }
  /** Somebody must take it; `free` operators could. */
  | { readonly kind: 'toBeClaimed'; readonly group: GroupName; readonly free: number }
  /** All of the group's operators on shift have their hands full. */
  | {
      readonly kind: 'allFull'
      readonly group: GroupName
      readonly operators: number
      readonly capacity: number
    }

export function whyWaiting(id: TicketId, desk: Desk, settings: Settings, at: Instant): WhyWaiting {
  const ticket = desk.tickets[id]
  if (ticket?.status !== 'waiting') return { kind: 'notWaiting' }
  if (ticket.reservedFor !== undefined) {
    const shift = desk.operators[ticket.reservedFor]?.shift ?? 'off'
    return { kind: 'reserved', operator: ticket.reservedFor, shift }
  }
  return whyGroup(ticket.group, desk, settings, at)
}

function whyGroup(group: GroupName, desk: Desk, settings: Settings, at: Instant): WhyWaiting {
  const there = onShift(desk, group)
  if (there.length === 0) return nobody(group, desk, settings, at)
  const capacity = there.reduce((sum, operator) => sum + operator.capacity, 0)
  if (givesOut(settings, group)) return { kind: 'allFull', group, operators: there.length, capacity }
  const busy = loads(desk)
  const free = there.filter((operator) => (busy.get(operator.id) ?? 0) < operator.capacity).length
  return free === 0
    ? { kind: 'allFull', group, operators: there.length, capacity }
    : { kind: 'toBeClaimed', group, free }
}

function nobody(group: GroupName, desk: Desk, settings: Settings, at: Instant): WhyWaiting {
  if (!openAt(settings.hours, at)) {
    const opensAt = nextOpening(settings.hours, at)
    return { kind: 'deskClosed', ...(opensAt === undefined ? {} : { opensAt }) }
  }
  const team = Object.values(desk.operators).filter((operator) => operator.groups.includes(group))
  return { kind: 'nobodyOnShift', group, paused: team.filter(({ shift }) => shift === 'paused').length }
}
