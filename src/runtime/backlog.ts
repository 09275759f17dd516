import type { Receipt } from '../channels/port.ts'
import type { Arrived } from '../domain/input.ts'
import type { Entry } from './entry.ts'
import { fromCustomer } from './intake.ts'

type Outside = Entry & { readonly from: 'outside' }

/**
 * Inputs from outside that wait for a batch, oldest first; what operators and we ourselves send goes before what customers
 * send, so that a flood of these does not hold up those who work on it. The same key twice waits once.
 */
export class Backlog {
  #urgent: Outside[] = []
  #customers: Outside[] = []
  /** Everything not answered yet, also what is in a batch under way. */
  readonly #open = new Map<string, Promise<Receipt>>()

  /** Inputs not answered yet. */
  get size(): number {
    return this.#open.size
  }

  get empty(): boolean {
    return this.#urgent.length === 0 && this.#customers.length === 0
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
      const queue = fromCustomer(arrived) ? this.#customers : this.#urgent
      queue.push({ from: 'outside', arrived, answer })
    })
    this.#open.set(arrived.key, receipt)
    return receipt
  }

  take(limit: number): readonly Entry[] {
    const taken = this.#urgent.splice(0, limit)
    return taken.length === limit ? taken : [...taken, ...this.#customers.splice(0, limit - taken.length)]
  }

  /** Puts entries back before all others. */
  putBack(entries: readonly Entry[]): void {
    const outside = entries.filter((entry): entry is Outside => entry.from === 'outside')
    if (outside.length === 0) return
    const customers = outside.filter(({ arrived }) => fromCustomer(arrived))
    const urgent = outside.filter(({ arrived }) => !fromCustomer(arrived))
    this.#customers = [...customers, ...this.#customers]
    this.#urgent = [...urgent, ...this.#urgent]
  }
}

/** What the first was refused or told to bring later, the second is told too; what was kept is now a duplicate. */
function asDuplicate(receipt: Receipt): Receipt {
  return receipt.kind === 'done' ? { kind: 'duplicate' } : receipt
}
