/** Albums that were taken, so that a part Telegram brings again by itself does not become a message of its own. */
import type { Json } from '../../domain/message.ts'
import { between, hours, type Instant, instant } from '../../domain/time.ts'

// Telegram keeps updates for 24 hours.
const KEPT_FOR = hours(25)
// A hundred bytes each.
const MOST = 5_000

export interface AlbumDone {
  readonly at: Instant
  readonly parts: readonly number[]
}

type Note = readonly [string, Json | undefined]

/** By the key of their notes; who calls it writes the notes it returns. */
export class AlbumsDone {
  readonly #done = new Map<string, AlbumDone>()

  /** The notes of an earlier run; returned: those that are too old to matter. */
  load(notes: ReadonlyMap<string, Json>, now: Instant): ReadonlyMap<string, Json | undefined> {
    const old = new Map<string, undefined>()
    for (const [key, note] of notes) {
      const done = read(note)
      if (done && between(done.at, now) < KEPT_FOR) this.#done.set(key, done)
      else old.set(key, undefined)
    }
    return old
  }

  has(key: string, part: number): boolean {
    return this.#done.get(key)?.parts.includes(part) ?? false
  }

  /** A late part belongs to the same album. */
  add(key: string, parts: readonly number[], at: Instant): readonly Note[] {
    const all = [...(this.#done.get(key)?.parts ?? []), ...parts]
    this.#done.set(key, { at, parts: all })
    const [oldest] = this.#done.keys()
    const known: Note = [key, { at, parts: all }]
    if (this.#done.size <= MOST || oldest === undefined) return [known]
    this.#done.delete(oldest)
    return [known, [oldest, undefined]]
  }
}

function read(note: Json): AlbumDone | undefined {
  if (typeof note !== 'object' || note === null || !('at' in note) || !('parts' in note)) return undefined
  const { at, parts } = note
  return Array.isArray(parts) ? { at: instant(Number(at)), parts: parts.map(Number) } : undefined
}
