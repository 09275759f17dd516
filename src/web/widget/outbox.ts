/**
 * What the customer did and the server has not acknowledged yet. It survives reloads and a dead network; each item has its
 * own id, so sending it twice is harmless. Two tabs share one list: it is read anew before every step.
 */

/** What the widget remembers between pages. */
export interface Memory {
  get(name: string): string | null
  set(name: string, value: string): void
  remove(name: string): void
}

interface ItemBase {
  readonly id: string
  readonly at: number
  /** Whose: what somebody wrote is not sent as somebody else after a change of user. Empty: anonymous. */
  readonly owner: string
}

export interface FileRef {
  readonly id: string
  readonly name: string
}

export type Item = ItemBase &
  (
    | { readonly kind: 'messages'; readonly text: string; readonly files: readonly FileRef[] }
    | { readonly kind: 'presses'; readonly prompt: string; readonly option: number }
    | { readonly kind: 'ratings'; readonly ticket: number; readonly score: number }
  )

/** Why something was not taken, for good. */
export interface Failure {
  readonly id: string
  readonly text: string
  readonly why: string
}

export type Sent =
  | { readonly kind: 'taken' }
  /** Sending again would change nothing. */
  | { readonly kind: 'refused'; readonly why: string }
  /** Not before so many milliseconds; nothing was kept by the server. */
  | { readonly kind: 'later'; readonly wait?: number }

export class Outbox {
  readonly #memory: Memory
  readonly #owner: string

  constructor(memory: Memory, owner: string) {
    this.#memory = memory
    this.#owner = owner
  }

  /** Oldest first. */
  items(): readonly Item[] {
    return this.#all().filter((item) => this.#mine(item))
  }

  add(item: Item): void {
    this.#write([...this.#all(), item])
  }

  remove(id: string): void {
    this.#write(this.#all().filter((item) => item.id !== id))
  }

  /** With what others wrote in this browser: it waits until they are back. */
  #all(): readonly Item[] {
    return read(this.#memory.get('outbox'))
  }

  #mine({ owner }: Item): boolean {
    return owner === '' || owner === this.#owner
  }

  #write(items: readonly Item[]): void {
    if (items.length === 0) this.#memory.remove('outbox')
    else this.#memory.set('outbox', JSON.stringify(items))
  }

  /**
   * Sends what there is, in order, until it is empty or must wait. Returns how long to wait, undefined when all is sent.
   * A refused item is told and dropped: the next ones must not wait behind it for ever.
   */
  async flush(
    send: (item: Item) => Promise<Sent>,
    refused: (failure: Failure) => void,
  ): Promise<{ readonly wait?: number } | undefined> {
    for (let [item] = this.items(); item; [item] = this.items()) {
      const sent = await send(item)
      if (sent.kind === 'later') return sent.wait === undefined ? {} : { wait: sent.wait }
      this.remove(item.id)
      if (sent.kind === 'refused') {
        refused({ id: item.id, text: item.kind === 'messages' ? item.text : '', why: sent.why })
      }
    }
    return undefined
  }
}

function read(text: string | null): readonly Item[] {
  try {
    const found: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(found) ? found : []
  } catch {
    return []
  }
}
