/** What is known of one ticket while the program runs: how it is, and what its thread does not show yet. */
import type { Ticket } from '../../../domain/desk/state.ts'
import type { Instant } from '../../../domain/time.ts'
import type { LoggedEvent, Store } from '../../../store/port.ts'
import type { Thread } from '../model.ts'
import { follow, isEarlierFile, type Reader, type Talk, type Told, told } from './told.ts'

// Beyond it the rest is read from the log again when its turn comes: memory stays bounded whatever is written.
const PENDING_MOST = 200
const PAGE = 200

export class Face {
  ticket: Ticket
  /** Since when it wants a thread. */
  readonly since: Instant
  /** What its thread does not show yet, in the log's order. */
  pending: Told[] = []
  /** What was sent last may stand there already, although we did not hear so. */
  unsure = false
  /** The last making of a thread may have made one, although we did not hear so. */
  strayed = false
  failures = 0
  notBefore: Instant | undefined
  /** Its thread was closed by somebody: it is opened before anything is said. */
  shut = false
  /** How often Telegram refused the next words: without copying, without formatting, without files. */
  plainness = 0
  /** A thread that was deleted by hand, to be made again as far as it was shown. */
  lost: Thread | undefined
  #talk: Talk = { open: true }
  #read = 0
  /** Numbers of what was written in the thread itself, the last of them. */
  readonly #here = new Set<number>()
  /** Whether `pending` holds all there is. */
  #whole = false
  #loading: Promise<void> | undefined
  #more = false

  constructor(ticket: Ticket, since: Instant) {
    this.ticket = ticket
    this.since = since
  }

  get whole(): boolean {
    return this.#whole
  }

  /** From now on the log is shown from where the thread says. */
  restart(thread: Thread): void {
    this.pending = []
    this.#talk = { open: thread.over !== true }
    this.#read = thread.shown
    this.#whole = false
  }

  /** Something was committed in its conversation. */
  hear(logged: LoggedEvent, reader: Reader): void {
    if (!this.#whole || this.pending.length >= PENDING_MOST) {
      this.#whole = false
      this.#more = true
      return
    }
    if (logged.seq > this.#read) this.#take(logged, reader)
  }

  /** Reads on in the log until all is here, or enough. */
  load(store: Pick<Store, 'conversationEvents'>, reader: () => Reader | undefined): Promise<void> {
    this.#loading ??= this.#load(store, reader).finally(() => {
      this.#loading = undefined
    })
    return this.#loading
  }

  async #load(store: Pick<Store, 'conversationEvents'>, reader: () => Reader | undefined): Promise<void> {
    while (this.pending.length < PENDING_MOST && !this.#whole) {
      this.#more = false
      const events = await store.conversationEvents(this.ticket.conversation, this.#read, PAGE)
      const now = reader()
      if (now === undefined) return
      for (const logged of events) if (logged.seq > this.#read) this.#take(logged, now)
      // What was committed while we read was heard, and is read with the next page.
      this.#whole = events.length < PAGE && !this.#more
    }
  }

  #take(logged: LoggedEvent, reader: Reader): void {
    this.#read = logged.seq
    if (logged.seq <= (reader.thread.cardUpTo ?? 0)) {
      if (isEarlierFile(logged)) this.#push(logged, reader)
      return
    }
    const { talk, found } = follow(this.#talk, logged, this.ticket.id)
    this.#talk = talk
    for (const one of found) this.#push(one, reader)
  }

  #push(logged: LoggedEvent, reader: Reader): void {
    const { event } = logged
    // Under the operator's own words in the thread it is told there.
    if (event.type === 'deliveryRefused' && this.#stands(event.number, reader)) return
    const one = told(logged, reader)
    if (one === undefined) return
    this.pending.push(one)
    if (one.kind === 'here') this.#here.add(one.number)
    const [oldest] = this.#here
    if (this.#here.size > PENDING_MOST && oldest !== undefined) this.#here.delete(oldest)
  }

  #stands(number: number, { thread }: Reader): boolean {
    return this.#here.has(number) || (thread.own?.includes(number) ?? false)
  }

  /** Whether the chat is over, as far as the log was followed. */
  get over(): boolean {
    return !this.#talk.open
  }
}
