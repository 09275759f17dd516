/** What was sent with a `random_id`, by community, peer and number: a repetition is answered and not sent again. */
import type { Message } from './model.ts'

// A repeated random_id is recognised this long.
const REMEMBERED_MS = 60 * 60_000

export class Remembered {
  readonly #sent = new Map<string, { readonly message: Message; readonly at: number }>()

  get(key: string, now: number): Message | undefined {
    const known = this.#sent.get(key)
    return known && now - known.at < REMEMBERED_MS ? known.message : undefined
  }

  keep(key: string, message: Message, at: number): void {
    // The oldest stand first.
    for (const [other, known] of this.#sent) {
      if (at - known.at < REMEMBERED_MS) break
      this.#sent.delete(other)
    }
    this.#sent.delete(key)
    this.#sent.set(key, { message, at })
  }
}
