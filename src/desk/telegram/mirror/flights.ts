/**
 * Whose words are under way to Telegram. Noted before a call and after it, so that what a kill cut off is shown again with a
 * mark. One note for all: some dozens are under way at once, and what begins and ends together is one row written.
 */
import { type TicketId, ticketId } from '../../../domain/ids.ts'
import type { Json } from '../../../domain/message.ts'
import type { Notebook } from '../notebook.ts'

const KEY = 'flights'

export class Flights {
  readonly #tickets = new Set<TicketId>()

  /** What the last process did not see the end of; it stays noted until its end is seen. */
  async load(notes: Pick<Notebook, 'read'>): Promise<readonly TicketId[]> {
    const noted = (await notes.read(KEY)).get(KEY)
    for (const one of Array.isArray(noted) ? noted : []) this.#tickets.add(ticketId(Number(one)))
    return [...this.#tickets]
  }

  has(ticket: TicketId): boolean {
    return this.#tickets.has(ticket)
  }

  /** The note to be written before the call. */
  begin(ticket: TicketId): readonly [string, Json] {
    this.#tickets.add(ticket)
    return this.#note
  }

  /** The note to be written with what stands there now. */
  end(ticket: TicketId): readonly [string, Json] {
    this.#tickets.delete(ticket)
    return this.#note
  }

  get #note(): readonly [string, Json] {
    return [KEY, [...this.#tickets]]
  }
}
