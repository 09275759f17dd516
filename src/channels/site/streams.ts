/**
 * Live pages. A stream is a place in the log that moves forward: first it reads the store from its cursor, then it hears
 * the live log. It is caught up only when a read came back short and nothing was heard during that read, so an event
 * committed in between is neither missed nor doubled.
 *
 * 10,000 idle streams must stay cheap (15 kB each with the socket): one small object a stream, one table, one heartbeat
 * for all, no timers or closures of their own.
 */
import type { ServerResponse } from 'node:http'
import type { LiveLog, Signals, TypingSignal } from '../../channels/port.ts'
import type { ConversationId } from '../../domain/ids.ts'
import { type Clock, later, seconds } from '../../domain/time.ts'
import type { LoggedEvent, Store } from '../../store/port.ts'
import { type Address, publicEvent } from './public-events.ts'
import type { Session } from './session.ts'

interface Stream {
  readonly session: Session
  readonly address: string
  readonly res: ServerResponse
  /** The last log position this client was told or had no need to be told. */
  seq: number
  /** Reading the store; what the live log says meanwhile is only noted in `heard`. */
  catchingUp: boolean
  heard: boolean
}

export interface StreamLimits {
  readonly openStreamsPerSession: number
  readonly openStreamsPerAddress: number
  readonly openStreams: number
}

export interface StreamParts {
  readonly store: Pick<Store, 'conversationEvents'>
  readonly live: LiveLog
  readonly signals: Signals
  readonly clock: Clock
  readonly url: Address
  readonly limits: StreamLimits
}

// nginx cuts a silent answer after 60 s, some mobile networks after 30.
const HEARTBEAT = seconds(25)
// One read of the log while catching up.
const PAGE = 200
// What may wait for a slow client. Beyond it the stream is cut and the client comes back by its cursor.
const MOST_UNSENT = 262_144
// The browser's own EventSource waits this long before it reconnects.
const HELLO = 'retry: 2000\n\n'

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  // nginx would gather the events into pages of 4 kB.
  'X-Accel-Buffering': 'no',
}

export class SiteStreams {
  readonly #parts: StreamParts
  readonly #table = new Map<ConversationId, readonly Stream[]>()
  readonly #perAddress = new Map<string, number>()
  #deaf: readonly (() => void)[] = []
  #size = 0
  #heartbeat: { cancel(): void } | undefined

  constructor(parts: StreamParts) {
    this.#parts = parts
  }

  /** Not in the constructor: whoever commits is put together after the channels it speaks through. */
  listen(): void {
    const { live, signals } = this.#parts
    this.#deaf = [
      live.subscribe((events) => this.#hear(events)),
      signals.subscribe((typing) => this.#signal(typing)),
    ]
  }

  /** How many are open. */
  get size(): number {
    return this.#size
  }

  /** Why there is no room for one more, or undefined. */
  full(address: string): 'address' | 'all' | undefined {
    const { limits } = this.#parts
    if (this.#size >= limits.openStreams) return 'all'
    return (this.#perAddress.get(address) ?? 0) >= limits.openStreamsPerAddress ? 'address' : undefined
  }

  /** Answers with an endless stream of what follows `cursor`. Rejects when the store does, after cutting the stream. */
  async open(session: Session, address: string, cursor: number, res: ServerResponse): Promise<void> {
    res.writeHead(200, HEADERS)
    res.write(HELLO)
    const stream: Stream = { session, address, res, seq: cursor, catchingUp: true, heard: false }
    this.#add(stream)
    res.once('close', () => this.#drop(stream))
    try {
      await this.#catchUp(stream)
    } catch (error) {
      res.destroy()
      throw error
    }
    // History is complete here; and the client has a cursor even when nothing was said yet.
    if (res.writable) res.write(`id: ${stream.seq}\nevent: ready\ndata: {"cursor":${stream.seq}}\n\n`)
  }

  stop(): void {
    for (const off of this.#deaf) off()
    this.#heartbeat?.cancel()
    for (const stream of this.#all()) this.#close(stream)
  }

  #all(): readonly Stream[] {
    return [...this.#table.values()].flat()
  }

  #add(stream: Stream): void {
    const { clock, limits } = this.#parts
    const { conversation } = stream.session
    const [oldest, ...rest] = this.#table.get(conversation) ?? []
    if (oldest && rest.length + 1 >= limits.openStreamsPerSession) this.#close(oldest)
    this.#table.set(conversation, [...(this.#table.get(conversation) ?? []), stream])
    this.#perAddress.set(stream.address, (this.#perAddress.get(stream.address) ?? 0) + 1)
    this.#size++
    this.#heartbeat ??= clock.at(later(clock.now(), HEARTBEAT), () => this.#beat())
  }

  #drop(stream: Stream): void {
    const { conversation } = stream.session
    const mates = this.#table.get(conversation)
    if (!mates?.includes(stream)) return
    const left = mates.filter((mate) => mate !== stream)
    if (left.length > 0) this.#table.set(conversation, left)
    else this.#table.delete(conversation)
    const others = (this.#perAddress.get(stream.address) ?? 1) - 1
    if (others > 0) this.#perAddress.set(stream.address, others)
    else this.#perAddress.delete(stream.address)
    this.#size--
  }

  #close(stream: Stream): void {
    this.#drop(stream)
    stream.res.end()
  }

  /** Cuts a client that does not keep up: it comes back by its cursor, and meanwhile costs nothing. */
  #write(stream: Stream, text: string): void {
    if (stream.res.writableLength <= MOST_UNSENT) stream.res.write(text)
    else {
      this.#drop(stream)
      stream.res.destroy()
    }
  }

  #beat(): void {
    const { clock } = this.#parts
    const now = clock.now()
    for (const stream of this.#all()) {
      if (stream.session.expiresAt <= now) this.#close(stream)
      else this.#write(stream, ':\n\n')
    }
    this.#heartbeat = this.#size > 0 ? clock.at(later(now, HEARTBEAT), () => this.#beat()) : undefined
  }

  async #catchUp(stream: Stream): Promise<void> {
    while (stream.res.writable) {
      stream.heard = false
      const page = await this.#parts.store.conversationEvents(stream.session.conversation, stream.seq, PAGE)
      stream.seq = page.at(-1)?.seq ?? stream.seq
      const text = page.map((logged) => frame(logged, this.#parts.url)).join('')
      if (text !== '') stream.res.write(text)
      if (page.length < PAGE && !stream.heard) break
      await drained(stream.res)
    }
    stream.catchingUp = false
  }

  #hear(events: readonly LoggedEvent[]): void {
    for (const logged of events) {
      const mates = logged.address.to === 'conversation' ? this.#table.get(logged.address.id) : undefined
      if (mates) this.#tell(mates, logged)
    }
  }

  #tell(mates: readonly Stream[], logged: LoggedEvent): void {
    const text = frame(logged, this.#parts.url)
    for (const stream of mates) {
      if (stream.catchingUp) stream.heard = true
      else if (logged.seq > stream.seq) {
        stream.seq = logged.seq
        if (text !== '') this.#write(stream, text)
      }
    }
  }

  #signal({ conversation, who, name }: TypingSignal): void {
    if (who === 'customer') return
    const data = JSON.stringify({ who, ...(name !== undefined && { name }) })
    for (const stream of this.#table.get(conversation) ?? []) {
      this.#write(stream, `event: typing\ndata: ${data}\n\n`)
    }
  }
}

/** One event as SSE; empty for what customers do not see. */
function frame(logged: LoggedEvent, url: Address): string {
  const event = publicEvent(logged, url)
  return event ? `id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n` : ''
}

/** Resolves when the client has taken what was written, or is gone. */
function drained(res: ServerResponse): Promise<void> {
  if (!res.writableNeedDrain || res.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      res.off('drain', done)
      res.off('close', done)
      resolve()
    }
    res.once('drain', done)
    res.once('close', done)
  })
}
