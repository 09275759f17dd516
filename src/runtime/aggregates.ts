import type { ConversationId } from '../domain/ids.ts'
import type { Store } from '../store/port.ts'
import type { Target } from './draft.ts'
import type { Entry } from './entry.ts'

/** A stored state and its version, by which the commit finds out whether it is still the newest. */
export interface Known {
  readonly target: Target
  readonly version: number
}

// 4,000 conversations that operators have are 7 MB, in the midst of flows more, and more than talk within a minute on a busy desk.
const KEPT = 4_000

/**
 * The aggregates' states, read once for a batch. The newest committed ones are kept: reading and parsing a state costs more
 * than deciding on it. A kept state that somebody else has overtaken is found out by its version at the commit.
 */
export class Aggregates {
  readonly #store: Store
  readonly #kept = new Map<string, Known>()

  constructor(store: Store) {
    this.#store = store
  }

  /** What is known of everyone these inputs are for; who is not in it was never stored. */
  async load(entries: readonly Entry[]): Promise<ReadonlyMap<string, Known>> {
    const loaded = new Map<string, Known>()
    const missing = new Set<ConversationId>()
    for (const { arrived } of entries) {
      const aggregate = arrived.to === 'desk' ? 'desk' : arrived.id
      const kept = this.#kept.get(aggregate)
      if (kept) loaded.set(aggregate, kept)
      else if (arrived.to === 'desk') loaded.set('desk', await this.#readDesk())
      else missing.add(arrived.id)
    }
    if (missing.size > 0) await this.#readConversations([...missing], loaded)
    return loaded
  }

  keep(aggregate: string, known: Known): void {
    this.#kept.delete(aggregate)
    this.#kept.set(aggregate, known)
    if (this.#kept.size <= KEPT) return
    const oldest = this.#kept.keys().next()
    if (!oldest.done) this.#kept.delete(oldest.value)
  }

  forget(aggregate: string): void {
    this.#kept.delete(aggregate)
  }

  async #readDesk(): Promise<Known> {
    const { state, version } = await this.#store.desk()
    const known: Known = { target: { to: 'desk', state }, version }
    this.keep('desk', known)
    return known
  }

  async #readConversations(ids: readonly ConversationId[], into: Map<string, Known>): Promise<void> {
    for (const [id, { state, version }] of await this.#store.conversations(ids)) {
      const known: Known = { target: { to: 'conversation', state }, version }
      into.set(id, known)
      // Kept at once: of a batch full of texts only some are read, and the others would be loaded again with each next batch.
      this.keep(id, known)
    }
  }
}
