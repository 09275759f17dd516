/** Customers of a community on the strict fake: what they write carries a mark, and so does what they are answered. */
import { setTimeout as pause } from 'node:timers/promises'
import { FakeVk } from '../../tests/fakes/vk/fake.ts'
import type { Community } from '../../tests/fakes/vk/people/community.ts'
import type { Seat } from '../../tests/fakes/vk/people/seat.ts'
import { offered } from '../load.ts'

const MARK = /м(\d{7})/u
// After so long without a word nothing more comes.
const QUIET_MS = 4_000
const LOOK_EVERY_MS = 20

export interface Tally {
  readonly lost: number
  readonly doubled: number
  /** Those that overtook an earlier one of the same customer. */
  readonly misplaced: number
}

export class Customers {
  readonly fake: FakeVk
  readonly community: Community
  readonly #seats: readonly Seat[]
  readonly #times = new Map<number, number>()
  readonly #at = new Map<number, number>()
  readonly #lastOf = new Map<number, number>()
  #misplaced = 0
  #read = 0
  #written = 0
  #lastAt = 0

  private constructor(fake: FakeVk, customers: number) {
    this.fake = fake
    this.community = fake.newCommunity()
    this.#seats = Array.from({ length: customers }, (_, n) =>
      fake.newPerson(`Клиент ${n + 1}`).with(this.community),
    )
  }

  /** VK's own limit of calls is on. */
  static async open(customers: number): Promise<Customers> {
    return new Customers(await FakeVk.start({ rates: 'on' }), customers)
  }

  /** Everybody opens the flow that answers each word, and has been greeted. */
  async greet(): Promise<void> {
    for (const seat of this.#seats) seat.say('эхо')
    const greeted = () => this.#seats.every((seat) => seat.messages().some(({ byGroup }) => byGroup))
    while (!greeted()) await pause(LOOK_EVERY_MS)
  }

  async connected(): Promise<void> {
    while (!this.community.longPoll.polling) await pause(LOOK_EVERY_MS)
  }

  write(): number {
    const mark = ++this.#written
    this.#seats[mark % this.#seats.length]?.say(`м${String(mark).padStart(7, '0')}`)
    return mark
  }

  /** All at once; messages a second until the last of them is answered. */
  async burst(messages: number, patience: number): Promise<number> {
    const first = this.#written + 1
    const began = performance.now()
    for (let index = 0; index < messages; index += 1) this.write()
    await this.#until(() => this.#answeredFrom(first) >= messages, patience)
    return (this.#answeredFrom(first) * 1_000) / (this.#lastAt - began)
  }

  /** At their time, whether the bot keeps up or not; milliseconds until each was answered. */
  async steady(perSecond: number, ms: number, patience: number): Promise<readonly number[]> {
    const due = new Map<number, number>()
    const began = performance.now()
    await offered(perSecond, ms, (index) => {
      due.set(this.write(), began + (index * 1_000) / perSecond)
      this.#look()
      return undefined
    })
    const wanted = [...due.keys()]
    await this.#until(() => wanted.every((mark) => this.#at.has(mark)), patience)
    const end = performance.now()
    return [...due].map(([mark, at]) => (this.#at.get(mark) ?? end) - at)
  }

  /** While `strike` is done in the midst of it. */
  async struck(perSecond: number, messages: number, strike: () => Promise<void>): Promise<Tally> {
    const first = this.#written + 1
    const misplaced = this.#misplaced
    const middle = (messages / perSecond) * 500
    const striking = pause(middle).then(strike)
    await offered(perSecond, (messages / perSecond) * 1_000, () => {
      this.write()
      this.#look()
      return undefined
    })
    await striking
    await this.#quiet()
    const marks = Array.from({ length: this.#written - first + 1 }, (_, index) => first + index)
    const times = (mark: number) => this.#times.get(mark) ?? 0
    return {
      lost: marks.filter((mark) => times(mark) === 0).length,
      doubled: marks.filter((mark) => times(mark) > 1).length,
      misplaced: this.#misplaced - misplaced,
    }
  }

  async stop(): Promise<void> {
    await this.fake.stop()
  }

  #answeredFrom(first: number): number {
    this.#look()
    return [...this.#at.keys()].filter((mark) => mark >= first).length
  }

  async #quiet(): Promise<void> {
    const began = performance.now()
    const since = () => performance.now() - Math.max(this.#lastAt, began)
    while (since() < QUIET_MS) {
      this.#look()
      await pause(LOOK_EVERY_MS)
    }
  }

  async #until(probe: () => boolean, patience: number): Promise<void> {
    const limit = performance.now() + patience
    while (!probe() && performance.now() < limit) {
      await pause(LOOK_EVERY_MS)
      this.#look()
    }
  }

  /** What was put before people since the last look. */
  #look(): void {
    const { sends } = this.fake.journal
    for (; this.#read < sends.length; this.#read += 1) {
      const sent = sends[this.#read]
      const mark = sent && Number(MARK.exec(sent.text)?.[1] ?? 0)
      if (!sent || !mark) continue
      this.#lastAt = performance.now()
      const before = this.#times.get(mark) ?? 0
      this.#times.set(mark, before + 1)
      if (before > 0) continue
      this.#at.set(mark, this.#lastAt)
      if (mark < (this.#lastOf.get(sent.peer) ?? 0)) this.#misplaced += 1
      this.#lastOf.set(sent.peer, Math.max(mark, this.#lastOf.get(sent.peer) ?? 0))
    }
  }
}
