/**
 * The one transaction of a batch: outcomes of deliveries, then each unit, all or nothing by itself.
 * A unit first looks (duplicates), then moves its state's version; only when both allow it anything else is written,
 * so that a unit turned away has written nothing and needs no savepoint of its own.
 */
import type { Ticket } from '../../domain/desk/state.ts'
import type { Effect } from '../../domain/effect.ts'
import type { Event } from '../../domain/event.ts'
import type { ConversationId, InputKey } from '../../domain/ids.ts'
import type { Attachment } from '../../domain/message.ts'
import { unreachable } from '../../domain/unreachable.ts'
import { laneOf } from '../lane.ts'
import type { CommitResult, CommitUnit, DeliveryOutcome, Store } from '../port.ts'
import type { Connection } from './connection.ts'
import type { Numbers } from './numbers.ts'
import { prepareWrites, type Writes } from './writes.ts'

type Write = (units: readonly CommitUnit[], outcomes: readonly DeliveryOutcome[]) => readonly CommitResult[]

type StateMove =
  | { readonly kind: 'moved'; readonly conversation: number | null }
  | { readonly kind: 'conflict' }

const CONFLICT = { kind: 'conflict' } as const

export function commits({ raw, numbers, answer }: Connection): Pick<Store, 'commit' | 'seen'> {
  const writes = prepareWrites(raw)
  const batch = raw.transaction((units: readonly CommitUnit[], outcomes: readonly DeliveryOutcome[]) => {
    for (const outcome of outcomes) settle(writes, outcome)
    const failures = writes.anyFailure.get() !== undefined
    return units.map((unit) => commitUnit(writes, unit, { failures, numbers }))
  })
  const commit: Write = (units, outcomes) => {
    try {
      return batch.immediate(units, outcomes)
    } catch (error) {
      numbers.forgetAll()
      throw error
    }
  }
  return {
    commit: (units, outcomes) =>
      answer(() => (units.length + outcomes.length === 0 ? [] : commit(units, outcomes))),
    seen: (keys) => answer(() => new Set(keys.filter((key) => writes.wasArrived.get(key) !== undefined))),
  }
}

interface Known {
  /** Whether any input has ever failed. */
  readonly failures: boolean
  readonly numbers: Numbers
}

function commitUnit(writes: Writes, unit: CommitUnit, known: Known): CommitResult {
  const keys = duplicates(writes, unit)
  if (keys.length > 0) return { kind: 'duplicate', keys }
  const move = moveState(writes, unit, known.numbers)
  if (move.kind === 'conflict') return CONFLICT
  finishInputs(writes, unit, known.failures)
  const seqs = unit.events.map((event) => logEvent(writes, unit, move.conversation, event))
  const deliveries = unit.effects.map((effect) => postEffect(writes, unit, effect))
  for (const later of unit.later) writes.postpone.run(later.key, later.due, JSON.stringify(later))
  for (const ticket of lastTickets(unit.events)) keepTicket(writes, ticket)
  for (const { id } of unit.events.flatMap(attachmentsOf)) writes.fileSent.run(id)
  return { kind: 'committed', seqs, deliveries }
}

function duplicates(writes: Writes, { arrived, handled }: CommitUnit): readonly InputKey[] {
  const twice = arrived.filter(
    (key, index) => writes.wasArrived.get(key) !== undefined || arrived.indexOf(key) < index,
  )
  const gone = handled.filter(({ key, due }) => writes.isStored.get(key, due) === undefined)
  return [...twice, ...gone.map(({ key }) => key)]
}

function moveState(writes: Writes, { target, expected }: CommitUnit, numbers: Numbers): StateMove {
  const state = JSON.stringify(target.state)
  switch (target.to) {
    case 'conversation': {
      const { id } = target.state
      if (expected === 0) return addConversation(writes, id, state)
      return moveConversation(writes, numbers.of(id), state, expected)
    }
    case 'desk': {
      const { changes } = expected === 0 ? writes.addDesk.run(state) : writes.moveDesk.run(state, expected)
      return changes === 0 ? CONFLICT : { kind: 'moved', conversation: null }
    }
    default:
      return unreachable(target)
  }
}

function addConversation(writes: Writes, id: ConversationId, state: string): StateMove {
  const { changes, lastInsertRowid } = writes.addConversation.run(id, state)
  return changes === 0 ? CONFLICT : { kind: 'moved', conversation: Number(lastInsertRowid) }
}

function moveConversation(
  writes: Writes,
  number: number | undefined,
  state: string,
  expected: number,
): StateMove {
  if (number === undefined) return CONFLICT
  const { changes } = writes.moveConversation.run(state, number, expected)
  return changes === 0 ? CONFLICT : { kind: 'moved', conversation: number }
}

function finishInputs(writes: Writes, { arrived, handled, at }: CommitUnit, failures: boolean): void {
  for (const key of arrived) writes.remember.run(key, at)
  for (const { key } of handled) writes.dropLater.run(key)
  if (!failures) return
  for (const key of arrived) writes.dropFailure.run(key)
  for (const { key } of handled) writes.dropFailure.run(key)
}

function logEvent(writes: Writes, unit: CommitUnit, conversation: number | null, event: Event): number {
  return Number(writes.log.run(unit.at, conversation, JSON.stringify(event)).lastInsertRowid)
}

function postEffect(writes: Writes, { target, at }: CommitUnit, effect: Effect): number {
  if (target.to === 'desk') throw new Error('Only conversations have effects.')
  const { id } = target.state
  const { lastInsertRowid } = writes.post.run(laneOf(effect, id), id, JSON.stringify(effect), at)
  return Number(lastInsertRowid)
}

/** Tickets as the last event about each left them. */
function lastTickets(events: readonly Event[]): Iterable<Ticket> {
  const last = new Map<number, Ticket>()
  for (const event of events) {
    if ('ticket' in event && typeof event.ticket === 'object') last.set(event.ticket.id, event.ticket)
  }
  return last.values()
}

function attachmentsOf(event: Event): readonly Attachment[] {
  switch (event.type) {
    case 'customerSaid':
    case 'noteAdded':
    case 'messageEdited':
      return event.content.attachments ?? []
    case 'messageSent':
    case 'messageReplaced':
      return event.message.content.attachments ?? []
    default:
      return []
  }
}

function keepTicket(writes: Writes, ticket: Ticket): void {
  const { id, status, conversation, customer } = ticket
  writes.keepTicket.run(id, status, conversation, customer.id, JSON.stringify(ticket))
}

function settle(writes: Writes, outcome: DeliveryOutcome): void {
  switch (outcome.outcome) {
    case 'done':
      if (outcome.externalId !== undefined) writes.sentAs.run(outcome.externalId, outcome.id)
      writes.delivered.run(outcome.id)
      return
    case 'again':
      writes.tryAgain.run(outcome.notBefore, outcome.error, outcome.id)
      return
    case 'refused':
      writes.setAside.run(outcome.error, outcome.id)
      writes.delivered.run(outcome.id)
      return
    default:
      unreachable(outcome)
  }
}
