/** A desk in memory: its log, its tickets, and the notes of whoever follows it. No rules: what happens is told from outside. */
import type { LiveLog } from '../../src/channels/port.ts'
import type { MirrorStore } from '../../src/desk/telegram/mirror/stage.ts'
import type { Customer } from '../../src/domain/conversation/state.ts'
import {
  type Desk,
  type DeskOperator,
  EMPTY_DESK,
  type Ticket,
  type TicketCommon,
} from '../../src/domain/desk/state.ts'
import type { ActiveTicket } from '../../src/domain/desk/ticket.ts'
import type { Event } from '../../src/domain/event.ts'
import {
  type ConversationId,
  conversationId,
  customerId,
  groupName,
  type OperatorId,
  type TicketId,
  ticketId,
  topicName,
} from '../../src/domain/ids.ts'
import type { Address } from '../../src/domain/input.ts'
import type { Json } from '../../src/domain/message.ts'
import { type Clock, duration } from '../../src/domain/time.ts'
import type { LoggedEvent } from '../../src/store/port.ts'

const KEPT_EVENTS = 400

export class SimulatedDesk {
  readonly live: LiveLog
  readonly store: MirrorStore
  readonly notes = new Map<string, Json>()
  readonly #clock: Clock
  readonly #events = new Map<ConversationId, LoggedEvent[]>()
  readonly #listeners = new Set<(events: readonly LoggedEvent[]) => void>()
  #desk: Desk = EMPTY_DESK
  #seq = 0
  readonly #closed = new Map<TicketId, Ticket>()

  constructor(clock: Clock) {
    this.#clock = clock
    this.live = {
      subscribe: (hear) => {
        this.#listeners.add(hear)
        return () => this.#listeners.delete(hear)
      },
    }
    this.store = this.#store()
  }

  log(address: Address, ...events: readonly Event[]): void {
    const logged = events.map((event): LoggedEvent => {
      this.#seq += 1
      return { seq: this.#seq, at: this.#clock.now(), address, event }
    })
    if (address.to === 'conversation') {
      const all = this.#events.get(address.id) ?? []
      all.push(...logged)
      if (all.length > KEPT_EVENTS) all.splice(0, all.length - KEPT_EVENTS)
      this.#events.set(address.id, all)
    }
    for (const hear of this.#listeners) hear(logged)
  }

  enrol(operator: DeskOperator): void {
    this.#desk = { ...this.#desk, operators: { ...this.#desk.operators, [operator.id]: operator } }
    this.log({ to: 'desk' }, { type: 'operatorChanged', operator })
  }

  /** A customer asked for a person and got one at once. */
  assign(operator: OperatorId, group: string): ActiveTicket {
    const at = this.#clock.now()
    const id = ticketId(this.#desk.lastTicket + 1)
    const conversation = conversationId('site', `c${id}`)
    const customer: Customer = {
      ...{ id: customerId(conversation), name: `Клиент ${id}`, verified: false, attributes: {} },
      language: 'ru',
    }
    const common: TicketCommon = {
      ...{ id, conversation, customer, group: groupName(group), topic: topicName('payment') },
      summary: 'Не проходит оплата',
      ...{ openedAt: at, queuedAt: at, firstAssignedAt: at, handled: duration(0), variables: {} },
      ...{ rejectedClosings: 0, reopened: 0, transfers: 0, version: 1 },
      priority: 'normal',
      reason: 'asked',
    }
    const ticket: ActiveTicket = { ...common, status: 'active', operator, assignedAt: at }
    this.#desk = { ...this.#desk, lastTicket: id }
    this.change('ticketAssigned', ticket)
    return ticket
  }

  change(type: 'ticketAssigned' | 'ticketPending' | 'ticketClosed' | 'ticketRated', ticket: Ticket): void {
    const { [ticket.id]: _, ...others } = this.#desk.tickets
    // The real desk keeps closed ones for as long as they may come back; a simulated day has too many for that.
    const closed = ticket.status === 'closed'
    this.#desk = { ...this.#desk, tickets: closed ? others : { ...others, [ticket.id]: ticket } }
    if (closed) this.#closed.set(ticket.id, ticket)
    this.log({ to: 'desk' }, { type, ticket })
  }

  #store(): MirrorStore {
    const of = (id: ConversationId) => this.#events.get(id) ?? []
    return {
      desk: async () => ({ state: this.#desk, version: 1 }),
      ticket: async (id) => this.#desk.tickets[id] ?? this.#closed.get(id),
      tickets: async () => [],
      conversationEvents: async (id, after, limit) =>
        of(id)
          .filter(({ seq }) => seq > after)
          .slice(0, limit),
      conversationTail: async (id, before, limit) =>
        of(id)
          .filter(({ seq }) => seq < before)
          .slice(-limit),
      lastSeq: async () => this.#seq,
      notes: async (_, prefix) => new Map([...this.notes].filter(([key]) => key.startsWith(prefix))),
      note: async (_, notes) => {
        for (const [key, value] of notes) {
          if (value === undefined) this.notes.delete(key)
          else this.notes.set(key, value)
        }
      },
    }
  }
}
