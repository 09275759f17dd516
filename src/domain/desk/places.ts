/** Places in the queue, and when a customer should hear of a new one. */
import type { GroupName, TicketId } from '../ids.ts'
import type { Settings } from '../settings.ts'
import type { Draft } from './draft.ts'
import { answer } from './draft.ts'
import { handlingRange, waitFrom } from './estimate.ts'
import { onShift, waitingTickets } from './queue.ts'
import type { Desk, QueuePlace } from './state.ts'

/** Everybody's place, in the order of the queue. `ahead` counts the own group only: others do not take its operators. */
export function placesOf(desk: Desk, settings: Settings): ReadonlyMap<TicketId, QueuePlace> {
  const lines = new Map<GroupName, Line>()
  const places = new Map<TicketId, QueuePlace>()
  for (const ticket of waitingTickets(desk)) {
    const line = lines.get(ticket.group) ?? lineOf(desk, settings, ticket.group)
    const wait = waitFrom(line.handling, line.length, line.slots)
    const staffing = line.slots === 0 ? { unstaffed: true as const } : {}
    places.set(ticket.id, { ahead: line.length, ...staffing, ...(wait === undefined ? {} : { wait }) })
    lines.set(ticket.group, { ...line, length: line.length + 1 })
  }
  return places
}

/**
 * Tells those who wait when their place really changed. Who has nothing remembered has heard the place in this decision
 * already (queued, requeued). What they were told is remembered for as long as they wait.
 */
export function tellPlaces(draft: Draft, places: ReadonlyMap<TicketId, QueuePlace>): Draft {
  const told: { [ticket: string]: QueuePlace } = {}
  let next = draft
  for (const [ticket, place] of places) {
    const before = draft.desk.told[ticket]
    const tell = before !== undefined && reallyMoved(before, place, draft.settings.queue.tellAgainAt)
    told[ticket] = before === undefined || tell ? place : before
    const conversation = draft.desk.tickets[ticket]?.conversation
    if (tell && conversation !== undefined) {
      next = answer(next, conversation, { type: 'queueMoved', ticket, place })
    }
  }
  return { ...next, desk: { ...next.desk, told } }
}

/** Next at last; operators came or all went; an estimate that came or went; the middle of the range (or the place, without one) moved by `share`. */
export function reallyMoved(told: QueuePlace, now: QueuePlace, share: number): boolean {
  if (now.ahead === 0 && told.ahead > 0) return true
  if (told.unstaffed !== now.unstaffed) return true
  if ((told.wait === undefined) !== (now.wait === undefined)) return true
  const before = middle(told)
  const moved = Math.abs(middle(now) - before)
  return moved > 0 && moved >= before * share
}

// Without a range people are counted, with the customer among them so that it is never zero.
function middle(place: QueuePlace): number {
  return place.wait === undefined ? place.ahead + 1 : (place.wait.from + place.wait.to) / 2
}

interface Line {
  readonly length: number
  readonly slots: number
  readonly handling: ReturnType<typeof handlingRange>
}

function lineOf(desk: Desk, settings: Settings, group: GroupName): Line {
  const slots = onShift(desk, group).reduce((sum, operator) => sum + operator.capacity, 0)
  return { length: 0, slots, handling: handlingRange(desk.recentHandling[group] ?? [], settings.queue) }
}
