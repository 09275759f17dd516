/** What each person's client can show, as their last message told it; one that never told is taken to be able to. */
import type { Language } from '../../domain/message.ts'
import type { ClientInfo } from './updates.ts'

// Of those who wrote last.
const KNOWN = 10_000

export class Clients {
  readonly #known = new Map<number, ClientInfo>()

  told(peer: number, client: ClientInfo | undefined): void {
    if (!client) return
    this.#known.delete(peer)
    this.#known.set(peer, client)
    const [oldest] = this.#known.keys()
    if (this.#known.size > KNOWN && oldest !== undefined) this.#known.delete(oldest)
  }

  of(peer: number): ClientInfo {
    return this.#known.get(peer) ?? {}
  }
}

// dev.vk.com/reference/objects/client-info: 0 Russian, 1 Ukrainian, 2 Belarusian, 3 English, 100 pre-revolutionary Russian.
const RUSSIAN = new Set([0, 1, 2, 97, 98, 100, 777])

export function languageOf(
  client: ClientInfo | undefined,
  languages: readonly Language[],
): Language | undefined {
  if (client?.lang_id === undefined) return undefined
  const wanted: Language = RUSSIAN.has(client.lang_id) ? 'ru' : 'en'
  return languages.includes(wanted) ? wanted : undefined
}
