/**
 * An update that we cannot handle must not hold up the others for ever: after three failures it is set aside in the notes
 * (`aside:<key>`), told in the log, and counted as taken.
 */
import type { Store } from '../store/port.ts'
import { ComeAgain, plainJson, TRIES } from './come-again.ts'
import type { MessengerLog } from './log.ts'

export interface AsideParts {
  readonly store: Store
  /** Whose notes. */
  readonly owner: string
  readonly log: MessengerLog
}

export class Aside {
  readonly #parts: AsideParts
  readonly #failures = new Map<string, number>()

  constructor(parts: AsideParts) {
    this.#parts = parts
  }

  /** Rejects when the update must come again. */
  async careful(key: string, update: object, take: () => Promise<void>): Promise<void> {
    try {
      await take()
    } catch (error) {
      if (error instanceof ComeAgain) throw error
      await this.#failed(key, update, error)
    }
    this.#failures.delete(key)
  }

  async #failed(key: string, update: object, error: unknown): Promise<void> {
    const { store, owner, log } = this.#parts
    const count = (this.#failures.get(key) ?? 0) + 1
    this.#failures.set(key, count)
    if (count < TRIES) {
      log.warn({ err: error, update: key }, 'an update failed and will be tried again')
      throw error
    }
    log.error({ err: error, update: key }, 'an update failed three times and was set aside')
    await store.note(owner, new Map([[`aside:${key}`, plainJson(update)]]))
  }
}
