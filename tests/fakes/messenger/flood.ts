/**
 * A crowd for benches and crash tests: many people write numbered texts, and whatever the bots send that carries those
 * numbers (`k<person>-<n>`, also several in one message) is counted: lost, doubled, out of order, how late.
 */
import type { FakeClock } from './clock.ts'

/** Who writes, and where one reads what was sent: the same for every platform that is played. */
export interface Crowd {
  readonly clock: FakeClock
  /** One of them writes; they are numbered from 0. */
  say(person: number, text: string): void
  /** All that bots sent, in order. */
  sends(): readonly { readonly at: number; readonly text: string }[]
}

export interface FloodOf {
  readonly people: number
  readonly messages: number
  /** All at once when not given. */
  readonly perSecond?: number
  /** Put before the number; default 'вопрос'. */
  readonly text?: string
}

export interface FloodSeen {
  readonly said: number
  /** Numbers that came through at least once. */
  readonly relayed: number
  readonly lost: number
  readonly doubled: number
  /** Came after a later one of the same person. */
  readonly outOfOrder: number
  readonly latencyMs: {
    readonly p50: number
    readonly p95: number
    readonly p99: number
    readonly max: number
  }
  /** From the first said to the last that came through. */
  readonly tookMs: number
  readonly relayedPerSecond: number
}

// Fine enough for thousands a second, coarse enough not to cost a core.
const TICK_MS = 2

export class Flood {
  readonly #crowd: Crowd
  readonly #said = new Map<string, number>()
  readonly #of: FloodOf
  readonly #fromSend: number
  #next = 0

  constructor(crowd: Crowd, of: FloodOf) {
    this.#crowd = crowd
    this.#of = of
    this.#fromSend = crowd.sends().length
  }

  get finished(): boolean {
    return this.#next >= this.#of.messages
  }

  /** Begins to write; all at once, or so many a second by the fake's clock. */
  begin(): void {
    const { perSecond, messages } = this.#of
    if (perSecond === undefined) {
      while (!this.finished) this.#sayNext()
      return
    }
    const { clock } = this.#crowd
    const started = clock.now()
    const tick = () => {
      const due = Math.min(messages, Math.floor(((clock.now() - started) * perSecond) / 1_000))
      while (this.#next < due) this.#sayNext()
      if (!this.finished) clock.at(clock.now() + TICK_MS, tick)
    }
    tick()
  }

  seen(): FloodSeen {
    const first = new Map<string, number>()
    const latest = new Map<string, number>()
    let [doubled, outOfOrder] = [0, 0]
    for (const { at, text } of this.#crowd.sends().slice(this.#fromSend)) {
      for (const [key, person = '', number = ''] of text.matchAll(/\bk(\d+)-(\d+)\b/gu)) {
        if (!this.#said.has(key)) continue
        if (first.has(key)) {
          doubled++
          continue
        }
        first.set(key, at)
        if (Number(number) < (latest.get(person) ?? -1)) outOfOrder++
        else latest.set(person, Number(number))
      }
    }
    return this.#summary(first, doubled, outOfOrder)
  }

  #summary(first: ReadonlyMap<string, number>, doubled: number, outOfOrder: number): FloodSeen {
    const said = this.#said.size
    const late = [...first].map(([key, at]) => at - (this.#said.get(key) ?? at)).sort((a, b) => a - b)
    const share = (part: number) => late[Math.min(late.length - 1, Math.floor(late.length * part))] ?? 0
    // Both maps stand in the order of time.
    const began = this.#said.values().next().value ?? 0
    const tookMs = first.size === 0 ? 0 : ([...first.values()].at(-1) ?? began) - began
    return {
      said,
      relayed: first.size,
      lost: said - first.size,
      doubled,
      outOfOrder,
      latencyMs: { p50: share(0.5), p95: share(0.95), p99: share(0.99), max: late.at(-1) ?? 0 },
      tookMs,
      relayedPerSecond: tookMs === 0 ? 0 : (first.size / tookMs) * 1_000,
    }
  }

  #sayNext(): void {
    const number = this.#next++
    const { people, text = 'вопрос' } = this.#of
    const person = number % people
    const key = `k${person}-${Math.floor(number / people)}`
    this.#said.set(key, this.#crowd.clock.now())
    this.#crowd.say(person, `${text} ${key}`)
  }
}

// The same people in every flood, so that a bot that remembers them goes on with the same conversations.
const FIRST_ID = 600_000_001

/** Who lives in a fake, whatever it plays. */
interface Town<Person> {
  readonly world: { readonly clock: FakeClock }
  readonly journal: { readonly sends: ReturnType<Crowd['sends']> }
  personCalled(id: number, firstName: string): Person
}

/** Many people, each in the seat where they write. */
export function crowdOf<Person>(
  fake: Town<Person>,
  people: number,
  seatOf: (person: Person) => { say(text: string): unknown },
): Crowd {
  const seats = Array.from({ length: people }, (_, index) =>
    seatOf(fake.personCalled(FIRST_ID + index, `Клиент ${index + 1}`)),
  )
  return {
    clock: fake.world.clock,
    say: (person, text) => void seats[person]?.say(text),
    sends: () => fake.journal.sends,
  }
}
