/**
 * The surface's notes, written together: a write waits while every turn of the event loop brings more. Two notes a call and a
 * transaction each took half of all time when much was relayed; answers that arrive together share one now.
 */
import type { Json } from '../../domain/message.ts'
import type { Store } from '../../store/port.ts'
import { DESK_SURFACE } from './model.ts'

// Some two milliseconds when much is under way, next to nothing when little is.
const MOST_TURNS = 16

export type Notes = ReadonlyMap<string, Json | undefined>

export class Notebook {
  readonly #store: Pick<Store, 'notes' | 'note'>
  #waiting = new Map<string, Json | undefined>()
  #puts = 0
  #next: Promise<void> | undefined
  #writing: Promise<void> = Promise.resolve()

  constructor(store: Pick<Store, 'notes' | 'note'>) {
    this.#store = store
  }

  /** Durable when it resolves. Rejects with the store's error; then nothing of it may be relied on. */
  put(notes: Notes): Promise<void> {
    this.#puts += 1
    for (const [key, value] of notes) this.#waiting.set(key, value)
    this.#next ??= this.#writing.then(() => this.#gathered()).then(() => this.#write())
    return this.#next
  }

  read(prefix: string): Promise<ReadonlyMap<string, Json>> {
    return this.#store.notes(DESK_SURFACE, prefix)
  }

  /** What was put by now is written, or was refused. */
  async settle(): Promise<void> {
    await (this.#next ?? this.#writing).catch(() => undefined)
  }

  async #gathered(): Promise<void> {
    let seen = -1
    for (let turn = 0; turn < MOST_TURNS && seen !== this.#puts; turn += 1) {
      seen = this.#puts
      await aTurnOfTheLoop()
    }
  }

  #write(): Promise<void> {
    const notes = this.#waiting
    this.#waiting = new Map()
    this.#next = undefined
    const written = this.#store.note(DESK_SURFACE, notes)
    this.#writing = written.catch(() => undefined)
    return written
  }
}

const aTurnOfTheLoop = () =>
  new Promise<void>((resolve) => {
    setImmediate(resolve)
  })
