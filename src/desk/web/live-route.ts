/** `GET /desk/api/events`: what the log says, from a cursor on, to one page. Nothing is missed or doubled on a reconnect. */
import type { Response } from 'express'
import { z } from 'zod'
import type { TypingSignal } from '../../channels/port.ts'
import type { TicketId } from '../../domain/ids.ts'
import type { LoggedEvent, OperatorAccount } from '../../store/port.ts'
import { mayRead } from './access.ts'
import { type Listener, newsOf } from './news.ts'
import { ticketOf } from './picture.ts'
import type { Room } from './room.ts'
import { type AskedByOperator, forOperator, queryOf, type Route } from './route.ts'
import { stillSignedIn } from './session.ts'
import type { Stream } from './streams.ts'
import type { DeskNews } from './views.ts'

const QUERY = z.strictObject({ cursor: z.coerce.number().int().nonnegative().optional() })
const LAST_SEEN = /^\d{1,15}$/

// A laptop that slept through more than this loads its lists anew, which is cheaper than hearing it all.
const REPLAY_LIMIT = 5000
const PAGE = 500
// A page that does not read for this long is gone; it comes back by its cursor.
const MAX_UNREAD_BYTES = 1024 * 1024

export const liveRoute: Route = forOperator('get', '/events', async (asked) => {
  const { cursor } = queryOf(asked, QUERY)
  const seen = LAST_SEEN.exec(asked.request.get('Last-Event-ID') ?? '')?.[0]
  const from = seen === undefined ? (cursor ?? (await asked.room.deps.store.lastSeq())) : Number(seen)
  await openStream(asked, from)
  return undefined
})

async function openStream(asked: AskedByOperator, from: number): Promise<void> {
  const { room, account, tokenHash, response } = asked
  const listener: Listener = { account, shown: await shownAt(asked) }
  const feed = new Feed(room, listener, response, from)
  const stream: Stream = {
    tokenHash,
    operator: account.id,
    response,
    beat: async () => {
      const now = await stillSignedIn(room.deps, tokenHash)
      if (now && sameRights(now.account, account)) {
        feed.write(beatOf(room), feed.at)
        return
      }
      if (!now) feed.write({ type: 'bye' })
      stream.end()
    },
    end: () => response.end(),
  }
  // Gone while we looked: its `close` was already told, and nobody would ever take the stream out again.
  if (response.destroyed) return
  room.streams.admit(stream)
  begin(response)
  const stops = [
    room.deps.live.subscribe((events) => feed.hear(events)),
    room.deps.signals.subscribe((signal) => feed.signal(signal)),
    () => room.streams.dismiss(stream),
  ]
  response.on('close', () => {
    for (const stop of stops) stop()
  })
  await feed.catchUp()
}

function beatOf({ deps: { clock, messengersBehind } }: Room): DeskNews {
  const behind = messengersBehind?.() ?? 0
  return { type: 'beat', now: clock.now(), ...(behind > 0 ? { behind } : {}) }
}

/** With other rights the page must connect anew, and is judged anew. */
const sameRights = (now: OperatorAccount, then: OperatorAccount) =>
  now.lead === then.lead && now.groups.join() === then.groups.join()

function begin(response: Response): void {
  response.status(200).set({ 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' })
  response.flushHeaders()
  response.write('retry: 2000\n\n')
}

async function shownAt({ room, account }: AskedByOperator): Promise<Set<TicketId>> {
  const desk = await room.picture.desk()
  return new Set(
    Object.values(desk.tickets)
      .filter((ticket) => mayRead(account, ticket, desk))
      .map((ticket) => ticket.id),
  )
}

/** One page's way through the log: first what it missed, then what comes, strictly in order. */
class Feed {
  readonly #room: Room
  readonly #listener: Listener
  readonly #response: Response
  #at: number
  #work: Promise<void> = Promise.resolve()

  constructor(room: Room, listener: Listener, response: Response, from: number) {
    this.#room = room
    this.#listener = listener
    this.#response = response
    this.#at = from
  }

  /** The last place in the log that was told or passed over. */
  get at(): number {
    return this.#at
  }

  hear(events: readonly LoggedEvent[]): void {
    this.#queue(() => this.#tell(events))
  }

  signal({ conversation, who, name }: TypingSignal): void {
    if (who === 'bot' || name === this.#listener.account.name) return
    this.#queue(async () => {
      const desk = await this.#room.picture.desk()
      const ticket = ticketOf(desk, conversation)
      if (!ticket || !mayRead(this.#listener.account, ticket, desk)) return
      this.write({ type: 'typing', ticket: ticket.id, who, ...(name === undefined ? {} : { name }) })
    })
  }

  catchUp(): Promise<void> {
    this.#queue(() => this.#replay())
    return this.#work
  }

  write(news: DeskNews, id?: number): void {
    if (this.#response.writableEnded) return
    const place = id === undefined ? '' : `id: ${id}\n`
    this.#response.write(`${place}data: ${JSON.stringify(news)}\n\n`)
    if (this.#response.writableLength > MAX_UNREAD_BYTES) this.#response.destroy()
  }

  #queue(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((error: unknown) => {
      this.#room.deps.log.error({ err: error }, 'a live stream of the desk failed and was closed')
      this.#response.end()
    })
  }

  async #replay(): Promise<void> {
    const last = await this.#room.deps.store.lastSeq()
    if (last - this.#at > REPLAY_LIMIT || this.#at > last) {
      this.#at = last
      this.write({ type: 'reload' }, last)
    }
    for (;;) {
      const events = await this.#room.deps.store.events(this.#at, PAGE)
      await this.#tell(events)
      if (events.length < PAGE) return
    }
  }

  async #tell(events: readonly LoggedEvent[]): Promise<void> {
    for (const event of events) {
      if (event.seq <= this.#at || this.#response.writableEnded) continue
      const news = await newsOf(this.#room, this.#listener, event)
      this.#at = event.seq
      if (news) this.write(news, event.seq)
      if (news?.type === 'bye') this.#response.end()
    }
  }
}
