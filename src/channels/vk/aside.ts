/**
 * An update that we cannot handle must not hold up the others for ever: after three failures it is set aside in the notes
 * (`aside:<key>`), told in the log, and counted as taken.
 */
import type { InputKey } from '../../domain/ids.ts'
import type { Json } from '../../domain/message.ts'
import { ComeAgain } from '../../messengers/come-again.ts'
import type { Store } from '../../store/port.ts'
import type { VkLog } from './calls.ts'
import { VK_NOTES } from './media.ts'
import type { VkUpdate } from './updates.ts'

// The third failure of the same update is ours, not the world's.
const TRIES = 3

export class Aside {
  readonly #store: Store
  readonly #log: VkLog
  readonly #failures = new Map<InputKey, number>()

  constructor(store: Store, log: VkLog) {
    this.#store = store
    this.#log = log
  }

  async careful(key: InputKey, update: VkUpdate, take: () => Promise<void>): Promise<void> {
    try {
      await take()
      this.#failures.delete(key)
    } catch (error) {
      if (error instanceof ComeAgain) throw error
      const count = (this.#failures.get(key) ?? 0) + 1
      this.#failures.set(key, count)
      if (count < TRIES) {
        this.#log.warn({ err: error, key }, 'an update failed and will be tried again')
        throw error
      }
      this.#log.error({ err: error, key }, 'an update failed three times and was set aside')
      const kept: Json = JSON.parse(JSON.stringify(update))
      await this.#store.note(VK_NOTES, new Map([[`aside:${key}`, kept]]))
      this.#failures.delete(key)
    }
  }
}
