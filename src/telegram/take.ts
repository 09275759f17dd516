/** The contract between what brings updates (a poller, a webhook) and who handles them. */
import type { Update } from 'grammy/types'
import { ComeAgain, plainJson, TRIES } from '../messengers/come-again.ts'
import type { MessengerLog } from '../messengers/log.ts'
import type { Store } from '../store/port.ts'

/**
 * Resolves when what the update says is durable, or of no interest; rejects when it must come again. Must hand over what
 * it has to say before it waits for anything: updates are given one after the other, and that is the order of a chat.
 */
export type TakeUpdate = (update: Update) => Promise<void>

/**
 * An update that we cannot handle must not hold up the others for ever: after three failures it is set aside in the notes
 * (`aside:<update_id>`), told in the log, and counted as taken.
 */
export function settingAside(
  take: TakeUpdate,
  { store, owner, log }: { readonly store: Store; readonly owner: string; readonly log: MessengerLog },
): TakeUpdate {
  const failures = new Map<number, number>()
  return async (update) => {
    const { update_id: id } = update
    try {
      await take(update)
      failures.delete(id)
    } catch (error) {
      if (error instanceof ComeAgain) throw error
      const count = (failures.get(id) ?? 0) + 1
      if (count < TRIES) {
        failures.set(id, count)
        log.warn({ err: error, update: id }, 'an update failed and will be tried again')
        throw error
      }
      log.error({ err: error, update: id }, 'an update failed three times and was set aside')
      await store.note(owner, new Map([[`aside:${id}`, plainJson(update)]]))
      failures.delete(id)
    }
  }
}
