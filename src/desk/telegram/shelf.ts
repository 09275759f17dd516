/**
 * What people of the desk wrote and what cannot be done at once: albums, whose parts come as updates of their own; files,
 * which are fetched first; whatever comes from somebody of whom Telegram is slow to say whether they are in the group. It is
 * written to the notes, which is as durable as a commit, so that nobody else's updates wait. A line with something here
 * sends everything through here: what is said first goes first.
 */
import type { Message } from 'grammy/types'
import { z } from 'zod'
import { type InputKey, inputKey } from '../../domain/ids.ts'
import type { Json } from '../../domain/message.ts'
import { type Clock, duration, type Instant, instant, later, seconds } from '../../domain/time.ts'
import { ComeAgain, plainJson, TRIES } from '../../messengers/come-again.ts'
import type { MessengerLog } from '../../messengers/log.ts'
import type { Store } from '../../store/port.ts'
import { AlbumsSaid } from '../../telegram/albums-said.ts'
import { DESK_SURFACE } from './model.ts'

export interface Shelved {
  readonly deed: 'words' | 'edit' | 'command'
  readonly key: InputKey
  /** One, or the parts of an album. */
  readonly messages: readonly Message[]
}

export interface ShelfParts {
  readonly store: Pick<Store, 'notes' | 'note'>
  readonly clock: Clock
  readonly log: MessengerLog
  /** What goes one after the other. */
  lineOf(message: Message): string
  /**
   * Resolves when it is durable elsewhere, or told as lost to whoever wrote it. `begins` is called when what it waited for
   * is over, before anything comes of it.
   */
  perform(item: Shelved, begins: () => void): Promise<void>
  /** It waits for longer than people wait without a sign, or does not any more. */
  waits(message: Message, waits: boolean): void
  /** Given up after three failures that are ours. */
  giveUp(item: Shelved): void
}

/** What came, and where it stands in the order of updates. */
export interface Arrival {
  readonly deed: Shelved['deed']
  readonly key: InputKey
  readonly order: number
  readonly message: Message
}

interface Entry {
  /** Of its note. */
  readonly id: string
  readonly order: number
  item: Shelved
  /** The note is written. */
  ready: boolean
  /** An album's other parts are waited for until then, unless something stands behind it. */
  due: Instant
  /** It did not work: `due` is when it is tried again. */
  again: boolean
  busy: boolean
  marked: boolean
  failures: number
  alarm: { cancel(): void } | undefined
}

// Parts are sent together; over a slow line they came up to half a second apart.
const QUIET = duration(700)
const AGAIN = duration(5_000)
// Below two seconds a mark would only flicker.
const SIGN_AFTER = seconds(2)
// A file is waited for a minute; nobody types more meanwhile. What comes beyond it Telegram keeps.
const ROOM_OF_ONE = 200

// A team that sends more in a day may see a part twice if Telegram repeats it.
const ALBUMS = 2_000
const SAID = 'said:'

export class Shelf {
  readonly #parts: ShelfParts
  readonly #lines = new Map<string, Entry[]>()
  readonly #alarms = new Map<string, { cancel(): void }>()
  readonly #working = new Set<Promise<void>>()
  readonly #said = new AlbumsSaid({ prefix: SAID, most: ALBUMS })
  #stopped = false

  constructor(parts: ShelfParts) {
    this.#parts = parts
  }

  /** Takes up what an earlier run left. */
  async load(): Promise<void> {
    const { store, clock } = this.#parts
    const old = this.#said.load(await store.notes(DESK_SURFACE, SAID), clock.now())
    if (old.size > 0) await store.note(DESK_SURFACE, old)
    const kept = [...(await store.notes(DESK_SURFACE, 'late:'))].flatMap(([id, note]) => entryOf(id, note))
    for (const entry of kept.sort((one, other) => one.order - other.order)) {
      const [message] = entry.item.messages
      if (message) this.#enqueue(this.#parts.lineOf(message), entry)
    }
    for (const line of this.#lines.keys()) this.#work(line)
  }

  has(line: string): boolean {
    return this.#lines.has(line)
  }

  /** Durable when it resolves. A part that comes after its album was said is said by itself. */
  async put(arrival: Arrival): Promise<void> {
    const { message, deed, key } = arrival
    const line = this.#parts.lineOf(message)
    const album = deed === 'words' ? albumOf(line, message) : undefined
    if (album !== undefined && this.#said.has(album, message.message_id)) return
    const open = this.#lines.get(line)?.find(({ id }) => id === noteOf(album ?? key))
    if (open && (album === undefined || holds(open, message)))
      return open.ready ? undefined : this.#keep(line, open)
    if (open && !open.busy) return this.#add(line, open, message)
    const late = open !== undefined || (album !== undefined && this.#said.knows(album))
    await this.#begin(line, arrival, late ? undefined : album)
  }

  /** What is not done by now is done after the next start. */
  async stop(): Promise<void> {
    this.#stopped = true
    for (const alarm of this.#alarms.values()) alarm.cancel()
    for (const { alarm } of [...this.#lines.values()].flat()) alarm?.cancel()
    await Promise.all(this.#working)
  }

  async #begin(line: string, arrival: Arrival, album: string | undefined): Promise<void> {
    if ((this.#lines.get(line)?.length ?? 0) >= ROOM_OF_ONE)
      throw new ComeAgain(1_000, 'too much of one thread waits')
    const { deed, order, message } = arrival
    // An album's parts come by several updates: together they are one input.
    const key = album === undefined ? arrival.key : inputKey(`${DESK_SURFACE}:${album}`)
    const entry = entryFor(noteOf(album ?? key), order, { deed, key, messages: [message] })
    if (album !== undefined) entry.due = later(this.#parts.clock.now(), QUIET)
    this.#enqueue(line, entry)
    await this.#keep(line, entry)
  }

  #add(line: string, entry: Entry, message: Message): Promise<void> {
    const messages = [...entry.item.messages, message].sort((one, other) => one.message_id - other.message_id)
    entry.item = { ...entry.item, messages }
    entry.due = later(this.#parts.clock.now(), QUIET)
    return this.#keep(line, entry)
  }

  #enqueue(line: string, entry: Entry): void {
    const { clock, waits } = this.#parts
    this.#lines.set(line, [...(this.#lines.get(line) ?? []), entry])
    const [message] = entry.item.messages
    if (message === undefined || entry.item.deed === 'edit') return
    entry.alarm = clock.at(later(clock.now(), SIGN_AFTER), () => {
      entry.marked = true
      waits(message, true)
    })
  }

  async #keep(line: string, entry: Entry): Promise<void> {
    const { deed, key, messages } = entry.item
    const note = plainJson({ deed, key, messages, order: entry.order })
    entry.ready = false
    await this.#parts.store.note(DESK_SURFACE, new Map([[entry.id, note]]))
    entry.ready = true
    this.#work(line)
  }

  /** The first of a line, when its time has come; what stands behind an album ends the wait for its parts. */
  #work(line: string): void {
    const { clock } = this.#parts
    const [entry, next] = this.#lines.get(line) ?? []
    if (this.#stopped || entry === undefined || entry.busy || !entry.ready) return
    if (entry.due > clock.now() && (next === undefined || entry.again)) {
      this.#alarms.get(line)?.cancel()
      this.#alarms.set(
        line,
        clock.at(entry.due, () => this.#work(line)),
      )
      return
    }
    entry.busy = true
    const work = this.#perform(line, entry).finally(() => this.#working.delete(work))
    this.#working.add(work)
  }

  /** Rejects never: what failed is tried again. */
  async #perform(line: string, entry: Entry): Promise<void> {
    const { perform, giveUp } = this.#parts
    try {
      await perform(entry.item, () => this.#begins(entry))
      await this.#close(line, entry)
    } catch (error) {
      if (this.#givesUp(entry, error)) {
        giveUp(entry.item)
        await this.#close(line, entry)
      }
    }
    entry.busy = false
    this.#work(line)
  }

  /** What comes of it says enough from now on. */
  #begins(entry: Entry): void {
    entry.alarm?.cancel()
    const [message] = entry.item.messages
    if (entry.marked && message) this.#parts.waits(message, false)
    entry.marked = false
  }

  #givesUp(entry: Entry, error: unknown): boolean {
    const { clock, log } = this.#parts
    const wait = error instanceof ComeAgain ? duration(error.retryAfter) : AGAIN
    entry.due = later(clock.now(), wait)
    entry.again = true
    if (error instanceof ComeAgain) return false
    entry.failures += 1
    log.error({ err: error, failures: entry.failures }, 'what an operator wrote could not be passed on')
    return entry.failures >= TRIES
  }

  /** Rejects never: a note that stays is looked at once more after a restart; its key is known then. */
  async #close(line: string, entry: Entry): Promise<void> {
    const { store, clock, log } = this.#parts
    this.#begins(entry)
    const rest = (this.#lines.get(line) ?? []).filter((other) => other !== entry)
    if (rest.length > 0) this.#lines.set(line, rest)
    else {
      this.#lines.delete(line)
      this.#alarms.delete(line)
    }
    const album = albumIn(entry)
    const parts = entry.item.messages.map(({ message_id: id }) => id)
    const said = album === undefined ? [] : this.#said.add(album, parts, clock.now())
    const notes = new Map<string, Json | undefined>([[entry.id, undefined], ...said])
    await store
      .note(DESK_SURFACE, notes)
      .catch((error: unknown) => log.warn({ err: error }, 'a note of what was said stays'))
  }
}

const noteOf = (name: string) => `late:${name}`

/** Named by its line, which a group takes along when it moves. */
const albumOf = (line: string, { media_group_id }: Message): string | undefined =>
  media_group_id === undefined ? undefined : `album:${line}:${media_group_id}`

const albumIn = ({ id }: Entry): string | undefined =>
  id.startsWith(noteOf('album:')) ? id.slice(noteOf('').length) : undefined

const holds = ({ item }: Entry, { message_id }: Message): boolean =>
  item.messages.some((one) => one.message_id === message_id)

const entryFor = (id: string, order: number, item: Shelved): Entry => ({
  ...{ id, order, item, ready: false, due: instant(0), busy: false, again: false, marked: false },
  ...{ failures: 0, alarm: undefined },
})

// Telegram's message as it came; whoever reads more of it than this minds what is absent.
const messageForm = z.looseObject({ message_id: z.int(), chat: z.looseObject({ id: z.int() }) })
const noteForm = z.object({
  deed: z.enum(['words', 'edit', 'command']),
  key: z.string().transform(inputKey),
  order: z.int(),
  messages: z.array(z.custom<Message>((value) => messageForm.safeParse(value).success)).min(1),
})

/** A process that ended may have left its mark on it. */
function entryOf(id: string, note: Json): readonly Entry[] {
  const { data } = noteForm.safeParse(note)
  if (data === undefined) return []
  const { order, ...item } = data
  return [{ ...entryFor(id, order, item), ready: true, marked: item.deed !== 'edit' }]
}
