/** What stands under somebody's writing field, or waits there as a numbered list: few people at a time, kept over restarts. */
import { z } from 'zod'
import type { PromptId } from '../../domain/ids.ts'
import { promptId } from '../../domain/ids.ts'
import type { LoggedEvent, Store } from '../../store/port.ts'
import { VK_NOTES } from './media.ts'
import type { Pressed } from './payload.ts'
import { conversationOf } from './peer.ts'

export interface Board {
  readonly kind: 'normal' | 'list'
  readonly prompt: PromptId
  /** Of a list: the option behind each number. */
  readonly options: readonly number[]
}

const noted = z.object({
  kind: z.enum(['normal', 'list']),
  prompt: z.string().transform(promptId),
  options: z.array(z.int()),
})
const PREFIX = 'board:'

export class Boards {
  readonly #store: Store
  readonly #boards = new Map<number, Board>()

  constructor(store: Store) {
    this.#store = store
  }

  async load(): Promise<void> {
    for (const [key, value] of await this.#store.notes(VK_NOTES, PREFIX)) {
      const board = noted.safeParse(value).data
      if (board) this.#boards.set(Number(key.slice(PREFIX.length)), board)
    }
  }

  has(peer: number, kind: Board['kind']): boolean {
    return this.#boards.get(peer)?.kind === kind
  }

  /** Before it is sent: a keyboard that nobody remembers stays for ever. */
  async put(peer: number, board: Board | undefined): Promise<void> {
    if (!board && !this.#boards.has(peer)) return
    if (board) this.#boards.set(peer, board)
    else this.#boards.delete(peer)
    const note = board && { ...board, options: [...board.options] }
    await this.#store.note(VK_NOTES, new Map([[PREFIX + peer, note]]))
  }

  /** The button a typed number stands for. */
  meant(peer: number, text: string): Pressed | undefined {
    const board = this.#boards.get(peer)
    const number = /^\s*(\d{1,3})\s*[.)]?\s*$/u.exec(text)?.[1]
    const option =
      board?.kind === 'list' && number !== undefined ? board.options[Number(number) - 1] : undefined
    return board && option !== undefined ? { prompt: board.prompt, option } : undefined
  }

  /** A list is over with its question; a keyboard still has to be taken away by the next message. */
  hear(events: readonly LoggedEvent[]): void {
    for (const { address, event } of events) {
      if (event.type !== 'promptClosed' || address.to === 'desk') continue
      for (const [peer, { kind, prompt }] of this.#boards) {
        if (kind !== 'list' || prompt !== event.prompt || conversationOf(peer) !== address.id) continue
        // At worst a number means the old list once more, and is refused as an old button.
        this.put(peer, undefined).catch(() => {})
      }
    }
  }
}
