/** Somebody put the bot into their group: it explains itself once, and keeps silent for ever after. */
import type { Update } from 'grammy/types'
import type { Store } from '../../store/port.ts'
import { TELEGRAM_NOTES } from '../../telegram/media.ts'
import { chatOf } from './customers.ts'

export interface GroupsParts {
  readonly bot: number
  readonly store: Store
  /** Says it there, at best. */
  explain(chat: number): void
}

// Groups known in memory to have been told; the notes know all.
const KNOWN = 1_000

export class Groups {
  readonly #parts: GroupsParts
  readonly #told = new Set<number>()

  constructor(parts: GroupsParts) {
    this.#parts = parts
  }

  async take(update: Update): Promise<void> {
    const chat = chatOf(update)
    if (!chat || chat.type === 'private' || chat.type === 'channel' || this.#told.has(chat.id)) return
    const status = update.my_chat_member?.new_chat_member.status
    if (status === 'left' || status === 'kicked') return
    // Before anything is awaited: two messages of a batch must not be answered twice.
    if (this.#told.size >= KNOWN) this.#told.clear()
    this.#told.add(chat.id)
    try {
      await this.#once(chat.id)
    } catch (error) {
      this.#told.delete(chat.id)
      throw error
    }
  }

  async #once(chat: number): Promise<void> {
    const { bot, store, explain } = this.#parts
    const key = `group:${bot}:${chat}`
    if ((await store.notes(TELEGRAM_NOTES, key)).has(key)) return
    await store.note(TELEGRAM_NOTES, new Map([[key, 'told']]))
    explain(chat)
  }
}
