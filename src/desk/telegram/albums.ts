/**
 * An album comes as several updates and is one message. Its parts are kept in the notes as they come, each confirmed when it
 * is durable (the next part comes only then), and said together once no more came for a moment. A file alone is kept the
 * same way: while it is fetched, nobody else's updates wait.
 */
import type { Message } from 'grammy/types'
import type { Json } from '../../domain/message.ts'
import { between, type Clock, duration, hours, type Instant, later } from '../../domain/time.ts'
import { ComeAgain, TRIES } from '../../messengers/come-again.ts'
import type { Store } from '../../store/port.ts'
import type { TelegramLog } from '../../telegram/log.ts'
import { DESK_SURFACE } from './model.ts'

export interface AlbumParts {
  readonly store: Pick<Store, 'notes' | 'note'>
  readonly clock: Clock
  readonly log: TelegramLog
  /** Says them; resolves when they are durable elsewhere, or told as lost to whoever sent them. */
  readonly speak: (album: string, messages: readonly Message[]) => Promise<void>
  /** When nothing else is said in the album's place. */
  readonly inTurn: (message: Message, work: () => Promise<void>) => Promise<void>
  /** Given up after three failures that are ours. */
  readonly giveUp: (messages: readonly Message[]) => void
}

// Parts are sent together; over a slow line they came up to half a second apart.
const QUIET = duration(700)
const AGAIN = duration(5_000)
// A redelivered part must not become a message of its own; updates are kept for 24 hours.
const REMEMBERED = hours(25)

export class Albums {
  readonly #parts: AlbumParts
  readonly #open = new Map<string, Message[]>()
  readonly #alarms = new Map<string, { cancel(): void }>()
  #stopped = false
  readonly #failures = new Map<string, number>()
  /** What was said already, with the ids of its parts. */
  readonly #said = new Map<string, readonly number[]>()

  constructor(parts: AlbumParts) {
    this.#parts = parts
  }

  /** Takes up what an earlier run left. */
  async load(): Promise<void> {
    const { store, clock } = this.#parts
    const old = new Map<string, undefined>()
    for (const [key, note] of await store.notes(DESK_SURFACE, 'album:')) {
      // Only this file writes these notes.
      const kept = note as object as Kept
      if ('said' in kept) {
        if (between(kept.at, clock.now()) > REMEMBERED) old.set(key, undefined)
        else this.#said.set(key, kept.said)
        continue
      }
      this.#open.set(key, [...kept.parts])
      this.#wait(key, QUIET)
    }
    if (old.size > 0) await store.note(DESK_SURFACE, old)
  }

  /** Durable when it resolves. A part that comes after its album was said is said by itself. */
  async add(message: Message): Promise<void> {
    const key = keyOf(message)
    const said = this.#said.get(key)
    if (said?.includes(message.message_id)) return
    if (said) return this.#parts.speak(`${key}:${message.message_id}`, [message])
    const parts = this.#open.get(key) ?? []
    this.#open.set(key, parts)
    if (!parts.some(({ message_id }) => message_id === message.message_id)) parts.push(message)
    if (isAlbum(message)) this.#wait(key, QUIET)
    await this.#note(key, { parts })
    if (!isAlbum(message)) this.#due(key)
  }

  /** In this place's turn: says what waits there now, for something else is to be said there. */
  async flush(chat: number, thread: number | undefined): Promise<void> {
    for (const [key, [first]] of [...this.#open])
      if (first?.chat.id === chat && first.message_thread_id === thread) await this.#say(key)
  }

  /** What is not said by now is said after the next start. */
  stop(): void {
    this.#stopped = true
    for (const alarm of this.#alarms.values()) alarm.cancel()
    this.#alarms.clear()
  }

  #wait(key: string, by: typeof QUIET): void {
    const { clock } = this.#parts
    this.#alarms.get(key)?.cancel()
    if (this.#stopped) return
    this.#alarms.set(
      key,
      clock.at(later(clock.now(), by), () => this.#due(key)),
    )
  }

  #due(key: string): void {
    const [first] = this.#open.get(key) ?? []
    if (first) void this.#parts.inTurn(first, () => this.#say(key))
  }

  /** Rejects never: what failed is tried again. */
  async #say(key: string): Promise<void> {
    const messages = this.#open.get(key)
    if (!messages) return
    this.#alarms.get(key)?.cancel()
    this.#alarms.delete(key)
    this.#open.delete(key)
    messages.sort((one, other) => one.message_id - other.message_id)
    try {
      await this.#parts.speak(key, messages)
    } catch (error) {
      if (!this.#givesUp(key, error)) {
        this.#open.set(key, messages)
        return this.#wait(key, AGAIN)
      }
      this.#parts.giveUp(messages)
    }
    await this.#close(key, messages)
  }

  #givesUp(key: string, error: unknown): boolean {
    if (error instanceof ComeAgain) return false
    const failures = (this.#failures.get(key) ?? 0) + 1
    this.#parts.log.error({ err: error, failures }, 'an album could not be passed on')
    if (failures >= TRIES) return this.#failures.delete(key) || true
    this.#failures.set(key, failures)
    return false
  }

  async #close(key: string, messages: readonly Message[]): Promise<void> {
    const said = messages.map(({ message_id }) => message_id)
    const album = messages.some(isAlbum)
    if (album) this.#said.set(key, said)
    // One file is always the same input; only parts of an album could come in other company.
    await this.#note(key, album ? { said, at: this.#parts.clock.now() } : undefined).catch((error: unknown) =>
      this.#parts.log.warn({ err: error }, 'an album may be looked at once more after a restart'),
    )
  }

  #note(key: string, kept: Kept | undefined): Promise<void> {
    const value: Json | undefined = kept && JSON.parse(JSON.stringify(kept))
    return this.#parts.store.note(DESK_SURFACE, new Map([[key, value]]))
  }
}

type Kept =
  | { readonly parts: readonly Message[] }
  | { readonly said: readonly number[]; readonly at: Instant }

const isAlbum = ({ media_group_id }: Message) => media_group_id !== undefined

const keyOf = ({ chat, media_group_id, message_id }: Message) =>
  `album:${chat.id}:${media_group_id ?? `alone-${message_id}`}`
