/**
 * One chat's updates in their order, though most are handed over at once and some must be looked up first. An update that
 * needs a look-up waits for the earlier ones of its chat to be committed, and the later ones wait for it.
 */

interface Line {
  /** Settles when everything so far has. */
  tail: Promise<unknown>
  /** Look-ups that have not been handed over. */
  blocking: number
  length: number
}

export class Order {
  readonly #lines = new Map<number, Line>()

  /** `ready`: `run` hands over at once, unless something before it must be looked up first. */
  async run<Result>(chat: number, ready: boolean, run: () => Promise<Result>): Promise<Result> {
    const line = this.#lines.get(chat) ?? { tail: Promise.resolve(), blocking: 0, length: 0 }
    this.#lines.set(chat, line)
    const atOnce = ready && line.blocking === 0
    if (!atOnce) line.blocking += 1
    line.length += 1
    const result = atOnce ? run() : line.tail.then(run)
    line.tail = Promise.allSettled([line.tail, result])
    try {
      return await result
    } finally {
      if (!atOnce) line.blocking -= 1
      line.length -= 1
      if (line.length === 0) this.#lines.delete(chat)
    }
  }
}
