/** Places in the queue, and when a customer should hear of a new one. */
import type { GroupName, TicketId } from '../ids.ts'
import type { Settings } from '../settings.ts'
import type { Draft } from './draft.ts'
import { answer } from './draft.ts'
import { handlingRange, waitFrom } from './estimate.ts'
import { givesOut, loads, onShift, waitingTickets } from './queue.ts'
import type { Desk, QueuePlace } from './state.ts'

/** Everybody's place, in the order of the queue. `ahead` counts the own group only: others do not take its operators. */
export function placesOf(desk: Desk, settings: Settings): ReadonlyMap<TicketId, QueuePlace> {
  const lines = new Map<GroupName, Line>()
  const places = new Map<TicketId, QueuePlace>()
  for (const ticket of waitingTickets(desk)) {
    const line = lines.get(ticket.group) ?? lineOf(desk, settings, ticket.group)
    const wait = waitFrom(line.handling, line.length, line.slots)
    places.set(ticket.id, { ahead: line.length, ...line.staffing, ...(wait === undefined ? {} : { wait }) })
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
  // Who was offered heard of no range. A slot that fills and empties meanwhile is not worth a message each time.
  const byWait = !(told.offered && now.offered)
  const before = middle(told, byWait)
  const moved = Math.abs(middle(now, byWait) - before)
  return moved > 0 && moved >= before * share
}

// Without a range people are counted, with the customer among them so that it is never zero.
function middle({ ahead, wait }: QueuePlace, byWait: boolean): number {
  return wait === undefined || !byWait ? ahead + 1 : (wait.from + wait.to) / 2
}

interface Line {
  readonly length: number
  readonly slots: number
  readonly staffing: Pick<QueuePlace, 'unstaffed' | 'offered'>
  readonly handling: ReturnType<typeof handlingRange>
}

function lineOf(desk: Desk, settings: Settings, group: GroupName): Line {
  const slots = onShift(desk, group).reduce((sum, operator) => sum + operator.capacity, 0)
  const handling = handlingRange(desk.recentHandling[group] ?? [], settings.queue)
  return { length: 0, slots, staffing: staffingOf(desk, settings, group, slots), handling }
}

function staffingOf(desk: Desk, settings: Settings, group: GroupName, slots: number): Line['staffing'] {
  if (slots === 0) return { unstaffed: true }
  if (givesOut(settings, group)) return {}
  const taken = loads(desk)
  const free = onShift(desk, group).some(({ id, capacity }) => capacity > (taken.get(id) ?? 0))
  return free ? { offered: true } : {}
}
