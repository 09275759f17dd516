/** What communities called and what came of it: for tests that count lost and doubled messages, and for the bench. */
import { Journal as AnyJournal } from '../messenger/journal.ts'

export interface Called {
  /** The fake's clock, milliseconds. */
  readonly at: number
  readonly group: number
  readonly method: string
  readonly peer: number | undefined
  /** It came inside an `execute`, which is noted too. */
  readonly packed: boolean
  /** VK's error code; undefined when it was performed. */
  readonly code: number | undefined
  readonly why: string | undefined
  /** Whether the caller got an answer. */
  readonly answered: boolean
}

export interface Sent {
  readonly at: number
  readonly group: number
  readonly peer: number
  readonly message: number
  readonly cmid: number
  readonly text: string
  readonly randomId: number
}

export class Journal extends AnyJournal<Called, Sent> {
  #repeated: Sent[] = []

  /** VK knew it by its `random_id` and did not put it before people again. */
  repeated(sent: Sent): void {
    this.#repeated.push(sent)
  }

  get repeats(): readonly Sent[] {
    return this.#repeated
  }

  /** What people read more than once, as `peer text`. */
  doubled(): readonly string[] {
    return [...this.sendsByText()].flatMap(([key, times]) => (times > 1 ? [key] : []))
  }

  /** Which of these texts nobody was sent; a text may stand inside a longer one. */
  lost(texts: readonly string[]): readonly string[] {
    return texts.filter((text) => !this.sends.some((sent) => sent.text.includes(text)))
  }

  override clear(): void {
    super.clear()
    this.#repeated = []
  }

  protected outcomeOf({ code }: Called): number | 'ok' {
    return code ?? 'ok'
  }

  protected placeOf({ peer }: Sent): number {
    return peer
  }
}
