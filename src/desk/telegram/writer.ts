/** Implements the `Writer`: what commands and presses answer goes through the chats' lines like everything else. */
import type { Clock, Instant } from '../../domain/time.ts'
import { type ChatLine, type Ended, type Job, nextTry } from './chat-line.ts'
import type { Reacting, Rewriting, Writer, Writing } from './model.ts'
import { cut, fromContent, TEXT_LIMIT } from './rich.ts'
import type { Called, Letter, Transport } from './transport.ts'

export interface WriterParts {
  readonly transport: Transport
  readonly clock: Clock
  line(chat: number): ChatLine
  moved(from: number, to: number): void
}

/** What waits under one key: in its order, or only the last. */
interface Waiting<T> {
  readonly chat: number
  /** A reaction takes nothing of the chat's minute. */
  readonly cost: 0 | 1
  readonly lane: Job['lane']
  readonly since: Instant
  readonly until?: Instant
  call(): Promise<Called<T>>
  settle(result: T | undefined): void
  failures: number
}

export function writerOver(parts: WriterParts): Writer {
  const queues = new Map<string, Waiting<number | true>[]>()

  const offer = (key: string, last: boolean) => {
    const queue = queues.get(key) ?? []
    const [head] = queue
    if (head === undefined) {
      queues.delete(key)
      return
    }
    const notBefore = head.failures === 0 ? {} : { notBefore: nextTry(head.failures, parts.clock.now()) }
    const { chat, lane, since, cost } = head
    parts.line(chat).put({
      ...{ key, lane, since, cost, ...notBefore },
      run: () => run(key, head, last),
    })
  }

  const leave = (
    key: string,
    gone: Waiting<number | true>,
    result: number | true | undefined,
    last: boolean,
  ) => {
    const rest = (queues.get(key) ?? []).filter((one) => one !== gone)
    queues.set(key, rest)
    gone.settle(result)
    offer(key, last)
  }

  const expire = (key: string, one: Waiting<number | true>, last: boolean) => {
    const queue = queues.get(key) ?? []
    const underWay = queue[0] === one && parts.line(one.chat).runs(key)
    if (queue.includes(one) && !underWay) leave(key, one, undefined, last)
  }

  const run = async (key: string, head: Waiting<number | true>, last: boolean): Promise<Ended> => {
    if (queues.get(key)?.[0] !== head) return { kind: 'nothing' }
    const called = await head.call()
    if (called.kind === 'done') leave(key, head, called.result, last)
    else if (called.kind === 'refused') leave(key, head, undefined, last)
    else {
      if (called.kind === 'moved') parts.moved(head.chat, called.to)
      if (called.kind !== 'wait') head.failures += 1
      offer(key, last)
      if (called.kind === 'wait') return { kind: 'wait', until: called.until }
      return { kind: 'again' }
    }
    return { kind: 'done' }
  }

  const put = <T extends number | true>(
    key: string,
    last: boolean,
    wanted: Pick<Waiting<T>, 'chat' | 'lane' | 'cost' | 'call'> & { readonly until?: Instant | undefined },
  ) =>
    new Promise<T | undefined>((resolve) => {
      const { until, ...rest } = wanted
      const settle = (result: number | true | undefined) => resolve(result as T | undefined)
      const one: Waiting<number | true> = { ...rest, since: parts.clock.now(), failures: 0, settle }
      const queue = queues.get(key) ?? []
      // Of a message's several new wordings only the last is worth a call.
      if (last) for (const stale of queue) if (!parts.line(rest.chat).runs(key)) stale.settle(undefined)
      queues.set(key, last && !parts.line(rest.chat).runs(key) ? [one] : [...queue, one])
      if (until !== undefined) parts.clock.at(until, () => expire(key, one, last))
      if (queues.get(key)?.[0] === one) offer(key, last)
    })

  return {
    write: ({ place, lane, until, ...writing }: Writing) => {
      const key = `w:${place.chat}:${place.thread ?? ''}`
      return put<number>(key, false, {
        ...{ chat: place.chat, lane, until, cost: 1 },
        call: () => parts.transport.send(place, letterOf(writing)),
      })
    },
    rewrite: async ({ place, lane, until, message, ...writing }: Rewriting) => {
      const call = () => parts.transport.edit(place.chat, message, letterOf(writing), 'text')
      return (
        (await put<true>(`e:${place.chat}:${message}`, true, {
          chat: place.chat,
          lane,
          until,
          cost: 1,
          call,
        })) === true
      )
    },
    react: async ({ chat, message, emoji, lane, until }: Reacting) => {
      const call = () => parts.transport.react(chat, message, emoji)
      return (await put<true>(`r:${chat}:${message}`, true, { chat, lane, until, cost: 0, call })) === true
    },
  }
}

function letterOf({ text, entities, buttons, replyTo }: Omit<Writing, 'place' | 'lane' | 'until'>): Letter {
  const rich = cut(fromContent({ text, ...(entities ? { entities } : {}) }), TEXT_LIMIT)
  return {
    rich,
    ...(buttons ? { buttons } : {}),
    ...(replyTo === undefined ? {} : { replyTo }),
  }
}
