/** The open live streams: budgets, heartbeats, and an end within seconds when a right is taken away. */
import type { Response } from 'express'
import type { Clock } from '../../domain/time.ts'
import { later, seconds } from '../../domain/time.ts'
import { Problem } from './problem.ts'

export interface Stream {
  readonly tokenHash: string
  readonly operator: string
  readonly response: Response
  /** Called every few seconds. */
  readonly beat: () => Promise<void>
  readonly end: () => void
}

export interface Streams {
  /** Rejects with a `Problem` when the server holds as many as it may. */
  admit(stream: Stream): void
  dismiss(stream: Stream): void
  endOf(tokenHash: string): void
  close(): void
}

// Ten tabs of one operator; the oldest goes when an eleventh is opened.
const PER_OPERATOR = 10
// 10 kB each: five thousand are 50 MB, more than any desk has operators.
const IN_ALL = 5000
// A right that is taken away must end the stream within five seconds.
const BEAT = seconds(3)

export function openStreams(clock: Clock): Streams {
  const open = new Set<Stream>()
  const beatAll = () => {
    for (const stream of open) stream.beat().catch(() => stream.end())
    alarm = clock.at(later(clock.now(), BEAT), beatAll)
  }
  // Out at once: a laptop that sleeps would hold its place until TCP gives up, and each next tab would end it again.
  const evict = (stream: Stream) => {
    open.delete(stream)
    stream.end()
  }
  let alarm = clock.at(later(clock.now(), BEAT), beatAll)
  return {
    admit: (stream) => {
      if (open.size >= IN_ALL) throw new Problem('busy', { seconds: 10 })
      const own = [...open].filter((one) => one.operator === stream.operator)
      if (own[0] && own.length >= PER_OPERATOR) evict(own[0])
      open.add(stream)
    },
    dismiss: (stream) => {
      open.delete(stream)
    },
    endOf: (tokenHash) => {
      for (const stream of open) if (stream.tokenHash === tokenHash) stream.end()
    },
    close: () => {
      alarm.cancel()
      for (const stream of open) stream.end()
    },
  }
}
