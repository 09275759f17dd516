/**
 * Updates that take their time. They are written to the notes, which is as durable as a commit, so that the messenger need
 * not keep them and nobody else's updates wait. A chat with something here sends everything through here: so it stays in
 * order.
 */
import type { Json } from '../domain/message.ts'
import type { Clock, Instant } from '../domain/time.ts'
import { ComeAgain, plainJson, TRIES } from '../messengers/come-again.ts'
import type { MessengerLog } from '../messengers/log.ts'
import type { Pauses } from '../messengers/pause.ts'
import type { Store } from '../store/port.ts'
import type { Receipt } from './port.ts'

export interface LateParts<U extends object> {
  readonly store: Store
  readonly clock: Clock
  readonly pauses: Pauses
  readonly log: MessengerLog
  readonly notes: LateNotes<U>
  /** What these updates say together. */
  perform(updates: readonly U[]): Promise<Receipt>
  /** Out of what a chat has waiting, oldest first; absent: one goes after the other. */
  together?(waiting: readonly Late<U>[]): Together<U>
  /** What else is to be noted when these are done with. */
  alsoNoted?(done: readonly U[]): Notes
}

/** How a messenger's updates are written down. */
export interface LateNotes<U> {
  readonly owner: string
  /** With which all keys begin. */
  readonly prefix: string
  /** An update that comes twice has the same. */
  idOf(update: U): string
  /** Keys of one chat sort in the order of arrival. */
  keyOf(chat: number, update: U): string
  /** Undefined for what cannot be read any more. */
  read(key: string, note: Json): { readonly chat: number; readonly update: U } | undefined
}

export interface Late<U> {
  readonly key: string
  readonly id: string
  readonly update: U
  /** Since when it waits here. */
  readonly at: Instant
}

export interface Together<U> {
  /** The first, and what is said with it. */
  readonly group: readonly Late<U>[]
  /** Milliseconds in which more of it may come. */
  readonly wait: number
}

export type Notes = ReadonlyMap<string, Json | undefined>

interface Line<U> {
  readonly waiting: Late<U>[]
  /** Being written down. */
  arriving: number
  working: boolean
  /** Of the first, in a row. */
  failures: number
  /** Something of it was let go; told once. */
  floods: boolean
}

const newLine = <U>(): Line<U> => ({ waiting: [], arriving: 0, working: false, failures: 0, floods: false })

// What is held in memory; beyond it the messenger keeps the rest, for hours at least.
const ROOM = 5_000
const PAUSE_MS = 1_000
// A quarter of an hour of what one customer may say. Whoever has more waiting floods: kept, it would fill the room, and
// left with the messenger it would hold up everybody else's updates.
const ROOM_OF_ONE = 500

export class LateUpdates<U extends object> {
  readonly #parts: LateParts<U>
  readonly #lines = new Map<number, Line<U>>()
  readonly #working = new Set<Promise<void>>()
  #size = 0

  constructor(parts: LateParts<U>) {
    this.#parts = parts
  }

  /** Goes on with what an earlier run left. */
  async load(): Promise<void> {
    const { store, notes, clock } = this.#parts
    const left = await store.notes(notes.owner, notes.prefix)
    for (const [key, note] of [...left].sort(([one], [other]) => (one < other ? -1 : 1))) {
      const read = notes.read(key, note)
      if (!read) continue
      const { chat, update } = read
      this.#enqueue(chat, { key, id: notes.idOf(update), update, at: clock.now() })
    }
  }

  has(chat: number): boolean {
    return this.#lines.has(chat)
  }

  /** Durable when it resolves. */
  async put(chat: number, update: U): Promise<void> {
    if (this.#size >= ROOM) throw new ComeAgain(PAUSE_MS, 'too many updates wait for their files')
    const { notes, clock } = this.#parts
    const line = this.#line(chat)
    const id = notes.idOf(update)
    if (line.waiting.some((late) => late.id === id)) return
    if (line.waiting.length + line.arriving >= ROOM_OF_ONE) return this.#letGo(chat, line)
    line.arriving += 1
    try {
      const key = notes.keyOf(chat, update)
      await this.#write(new Map([[key, plainJson(update)]]))
      // It may have come twice at once, and be one note.
      if (!line.waiting.some((late) => late.key === key))
        this.#enqueue(chat, { key, id, update, at: clock.now() })
    } finally {
      line.arriving -= 1
      this.#leaveIfEmpty(chat)
    }
  }

  /** After the pauses have ended. */
  async stop(): Promise<void> {
    await Promise.all(this.#working)
  }

  #line(chat: number): Line<U> {
    const line = this.#lines.get(chat) ?? newLine()
    this.#lines.set(chat, line)
    return line
  }

  #letGo(chat: number, line: Line<U>): void {
    if (!line.floods)
      this.#parts.log.warn({ chat, waiting: ROOM_OF_ONE }, 'a customer floods: the rest is let go')
    line.floods = true
  }

  #enqueue(chat: number, late: Late<U>): void {
    const line = this.#line(chat)
    line.waiting.push(late)
    this.#size += 1
    if (line.working) return
    line.working = true
    const work = this.#work(chat, line).finally(() => {
      line.working = false
      this.#working.delete(work)
      this.#leaveIfEmpty(chat)
    })
    this.#working.add(work)
  }

  #leaveIfEmpty(chat: number): void {
    const line = this.#lines.get(chat)
    if (line && line.waiting.length === 0 && line.arriving === 0 && !line.working) this.#lines.delete(chat)
  }

  async #work(chat: number, line: Line<U>): Promise<void> {
    const { pauses, together = alone } = this.#parts
    while (line.waiting.length > 0 && !pauses.ended) {
      const { group, wait } = together(line.waiting)
      const ended = wait > 0 ? wait : await this.#first(chat, line, group)
      if (ended !== 'done') await pauses.wait(ended)
    }
  }

  /** Rejects never. While the store refuses, the same is done again; its keys are known then. */
  async #first(chat: number, line: Line<U>, group: readonly Late<U>[]): Promise<'done' | number> {
    try {
      const ended = await this.#perform(chat, line, group)
      if (ended === 'done') await this.#forget(line, group)
      return ended
    } catch {
      return PAUSE_MS
    }
  }

  /** Done with, or after how many milliseconds to try again. */
  async #perform(chat: number, line: Line<U>, group: readonly Late<U>[]): Promise<'done' | number> {
    try {
      const receipt = await this.#parts.perform(group.map(({ update }) => update))
      return receipt.kind === 'busy' ? receipt.retryAfter : 'done'
    } catch (error) {
      if (error instanceof ComeAgain) return error.retryAfter
      line.failures += 1
      if (line.failures < TRIES) return PAUSE_MS
      const updates = group.map(({ id }) => id)
      this.#parts.log.error({ err: error, chat, updates }, 'an update failed three times and was set aside')
      await this.#write(new Map(group.map(({ id, update }) => [`aside:${id}`, plainJson(update)])))
      return 'done'
    }
  }

  async #forget(line: Line<U>, group: readonly Late<U>[]): Promise<void> {
    const more = this.#parts.alsoNoted?.(group.map(({ update }) => update)) ?? []
    await this.#write(new Map([...group.map(({ key }) => [key, undefined] as const), ...more]))
    line.waiting.splice(0, line.waiting.length, ...line.waiting.filter((late) => !group.includes(late)))
    line.failures = 0
    this.#size -= group.length
  }

  async #write(notes: Notes): Promise<void> {
    const { store, log, notes: own } = this.#parts
    try {
      await store.note(own.owner, notes)
    } catch (error) {
      log.error({ err: error }, 'the store refuses; the messenger keeps the update')
      throw new ComeAgain(PAUSE_MS, 'the store refuses')
    }
  }
}

const alone = <U>(waiting: readonly Late<U>[]): Together<U> => ({ group: waiting.slice(0, 1), wait: 0 })
