/** Albums that were said, so that a part Telegram brings again by itself does not become a message of its own. */
import type { Message } from 'grammy/types'
import { z } from 'zod'
import type { Json } from '../../domain/message.ts'
import { between, hours, type Instant, instant } from '../../domain/time.ts'

// Updates are kept for 24 hours.
const REMEMBERED = hours(25)
// A hundred bytes each; a team that sends more in a day may see a part twice if Telegram repeats it.
const MOST = 2_000

const form = z.object({ said: z.array(z.int()), at: z.int().transform(instant) })
type Said = z.output<typeof form>
type Notes = readonly (readonly [string, Json | undefined])[]

export class AlbumsSaid {
  /** Oldest first. */
  readonly #said = new Map<string, Said>()

  /** Which notes are not needed any more. */
  load(notes: ReadonlyMap<string, Json>, now: Instant): ReadonlyMap<string, undefined> {
    const kept = [...notes].flatMap(([key, note]) => {
      const { data } = form.safeParse(note)
      return data ? [[key.slice('said:'.length), data] as const] : []
    })
    for (const [album, said] of kept.sort(([, one], [, other]) => one.at - other.at))
      this.#said.set(album, said)
    return new Map(this.#forgotten(now).map((album) => [`said:${album}`, undefined]))
  }

  knows(album: string): boolean {
    return this.#said.has(album)
  }

  has(album: string, message: number): boolean {
    return this.#said.get(album)?.said.includes(message) ?? false
  }

  /** The notes that say so. */
  add(album: string, messages: readonly Message[], at: Instant): Notes {
    const said = messages.map(({ message_id }) => message_id)
    this.#said.set(album, { said, at })
    const old = this.#forgotten(at).map((one) => [`said:${one}`, undefined] as const)
    return [...old, [`said:${album}`, { said, at }]]
  }

  #forgotten(now: Instant): readonly string[] {
    const gone: string[] = []
    for (const [album, { at }] of this.#said) {
      if (this.#said.size <= MOST && between(at, now) <= REMEMBERED) break
      this.#said.delete(album)
      gone.push(album)
    }
    return gone
  }
}
