/** In which chat a ticket's thread belongs. */
import type { Ticket } from '../../../domain/desk/state.ts'
import { ownerOf } from '../../../domain/desk/ticket.ts'
import type { NoOwnThread } from '../../../domain/event.ts'
import type { OperatorId } from '../../../domain/ids.ts'
import { type Instant, later, minutes } from '../../../domain/time.ts'
import { serves } from '../chats.ts'
import type { DeskChat, DeskChats, Thread } from '../model.ts'

export interface HomesParts {
  readonly chats: DeskChats
  /** Whether the bot may make threads in private chats. */
  readonly personal: () => boolean
  userOf(operator: OperatorId): number | undefined
  /** Threads there that are open, and what waits to be written. */
  loadOf(chat: number): number
}

interface Closed {
  readonly why: NoOwnThread
  readonly until: Instant
}

// What the bot's owner put right meanwhile need not wait for a restart.
const TRY_AGAIN = minutes(15)

export class Homes {
  readonly #parts: HomesParts
  readonly #closedTo = new Map<OperatorId, Closed>()

  constructor(parts: HomesParts) {
    this.#parts = parts
  }

  /** Undefined while no chat can take it: the web desk has it then. */
  for(ticket: Ticket, now: Instant): number | undefined {
    const chats = this.#serving(ticket)
    const own = chats.some(({ personal }) => personal) ? this.#personal(ticket, now) : undefined
    if (own !== undefined) return own
    let best: { readonly id: number; readonly load: number } | undefined
    for (const { id } of chats) {
      const load = this.#parts.loadOf(id)
      if (best === undefined || load < best.load) best = { id, load }
    }
    return best?.id
  }

  /** Whether this chat could still be chosen. */
  takes(chat: number, ticket: Ticket, now: Instant): boolean {
    const serving = this.#serving(ticket)
    const own = serving.some(({ personal }) => personal) ? this.#personal(ticket, now) : undefined
    return own === undefined ? serving.some(({ id }) => id === chat) : own === chat
  }

  /** Whether the thread is where the ticket belongs now. */
  fits(thread: Thread, ticket: Ticket): boolean {
    const { chat } = thread.place
    const owner = ownerOf(ticket)
    if (owner === undefined) return true
    if (chat > 0) return this.#parts.userOf(owner) === chat
    // A chat that is not set up any more is no better than any other, and gone ones cannot be left.
    const known = this.#parts.chats.all().find(({ id }) => id === chat)
    return known === undefined || serves(known, ticket.group) || this.#serving(ticket).length === 0
  }

  /** The operator's own chat takes no threads. */
  shut(operator: OperatorId, why: NoOwnThread, now: Instant): void {
    this.#closedTo.set(operator, { why, until: later(now, TRY_AGAIN) })
  }

  /** The operator let the bot in: their next chat opens there. */
  opened(operator: OperatorId): void {
    const why = this.#closedTo.get(operator)?.why
    if (why === 'notStarted' || why === 'blocked') this.#closedTo.delete(operator)
  }

  #serving(ticket: Ticket): readonly DeskChat[] {
    return this.#parts.chats.all().filter((chat) => chat.trouble === undefined && serves(chat, ticket.group))
  }

  #personal(ticket: Ticket, now: Instant): number | undefined {
    const owner = ownerOf(ticket)
    if (owner === undefined || !this.#parts.personal()) return undefined
    const until = this.#closedTo.get(owner)?.until
    return until !== undefined && until > now ? undefined : this.#parts.userOf(owner)
  }
}
