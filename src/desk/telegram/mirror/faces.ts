/** Follows the desk and the log: which tickets there are, and what was said in them. Tells whoever draws what changed. */
import type { Desk, Ticket } from '../../../domain/desk/state.ts'
import { ownerOf } from '../../../domain/desk/ticket.ts'
import type { DeskEvent } from '../../../domain/event.ts'
import type { ConversationId, TicketId } from '../../../domain/ids.ts'
import type { Instant } from '../../../domain/time.ts'
import type { LoggedEvent, Store } from '../../../store/port.ts'
import type { Thread } from '../model.ts'
import type { ThreadBook } from '../threads.ts'
import { Face } from './face.ts'
import type { Here, Reader } from './told.ts'

export interface FacesParts {
  readonly store: Pick<Store, 'desk' | 'ticket'>
  readonly book: ThreadBook
  readonly now: () => Instant
  reader(thread: Thread): Reader
  /** Something of this ticket may have to be shown. */
  changed(face: Face): void
  /** An operator wrote it in the thread itself. */
  here(face: Face, here: Here): void
}

// Closed ones that are shown to the end; what is said in them later is read from the log when the desk speaks of them again.
const FACES_KEPT = 5_000

export class Faces {
  readonly #parts: FacesParts
  readonly #byTicket = new Map<TicketId, Face>()
  readonly #byConversation = new Map<ConversationId, Face>()
  #operators: Desk['operators'] = {}
  #waiting = new Map<TicketId, Ticket>()

  constructor(parts: FacesParts) {
    this.#parts = parts
  }

  get operators(): Desk['operators'] {
    return this.#operators
  }

  /** Tickets nobody has. */
  get waiting(): Iterable<Ticket> {
    return this.#waiting.values()
  }

  all(): Iterable<Face> {
    return this.#byTicket.values()
  }

  of(ticket: TicketId): Face | undefined {
    return this.#byTicket.get(ticket)
  }

  /** The desk as it is now, and the threads there are. */
  async load(): Promise<void> {
    const { store, book } = this.#parts
    const { state } = await store.desk()
    this.#operators = state.operators
    for (const ticket of Object.values(state.tickets)) this.#take(ticket)
    for (const thread of book.all()) {
      // What was over and shown to the end before is left alone.
      if (this.#byTicket.has(thread.ticket) || (thread.closed && thread.over)) continue
      const ticket = await store.ticket(thread.ticket)
      if (ticket) this.#add(ticket)
    }
  }

  hear(logged: LoggedEvent): void {
    if (logged.address.to === 'desk') this.#hearDesk(logged.event as DeskEvent)
    else this.#hearWords(logged.address.id, logged)
  }

  #hearDesk(event: DeskEvent): void {
    if (event.type === 'operatorChanged')
      this.#operators = { ...this.#operators, [event.operator.id]: event.operator }
    if (event.type === 'operatorRemoved') {
      const { [event.operator]: _, ...rest } = this.#operators
      this.#operators = rest
    }
    if ('ticket' in event) this.#take(event.ticket)
  }

  #take(ticket: Ticket): void {
    if (ticket.status === 'waiting') this.#waiting.set(ticket.id, ticket)
    else this.#waiting.delete(ticket.id)
    const face = this.#byTicket.get(ticket.id)
    if (face) {
      face.ticket = ticket
      this.#parts.changed(face)
    } else if (ownerOf(ticket) !== undefined || this.#parts.book.of(ticket.id)) this.#add(ticket)
  }

  #add(ticket: Ticket): void {
    const face = new Face(ticket, ticket.status === 'active' ? ticket.assignedAt : this.#parts.now())
    this.#byTicket.set(ticket.id, face)
    const other = this.#byConversation.get(ticket.conversation)
    if (other === undefined || other.ticket.id < ticket.id)
      this.#byConversation.set(ticket.conversation, face)
    const thread = this.#parts.book.of(ticket.id)
    if (thread) face.restart(thread)
    if (this.#byTicket.size > FACES_KEPT) this.#forget()
    this.#parts.changed(face)
  }

  #hearWords(conversation: ConversationId, logged: LoggedEvent): void {
    const face = this.#byConversation.get(conversation)
    const thread = face && this.#parts.book.of(face.ticket.id)
    if (face === undefined || thread === undefined) return
    const before = face.pending.length
    face.hear(logged, this.#parts.reader(thread))
    for (const one of face.pending.slice(before)) if (one.kind === 'here') this.#parts.here(face, one)
    if (!face.whole || face.pending.length > before) this.#parts.changed(face)
  }

  #forget(): void {
    for (const [id, face] of this.#byTicket) {
      if (face.ticket.status !== 'closed' || face.pending.length > 0) continue
      this.#byTicket.delete(id)
      const { conversation } = face.ticket
      if (this.#byConversation.get(conversation) === face) this.#byConversation.delete(conversation)
      if (this.#byTicket.size <= FACES_KEPT) return
    }
  }
}
