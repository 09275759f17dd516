/** Instants at which a death is worst. */
import type { FakeTelegram } from '../../fakes/telegram/fake.ts'

/** Telegram has performed the next such call; the answer has not been written, so that nobody else knows it. */
export function performed({ journal }: FakeTelegram, method: string): Promise<void> {
  return new Promise((resolve) => {
    const before = journal.onCall
    journal.onCall = (call) => {
      before(call)
      if (call.method !== method || !call.performed) return
      journal.onCall = before
      resolve()
    }
  })
}
