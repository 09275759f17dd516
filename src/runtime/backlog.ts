import type { Receipt } from '../channels/port.ts'
import type { Arrived } from '../domain/input.ts'
import type { Entry } from './entry.ts'

type Outside = Entry & { readonly from: 'outside' }

/** Inputs from outside that wait for a batch, oldest first. The same key twice waits once. */
export class Backlog {
  #waiting: Outside[] = []
  /** Everything not answered yet, also what is in a batch under way. */
  readonly #open = new Map<string, Promise<Receipt>>()

  /** Inputs not answered yet. */
  get size(): number {
    return this.#open.size
  }

  get empty(): boolean {
    return this.#waiting.length === 0
  }

  /** The receipt of an equal input that is under way, seen by a second sender. */
  twin(arrived: Arrived): Promise<Receipt> | undefined {
    return this.#open.get(arrived.key)?.then(asDuplicate)
  }

  add(arrived: Arrived): Promise<Receipt> {
    const receipt = new Promise<Receipt>((resolve) => {
      const answer = (given: Receipt) => {
        this.#open.delete(arrived.key)
        resolve(given)
      }
      this.#waiting.push({ from: 'outside', arrived, answer })
    })
    this.#open.set(arrived.key, receipt)
    return receipt
  }

  take(limit: number): readonly Entry[] {
    return this.#waiting.splice(0, limit)
  }

  /** Puts entries back before all others. */
  putBack(entries: readonly Entry[]): void {
    const outside = entries.filter((entry): entry is Outside => entry.from === 'outside')
    if (outside.length > 0) this.#waiting = [...outside, ...this.#waiting]
  }
}

/** What the first was refused or told to bring later, the second is told too; what was kept is now a duplicate. */
function asDuplicate(receipt: Receipt): Receipt {
  return receipt.kind === 'busy' || receipt.kind === 'parked' ? receipt : { kind: 'duplicate' }
}
