/** Work that belongs to one place goes one after the other; places do not wait for each other. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>()

  /** Rejects as the work does; whoever comes next does not care. */
  async take<T>(place: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(place) ?? Promise.resolve()
    const mine = before.then(work, work)
    const settled = mine.catch(() => undefined)
    this.#last.set(place, settled)
    try {
      return await mine
    } finally {
      if (this.#last.get(place) === settled) this.#last.delete(place)
    }
  }

  /** Everything that was begun has ended. */
  async settle(): Promise<void> {
    while (this.#last.size > 0) await Promise.all(this.#last.values())
  }
}
