/**
 * Updates of Telegram that take their time: albums, whose parts come as messages of their own; files, which are fetched
 * first; whatever a customer sends beyond the limit of a minute.
 */
import type { Update } from 'grammy/types'
import { z } from 'zod'
import { between, type Instant } from '../../domain/time.ts'
import { AlbumsSaid } from '../../telegram/albums-said.ts'
import { TELEGRAM_NOTES } from '../../telegram/media.ts'
import {
  type Late,
  type LateNotes,
  type LateParts,
  LateUpdates,
  type Notes,
  type Together,
} from '../late-updates.ts'

export interface ShelfParts
  extends Pick<LateParts<Update>, 'store' | 'clock' | 'pauses' | 'log' | 'perform'> {
  readonly bot: number
}

// Telegram's servers send the parts of an album within some 200 ms; a slow phone's upload may take longer.
const ALBUM_PAUSE_MS = 1_000
// The most parts an album has.
const ALBUM_PARTS = 10
// Whoever serves more in a day may hear a part twice if Telegram repeats it.
const ALBUMS = 5_000

export class Shelf {
  readonly #parts: ShelfParts
  readonly #late: LateUpdates<Update>
  readonly #albums: AlbumsSaid

  constructor(parts: ShelfParts) {
    const { bot, clock, ...rest } = parts
    this.#parts = parts
    this.#albums = new AlbumsSaid({ prefix: albumsOf(bot), most: ALBUMS })
    this.#late = new LateUpdates({
      ...{ ...rest, clock, notes: notesOf(bot) },
      together: (waiting) => together(waiting, clock.now()),
      alsoNoted: (updates) => this.#albumNotes(updates),
    })
  }

  /** Goes on with what an earlier run left. */
  async load(): Promise<void> {
    const { store, bot, clock } = this.#parts
    const old = this.#albums.load(await store.notes(TELEGRAM_NOTES, albumsOf(bot)), clock.now())
    if (old.size > 0) await store.note(TELEGRAM_NOTES, old)
    await this.#late.load()
  }

  has(chat: number): boolean {
    return this.#late.has(chat)
  }

  /** Durable when it resolves. */
  async put(chat: number, update: Update): Promise<void> {
    const album = albumIn(update)
    if (album !== undefined && this.#albums.has(album, update.update_id)) return
    await this.#late.put(chat, update)
  }

  /** After the pauses have ended. */
  stop(): Promise<void> {
    return this.#late.stop()
  }

  #albumNotes(updates: readonly Update[]): Notes {
    const [first] = updates
    const album = first && albumIn(first)
    if (album === undefined) return new Map()
    const ids = updates.map(({ update_id: id }) => id)
    return new Map(this.#albums.add(album, ids, this.#parts.clock.now()))
  }
}

const albumsOf = (bot: number) => `album:${bot}:`

function albumIn({ message }: Update): string | undefined {
  return message?.media_group_id && `${message.chat.id}:${message.media_group_id}`
}

/** An album is one message, once all its parts are there or no more come. */
function together(waiting: readonly Late<Update>[], now: Instant): Together<Update> {
  const [first] = waiting
  const album = first && albumIn(first.update)
  if (album === undefined) return { group: waiting.slice(0, 1), wait: 0 }
  const group = waiting.filter((late) => albumIn(late.update) === album)
  const last = group.at(-1)
  if (!last || group.length >= ALBUM_PARTS) return { group, wait: 0 }
  // A clock put back must not make it wait for longer.
  return { group, wait: ALBUM_PAUSE_MS - Math.max(0, between(last.at, now)) }
}

const noted = z.looseObject({ update_id: z.int() })
const isUpdate = (value: unknown): value is Update => noted.safeParse(value).success

/** `late:<bot>:<chat>:<update>` */
function notesOf(bot: number): LateNotes<Update> {
  const prefix = `late:${bot}:`
  return {
    ...{ owner: TELEGRAM_NOTES, prefix },
    idOf: ({ update_id: id }) => String(id),
    keyOf: (chat, { update_id: id }) => `${prefix}${chat}:${String(id).padStart(16, '0')}`,
    read: (key, update) => {
      const chat = Number(key.split(':')[2])
      return isUpdate(update) && Number.isSafeInteger(chat) ? { chat, update } : undefined
    },
  }
}
