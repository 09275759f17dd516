/** Which ticket has which thread, and what the messages in it stand for. */

import { type TicketId, ticketId } from '../../domain/ids.ts'
import type { Json } from '../../domain/message.ts'
import { postIn, threadIn } from './kept.ts'
import type { Place, Post, Thread, Threads } from './model.ts'
import type { Notebook } from './notebook.ts'

// Who answers or edits does so within what the screen holds; older ones are looked up in the notes.
const POSTS_KEPT = 5_000
// 300 bytes each. The oldest closed ones are forgotten: nobody writes in them any more.
const THREADS_KEPT = 20_000

const THREAD = 'thread:'
const POST = 'post:'
const LEFT = 'left:'

const threadKey = (ticket: TicketId) => `${THREAD}${ticket}`
const postKey = (chat: number, message: number) => `${POST}${chat}:${message}`

export class ThreadBook implements Threads {
  readonly #notes: Notebook
  readonly #byTicket = new Map<TicketId, Thread>()
  readonly #byPlace = new Map<string, TicketId>()
  readonly #posts = new Map<string, Post>()
  readonly #left = new Map<string, TicketId>()

  constructor(notes: Notebook) {
    this.#notes = notes
  }

  async load(): Promise<void> {
    const notes = await this.#notes.read(THREAD)
    const threads = [...notes.values()]
      .flatMap((note) => threadIn(note) ?? [])
      .sort((one, other) => one.ticket - other.ticket)
    for (const thread of threads) this.set(thread)
    for (const [key, note] of await this.#notes.read(LEFT))
      if (typeof note === 'number') this.#left.set(key.slice(LEFT.length), ticketId(note))
  }

  all(): Iterable<Thread> {
    return this.#byTicket.values()
  }

  of(ticket: TicketId): Thread | undefined {
    return this.#byTicket.get(ticket)
  }

  at(place: Place): Thread | undefined {
    if (place.thread === undefined) return undefined
    const ticket = this.#byPlace.get(named(place))
    return ticket === undefined ? undefined : this.#byTicket.get(ticket)
  }

  left(place: Place): boolean {
    return this.#left.has(named(place))
  }

  /** The note of a thread that its ticket has no more; the caller writes it. */
  leave({ ticket, place }: Thread): readonly [string, Json] {
    this.#left.set(named(place), ticket)
    return [`${LEFT}${named(place)}`, ticket]
  }

  async post(chat: number, message: number): Promise<Post | undefined> {
    const key = postKey(chat, message)
    // Keys that only begin so are other messages.
    return this.#posts.get(key) ?? postIn((await this.#notes.read(key)).get(key))
  }

  async remember(chat: number, message: number, post: Post): Promise<void> {
    await this.#notes.put(new Map([this.keep(chat, message, post)]))
  }

  /** The note of a post that is known from now on; the caller writes it. */
  keep(chat: number, message: number, post: Post): readonly [string, Json] {
    const key = postKey(chat, message)
    this.#posts.set(key, post)
    if (this.#posts.size > POSTS_KEPT) forgetOldest(this.#posts)
    return [key, { ...post }]
  }

  /** The note of a thread as it is from now on; the caller writes it. */
  set(thread: Thread): readonly [string, Json] {
    const before = this.#byTicket.get(thread.ticket)
    if (before) this.#byPlace.delete(named(before.place))
    this.#byTicket.set(thread.ticket, thread)
    this.#byPlace.set(named(thread.place), thread.ticket)
    return [threadKey(thread.ticket), noteOf(thread)]
  }

  forget(ticket: TicketId): readonly [string, undefined] {
    const thread = this.#byTicket.get(ticket)
    if (thread) this.#byPlace.delete(named(thread.place))
    this.#byTicket.delete(ticket)
    return [threadKey(ticket), undefined]
  }

  /** Takes away what nobody will ask for: threads beyond what is kept, and posts and left threads of tickets that have none. */
  async prune(): Promise<void> {
    const gone = new Map<string, undefined>()
    const closed = [...this.#byTicket.values()].filter((thread) => thread.closed)
    for (const { ticket } of closed.slice(0, Math.max(0, this.#byTicket.size - THREADS_KEPT)))
      gone.set(...this.forget(ticket))
    for (const [name, ticket] of this.#left) {
      if (this.#byTicket.has(ticket)) continue
      this.#left.delete(name)
      gone.set(`${LEFT}${name}`, undefined)
    }
    for (const [key, note] of await this.#notes.read(POST)) {
      const post = postIn(note)
      if (!post || !this.#byTicket.has(post.ticket)) gone.set(key, undefined)
    }
    if (gone.size > 0) await this.#notes.put(gone)
  }
}

const named = ({ chat, thread }: Place) => `${chat}:${thread}`

function forgetOldest(map: Map<string, unknown>): void {
  const [oldest] = map.keys()
  if (oldest !== undefined) map.delete(oldest)
}

const noteOf = ({ place, recent = [], ...thread }: Thread): Json => ({
  ...thread,
  place: { ...place },
  recent,
})
