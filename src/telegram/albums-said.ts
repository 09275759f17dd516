/** Albums that were said, so that a part Telegram brings again by itself does not become a message of its own. */
import { z } from 'zod'
import type { Json } from '../domain/message.ts'
import { between, hours, type Instant, instant } from '../domain/time.ts'

// Updates are kept for 24 hours.
const REMEMBERED = hours(25)

const ids = z.array(z.int())
const at = z.int().transform(instant)
// Customers' albums were once noted with `parts`.
const form = z
  .object({ said: ids, at })
  .or(z.object({ parts: ids, at }).transform(({ parts, at }) => ({ said: parts, at })))
type Said = z.output<typeof form>
type Notes = readonly (readonly [string, Json | undefined])[]

export interface AlbumsSaidOptions {
  /** With which the keys of its notes begin. */
  readonly prefix: string
  /** A hundred bytes each; beyond it the oldest are forgotten, and a part that Telegram repeats is said twice. */
  readonly most: number
}

export class AlbumsSaid {
  readonly #options: AlbumsSaidOptions
  /** Oldest first. */
  readonly #said = new Map<string, Said>()

  constructor(options: AlbumsSaidOptions) {
    this.#options = options
  }

  /** Which notes are not needed any more. */
  load(notes: ReadonlyMap<string, Json>, now: Instant): ReadonlyMap<string, undefined> {
    const kept = [...notes].flatMap(([key, note]) => {
      const { data } = form.safeParse(note)
      return data ? [[key.slice(this.#options.prefix.length), data] as const] : []
    })
    for (const [album, said] of kept.sort(([, one], [, other]) => one.at - other.at))
      this.#said.set(album, said)
    return new Map(this.#forgotten(now).map((album) => [this.#key(album), undefined]))
  }

  knows(album: string): boolean {
    return this.#said.has(album)
  }

  has(album: string, part: number): boolean {
    return this.#said.get(album)?.said.includes(part) ?? false
  }

  /** The notes that say so. A late part belongs to the same album. */
  add(album: string, parts: readonly number[], at: Instant): Notes {
    const said = [...(this.#said.get(album)?.said ?? []), ...parts]
    this.#said.delete(album)
    this.#said.set(album, { said, at })
    const old = this.#forgotten(at).map((one) => [this.#key(one), undefined] as const)
    return [...old, [this.#key(album), { said, at }]]
  }

  #key(album: string): string {
    return `${this.#options.prefix}${album}`
  }

  #forgotten(now: Instant): readonly string[] {
    const gone: string[] = []
    for (const [album, { at }] of this.#said) {
      if (this.#said.size <= this.#options.most && between(at, now) <= REMEMBERED) break
      this.#said.delete(album)
      gone.push(album)
    }
    return gone
  }
}
