/** Implements the `Writer`: what commands and presses answer goes through the chats' lines like everything else. */
import type { Clock, Instant } from '../../domain/time.ts'
import { type ChatLine, type Ended, type Job, nextTry } from './chat-line.ts'
import type { Writer, Writing } from './model.ts'
import { cut, fromContent, TEXT_LIMIT } from './rich.ts'
import type { Called, Letter, Transport } from './transport.ts'
import type { Unsaid } from './unsaid.ts'

export interface WriterParts {
  readonly transport: Transport
  readonly clock: Clock
  line(chat: number): ChatLine
  moved(from: number, to: number): void
}

/** A writer that can be asked what it has not written yet. */
export interface LastingWriter extends Writer {
  /** Of what is to outlive the process. */
  unsaid(): readonly Unsaid[]
}

export function writerOver(parts: WriterParts): LastingWriter {
  const { transport } = parts
  const queues = new Queues(parts)
  return {
    unsaid: () => queues.unsaid(),
    write: ({ place, urgency, until, insists, kept, ...writing }) =>
      queues.put({
        ...(kept ? { unsaid: { write: { place, urgency, kept, ...writing } } } : {}),
        ...{ key: `${insists ? 'i' : 'w'}:${place.chat}:${place.thread ?? ''}`, last: false },
        ...{ chat: place.chat, urgency, until, cost: 1, ...(insists ? { insists } : {}) },
        call: () => transport.send(place, letterOf(writing)),
      }),
    rewrite: async ({ place, urgency, until, insists, message, ...writing }) => {
      const written = await queues.put({
        ...{ key: `e:${place.chat}:${message}`, last: true },
        ...{ chat: place.chat, urgency, until, cost: 1, ...(insists ? { insists } : {}) },
        call: () => transport.edit(place.chat, message, letterOf(writing), 'text'),
      })
      return written === true
    },
    react: async ({ chat, message, emoji, urgency, until, kept }) => {
      const marked = await queues.put({
        ...(kept ? { unsaid: { react: { chat, message, emoji, urgency, kept } } } : {}),
        ...{ key: `r:${chat}:${message}`, last: true, chat, urgency, until, cost: 0 },
        call: () => transport.react(chat, message, emoji),
      })
      return marked === true
    },
  }
}

interface Wanted<T> {
  /** What has one key goes one after the other. */
  readonly key: string
  /** Of what waits under the key only the last is worth a call: a message's new wordings, marks. */
  readonly last: boolean
  readonly chat: number
  /** A reaction takes nothing of the chat's minute. */
  readonly cost: 0 | 1
  readonly urgency: Job['urgency']
  readonly until: Instant | undefined
  readonly insists?: true
  /** To be said by the next process if need be. */
  readonly unsaid?: Unsaid
  call(): Promise<Called<T>>
}

interface Waiting extends Wanted<unknown> {
  readonly since: Instant
  /** It waits no more: done, dropped or refused. */
  settle(): void
  failures: number
}

class Queues {
  readonly #parts: WriterParts
  readonly #queues = new Map<string, readonly Waiting[]>()

  constructor(parts: WriterParts) {
    this.#parts = parts
  }

  unsaid(): readonly Unsaid[] {
    return [...this.#queues.values()].flat().flatMap(({ unsaid = [] }) => unsaid)
  }

  /** What the call gave; undefined when it was dropped or refused. */
  put<T>(wanted: Wanted<T>): Promise<T | undefined> {
    return new Promise((resolve) => {
      let result: T | undefined
      const call = async () => {
        const called = await wanted.call()
        if (called.kind === 'done') result = called.result
        return called
      }
      const since = this.#parts.clock.now()
      this.#enqueue({ ...wanted, since, call, settle: () => resolve(result), failures: 0 })
    })
  }

  #enqueue(one: Waiting): void {
    const { key, until } = one
    const before = this.#at(key)
    const alone = one.last && !this.#runs(one)
    if (alone) for (const stale of before) stale.settle()
    this.#queues.set(key, alone ? [one] : [...before, one])
    if (until !== undefined) this.#parts.clock.at(until, () => this.#expire(one))
    if (this.#isNext(one)) this.#offer(key)
  }

  #offer(key: string): void {
    const [next] = this.#at(key)
    if (next === undefined) {
      this.#queues.delete(key)
      return
    }
    const { chat, urgency, since, cost, insists, failures } = next
    const notBefore = failures === 0 ? {} : { notBefore: nextTry(failures, this.#parts.clock.now()) }
    this.#parts.line(chat).put({
      ...{ key, urgency, since, cost, ...notBefore, ...(insists ? { insists } : {}) },
      run: () => this.#run(next),
    })
  }

  async #run(one: Waiting): Promise<Ended> {
    if (!this.#isNext(one)) return { kind: 'nothing' }
    const called = await one.call()
    if (called.kind === 'done' || called.kind === 'refused') {
      this.#leave(one)
      return { kind: 'done' }
    }
    if (called.kind === 'moved') this.#parts.moved(one.chat, called.to)
    if (called.kind !== 'wait') one.failures += 1
    this.#offer(one.key)
    return called.kind === 'wait' ? { kind: 'wait', until: called.until } : { kind: 'again' }
  }

  #expire(one: Waiting): void {
    const underWay = this.#isNext(one) && this.#runs(one)
    if (this.#at(one.key).includes(one) && !underWay) this.#leave(one)
  }

  #leave(one: Waiting): void {
    const rest = this.#at(one.key).filter((other) => other !== one)
    this.#queues.set(one.key, rest)
    one.settle()
    this.#offer(one.key)
  }

  #at(key: string): readonly Waiting[] {
    return this.#queues.get(key) ?? []
  }

  #isNext(one: Waiting): boolean {
    return this.#at(one.key)[0] === one
  }

  #runs({ chat, key }: Waiting): boolean {
    return this.#parts.line(chat).runs(key)
  }
}

function letterOf({
  text,
  entities,
  buttons,
  replyTo,
}: Omit<Writing, 'place' | 'urgency' | 'until'>): Letter {
  const rich = cut(fromContent({ text, ...(entities ? { entities } : {}) }), TEXT_LIMIT)
  return {
    rich,
    ...(buttons ? { buttons } : {}),
    ...(replyTo === undefined ? {} : { replyTo }),
  }
}
