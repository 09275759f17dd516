/** What people saw, in order: kept as it came, so that a message that is edited or deleted later does not change the past. */
import type { FakeTelegram } from '../../fakes/telegram/fake.ts'
import type { Sent } from '../../fakes/telegram/journal.ts'
import { type Mark, marksIn, type Side } from './marks.ts'

/** A message that carried marks. */
export interface Sight {
  readonly chat: number
  readonly thread: number | undefined
  readonly text: string
  readonly marks: readonly Mark[]
  /** In which life of the program it was sent. */
  readonly life: number
}

export class Witness {
  /** Customers' words before the staff, and operators' words before customers. */
  readonly sights: { readonly [S in Side]: Sight[] } = { вопрос: [], ответ: [] }
  readonly #telegram: FakeTelegram
  readonly #life: () => number
  readonly #seen: { readonly [S in Side]: Map<number, Set<number>> } = { вопрос: new Map(), ответ: new Map() }
  #read = 0

  constructor(telegram: FakeTelegram, life: () => number) {
    this.#telegram = telegram
    this.#life = life
  }

  /** How many different ones of this customer have been seen. */
  count(side: Side, customer: number): number {
    return this.#seen[side].get(customer)?.size ?? 0
  }

  /** Takes note of what was sent since the last look. */
  look(): void {
    const { sends } = this.#telegram.journal
    for (; this.#read < sends.length; this.#read += 1) {
      const sent = sends[this.#read]
      if (sent) this.#note(sent, sent.chat < 0 ? 'вопрос' : 'ответ')
    }
  }

  #note({ chat, thread, text }: Sent, side: Side): void {
    const marks = marksIn(side, text)
    if (marks.length === 0) return
    this.sights[side].push({ chat, thread, text, marks, life: this.#life() })
    for (const { customer, number } of marks) {
      const seen = this.#seen[side].get(customer) ?? new Set()
      this.#seen[side].set(customer, seen.add(number))
    }
  }
}
