/**
 * Updates that take their time: albums, whose parts come as messages of their own; files, which are fetched first; whatever
 * a customer sends beyond the limit of a minute. They are written to the notes, which is as durable as a commit, so that
 * Telegram need not keep them and nobody else's updates wait. A chat with something here sends everything through here.
 */
import type { Update } from 'grammy/types'
import { z } from 'zod'
import type { Json } from '../../domain/message.ts'
import { between, type Clock, type Instant } from '../../domain/time.ts'
import { ComeAgain, plainJson, TRIES } from '../../messengers/come-again.ts'
import type { Pauses } from '../../messengers/pause.ts'
import type { Store } from '../../store/port.ts'
import type { TelegramLog } from '../../telegram/log.ts'
import { TELEGRAM_NOTES } from '../../telegram/media.ts'
import type { Receipt } from '../port.ts'
import { AlbumsDone } from './albums-done.ts'

export interface ShelfParts {
  readonly bot: number
  readonly store: Store
  readonly clock: Clock
  readonly pauses: Pauses
  readonly log: TelegramLog
  /** What these updates say together: one, or the parts of an album. */
  perform(updates: readonly Update[]): Promise<Receipt>
}

interface Entry {
  readonly key: string
  readonly update: Update
  readonly at: Instant
}

interface Chat {
  readonly entries: Entry[]
  /** Being written down. */
  arriving: number
  working: boolean
  /** Something of it was let go; told once. */
  floods: boolean
}

// Telegram's servers send the parts of an album within some 200 ms; a slow phone's upload may take longer.
const ALBUM_PAUSE_MS = 1_000
// The most parts an album has.
const ALBUM_PARTS = 10
// What is held in memory; beyond it Telegram keeps the rest, a day long.
const ROOM = 5_000
const ROOM_PAUSE_MS = 1_000
// A quarter of an hour of what one customer may say. Whoever has more waiting floods: kept, it would fill the room, and
// left with Telegram it would hold up everybody else's updates.
const ROOM_OF_ONE = 500

export class Shelf {
  readonly #parts: ShelfParts
  readonly #chats = new Map<number, Chat>()
  readonly #working = new Set<Promise<void>>()
  readonly #albums = new AlbumsDone()
  #size = 0

  constructor(parts: ShelfParts) {
    this.#parts = parts
  }

  /** Goes on with what an earlier run left. */
  async load(): Promise<void> {
    const { store, bot } = this.#parts
    const albums = await store.notes(TELEGRAM_NOTES, `album:${bot}:`)
    const old = this.#albums.load(albums, this.#now())
    if (old.size > 0) await store.note(TELEGRAM_NOTES, old)
    const notes = await store.notes(TELEGRAM_NOTES, this.#prefix())
    for (const [key, value] of notes) {
      const chat = chatIn(key)
      if (isUpdate(value) && chat !== undefined) this.#enqueue(chat, { key, update: value, at: this.#now() })
    }
  }

  has(chat: number): boolean {
    return this.#chats.has(chat)
  }

  /** Durable when it resolves. */
  async put(chat: number, update: Update): Promise<void> {
    if (this.#isDone(update)) return
    if (this.#size >= ROOM) throw new ComeAgain(ROOM_PAUSE_MS, 'too many updates wait for their files')
    const line = this.#line(chat)
    if (line.entries.length + line.arriving >= ROOM_OF_ONE) return this.#letGo(chat, line)
    line.arriving += 1
    const key = `${this.#prefix()}${chat}:${String(update.update_id).padStart(16, '0')}`
    try {
      await this.#write(new Map([[key, plainJson(update)]]))
      if (!line.entries.some((entry) => entry.key === key)) {
        this.#enqueue(chat, { key, update, at: this.#now() })
      }
    } finally {
      line.arriving -= 1
      this.#leaveIfEmpty(chat)
    }
  }

  #letGo(chat: number, line: Chat): void {
    if (!line.floods)
      this.#parts.log.warn({ chat, waiting: ROOM_OF_ONE }, 'a customer floods: the rest is let go')
    line.floods = true
  }

  /** After the pauses have ended. */
  async stop(): Promise<void> {
    await Promise.all(this.#working)
  }

  #prefix(): string {
    return `late:${this.#parts.bot}:`
  }

  #now(): Instant {
    return this.#parts.clock.now()
  }

  #line(chat: number): Chat {
    const line = this.#chats.get(chat) ?? { entries: [], arriving: 0, working: false, floods: false }
    this.#chats.set(chat, line)
    return line
  }

  #enqueue(chat: number, entry: Entry): void {
    const line = this.#line(chat)
    line.entries.push(entry)
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
    const line = this.#chats.get(chat)
    if (line && line.entries.length === 0 && line.arriving === 0 && !line.working) this.#chats.delete(chat)
  }

  async #work(chat: number, line: Chat): Promise<void> {
    const { pauses } = this.#parts
    for (let failures = 0; line.entries.length > 0 && !pauses.ended; ) {
      const wait = albumWait(line.entries, this.#now())
      const ended = wait > 0 ? wait : await this.#first(chat, line, failures)
      if (wait <= 0) failures = ended === 'done' ? 0 : failures + 1
      if (ended !== 'done') await pauses.wait(ended)
    }
  }

  /** Rejects never. While the store refuses, the same is done again; its keys are known then. */
  async #first(chat: number, line: Chat, failures: number): Promise<'done' | number> {
    try {
      const group = groupOf(line.entries)
      const ended = await this.#perform(chat, group, failures)
      if (ended === 'done') await this.#forget(line, group)
      return ended
    } catch {
      return ROOM_PAUSE_MS
    }
  }

  /** Done with, or after how many milliseconds to try again. */
  async #perform(chat: number, group: readonly Entry[], failures: number): Promise<'done' | number> {
    try {
      const receipt = await this.#parts.perform(group.map(({ update }) => update))
      return receipt.kind === 'busy' ? receipt.retryAfter : 'done'
    } catch (error) {
      if (error instanceof ComeAgain) return error.retryAfter
      if (failures + 1 < TRIES) return ROOM_PAUSE_MS
      const updates = group.map(({ update }) => update.update_id)
      this.#parts.log.error({ err: error, chat, updates }, 'an update failed three times and was set aside')
      const kept = group.map(({ update }) => [`aside:${update.update_id}`, plainJson(update)] as const)
      await this.#write(new Map(kept))
      return 'done'
    }
  }

  async #forget(line: Chat, group: readonly Entry[]): Promise<void> {
    await this.#write(
      new Map([...group.map(({ key }) => [key, undefined] as const), ...this.#albumNotes(group)]),
    )
    line.entries.splice(0, line.entries.length, ...line.entries.filter((entry) => !group.includes(entry)))
    this.#size -= group.length
  }

  #albumNotes(group: readonly Entry[]): readonly (readonly [string, Json | undefined])[] {
    const [first] = group
    const key = first && this.#albumKey(first.update)
    if (key === undefined) return []
    return this.#albums.add(
      key,
      group.map(({ update }) => update.update_id),
      this.#now(),
    )
  }

  #isDone(update: Update): boolean {
    const key = this.#albumKey(update)
    return key !== undefined && this.#albums.has(key, update.update_id)
  }

  #albumKey({ message }: Update): string | undefined {
    if (message?.media_group_id === undefined) return undefined
    return `album:${this.#parts.bot}:${message.chat.id}:${message.media_group_id}`
  }

  async #write(notes: ReadonlyMap<string, Json | undefined>): Promise<void> {
    try {
      await this.#parts.store.note(TELEGRAM_NOTES, notes)
    } catch (error) {
      this.#parts.log.error({ err: error }, 'the store refuses; Telegram keeps the update')
      throw new ComeAgain(ROOM_PAUSE_MS, 'the store refuses')
    }
  }
}

const albumOf = ({ update }: Entry) => update.message?.media_group_id

/** How long the first entry still waits for parts of its album. */
function albumWait(entries: readonly Entry[], now: Instant): number {
  const parts = groupOf(entries)
  const last = parts.at(-1)
  if (!last || albumOf(last) === undefined || parts.length >= ALBUM_PARTS) return 0
  // A clock put back must not make it wait for longer.
  return ALBUM_PAUSE_MS - Math.max(0, between(last.at, now))
}

/** The first entry, and what belongs to the same album. */
function groupOf(entries: readonly Entry[]): readonly Entry[] {
  const [first] = entries
  if (!first) return []
  const album = albumOf(first)
  return album === undefined ? [first] : entries.filter((entry) => albumOf(entry) === album)
}

const noted = z.looseObject({ update_id: z.int() })
const isUpdate = (value: unknown): value is Update => noted.safeParse(value).success

/** `late:<bot>:<chat>:<update>` */
function chatIn(key: string): number | undefined {
  const chat = Number(key.split(':')[2])
  return Number.isSafeInteger(chat) ? chat : undefined
}
