/** Somebody put the bot into their group: it explains itself once, and keeps silent for ever after; at the desk at once. */
import type { Update } from 'grammy/types'
import type { MessengerLog } from '../../messengers/log.ts'
import type { Pauses } from '../../messengers/pause.ts'
import type { Store } from '../../store/port.ts'
import { TELEGRAM_NOTES } from '../../telegram/media.ts'
import { chatOf } from './customers.ts'

export interface GroupsParts {
  readonly bot: number
  readonly store: Store
  readonly pauses: Pauses
  readonly log: MessengerLog
  /** The desk's own group, where operators have another bot. */
  ofDesk(chat: number): boolean
  /** Whether such updates are still for customers: the group may have become the desk's. */
  foreign(update: Update): boolean
  /** Says it there, at best. */
  explain(chat: number): void
}

// Groups known in memory to have been told; the notes know all.
const KNOWN = 1_000
// The link that makes a group the desk adds the bot first and says so a moment later.
const GRACE_MS = 10_000

export class Groups {
  readonly #parts: GroupsParts
  readonly #told = new Set<number>()
  readonly #underWay = new Set<Promise<void>>()

  constructor(parts: GroupsParts) {
    this.#parts = parts
  }

  /** Nothing of it must come again: who is not told now is told at the next word. */
  async take(update: Update): Promise<void> {
    const chat = chatOf(update)
    if (!chat || chat.type === 'private' || chat.type === 'channel' || this.#told.has(chat.id)) return
    if (this.#parts.ofDesk(chat.id)) return
    const status = update.my_chat_member?.new_chat_member.status
    if (status === 'left' || status === 'kicked') return
    // Before anything is awaited: two messages of a batch must not be answered twice.
    if (this.#told.size >= KNOWN) this.#told.clear()
    this.#told.add(chat.id)
    const telling = this.#soon(chat.id, update).finally(() => this.#underWay.delete(telling))
    this.#underWay.add(telling)
  }

  /** After the pauses have ended. */
  async stop(): Promise<void> {
    await Promise.all(this.#underWay)
  }

  /** Rejects never. */
  async #soon(chat: number, update: Update): Promise<void> {
    const { pauses, foreign, ofDesk, log } = this.#parts
    await pauses.wait(GRACE_MS)
    try {
      if (!pauses.ended && !ofDesk(chat) && foreign(update)) return await this.#once(chat)
    } catch (error) {
      log.warn({ err: error, chat }, 'a group could not be told that the bot keeps silent there')
    }
    this.#told.delete(chat)
  }

  async #once(chat: number): Promise<void> {
    const { bot, store, explain } = this.#parts
    const key = `group:${bot}:${chat}`
    if ((await store.notes(TELEGRAM_NOTES, key)).has(key)) return
    await store.note(TELEGRAM_NOTES, new Map([[key, 'told']]))
    explain(chat)
  }
}
