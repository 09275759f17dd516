/**
 * What a messenger calls our files: a `file_id`, `photo-1_2_key`. Whoever sends by it need not upload again. Kept in the
 * notes, and the last ones in memory.
 */
import type { Store } from '../store/port.ts'

export interface FileNamesParts {
  readonly store: Store
  /** Whose notes. */
  readonly owner: string
  /** The bot or community: names are no good to any other. */
  readonly account: number
}

// Names held in memory; the rest is a look into the notes.
const KNOWN = 2_000

export class FileNames {
  readonly #parts: FileNamesParts
  readonly #known = new Map<string, string>()

  constructor(parts: FileNamesParts) {
    this.#parts = parts
  }

  async of(id: string): Promise<string | undefined> {
    return this.#known.get(id) ?? (await this.#noted(id))
  }

  /** In memory only: what came is passed on soon, or never. */
  learn(id: string, name: string): void {
    this.#known.set(id, name)
    const [oldest] = this.#known.keys()
    if (this.#known.size > KNOWN && oldest !== undefined) this.#known.delete(oldest)
  }

  /** For every later run, too. */
  async note(id: string, name: string): Promise<void> {
    if (this.#known.has(id)) return
    this.learn(id, name)
    await this.#parts.store.note(this.#parts.owner, new Map([[this.#key(id), name]]))
  }

  /** The messenger does not know it any more (a restored backup, another account's). */
  async forget(id: string): Promise<void> {
    this.#known.delete(id)
    await this.#parts.store.note(this.#parts.owner, new Map([[this.#key(id), undefined]]))
  }

  async #noted(id: string): Promise<string | undefined> {
    const key = this.#key(id)
    const noted = (await this.#parts.store.notes(this.#parts.owner, key)).get(key)
    if (typeof noted !== 'string') return undefined
    this.learn(id, noted)
    return noted
  }

  #key(id: string): string {
    return `file:${this.#parts.account}:${id}`
  }
}
