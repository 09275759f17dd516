import type { Log } from './log.ts'

/** Hands each thing to everyone who listens now. A listener that throws is logged and dropped. */
export class Broadcast<Thing> {
  readonly #listeners = new Set<(thing: Thing) => void>()
  readonly #log: Log

  constructor(log: Log) {
    this.#log = log
  }

  readonly subscribe = (hear: (thing: Thing) => void): (() => void) => {
    // A wrapper of our own: the same function may listen twice and leave once.
    const listener = (thing: Thing) => hear(thing)
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  readonly send = (thing: Thing): void => {
    for (const listener of this.#listeners) {
      try {
        listener(thing)
      } catch (error) {
        this.#listeners.delete(listener)
        this.#log.error({ err: error }, 'a live listener threw and was dropped')
      }
    }
  }

  get silent(): boolean {
    return this.#listeners.size === 0
  }
}
