/** Somebody put the community into a group chat: it explains itself once, and keeps silent for ever after. */
import type { Store } from '../../store/port.ts'
import { VK_NOTES } from './media.ts'

export interface GroupChatsParts {
  readonly group: number
  readonly store: Store
  /** Says it there, at best. */
  explain(peer: number): void
}

// Chats known in memory to have been told; the notes know all.
const KNOWN = 1_000

export class GroupChats {
  readonly #parts: GroupChatsParts
  readonly #told = new Set<number>()

  constructor(parts: GroupChatsParts) {
    this.#parts = parts
  }

  async take(peer: number): Promise<void> {
    if (this.#told.has(peer)) return
    // Before anything is awaited: two messages of a batch must not be answered twice.
    if (this.#told.size >= KNOWN) this.#told.clear()
    this.#told.add(peer)
    try {
      await this.#once(peer)
    } catch (error) {
      this.#told.delete(peer)
      throw error
    }
  }

  async #once(peer: number): Promise<void> {
    const { group, store, explain } = this.#parts
    const key = `chat:${group}:${peer};`
    if ((await store.notes(VK_NOTES, key)).has(key)) return
    await store.note(VK_NOTES, new Map([[key, 'told']]))
    explain(peer)
  }
}
