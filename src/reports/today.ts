/**
 * The day so far, read from the log: its beginning is found by halving, then every event is read once, also by later
 * questions of the same day. A day of 20,000 requests has some 500,000 events, a few seconds for the first question.
 */
import { DateTime } from 'luxon'
import { waitingTickets } from '../domain/desk/queue.ts'
import type { TicketId } from '../domain/ids.ts'
import type { Score } from '../domain/message.ts'
import { between, type Clock, type Instant, instant } from '../domain/time.ts'
import type { Today } from '../domain/today.ts'
import type { LoggedEvent, Store } from '../store/port.ts'

type Log = Pick<Store, 'events' | 'lastSeq' | 'desk'>

const PAGE = 1_000

export class DayReport {
  readonly #store: Log
  readonly #clock: Clock
  readonly #timezone: () => string
  #day: Day | undefined
  #reading: Promise<void> = Promise.resolve()

  constructor(store: Log, clock: Clock, timezone: () => string) {
    this.#store = store
    this.#clock = clock
    this.#timezone = timezone
  }

  async today(): Promise<Today> {
    // Two questions at once would count an event twice.
    this.#reading = this.#reading.catch(() => undefined).then(() => this.#read())
    await this.#reading
    const { state } = await this.#store.desk()
    return { ...figures(this.#day ?? newDay(this.#clock.now(), 0)), waiting: waitingTickets(state).length }
  }

  async #read(): Promise<void> {
    const midnight = DateTime.fromMillis(this.#clock.now(), { zone: this.#timezone() }).startOf('day')
    const since = instant(midnight.toMillis())
    if (this.#day?.since !== since) this.#day = newDay(since, await seqBefore(this.#store, since))
    const day = this.#day
    for (;;) {
      const events = await this.#store.events(day.seq, PAGE)
      for (const event of events) count(day, event)
      if (events.length < PAGE) return
    }
  }
}

interface Day {
  readonly since: Instant
  seq: number
  closed: number
  readonly frt: Map<TicketId, number>
  readonly scores: Map<TicketId, Score>
}

const newDay = (since: Instant, seq: number): Day => ({
  ...{ since, seq, closed: 0 },
  frt: new Map(),
  scores: new Map(),
})

function count(day: Day, { seq, at, event }: LoggedEvent): void {
  day.seq = seq
  // A clock that was set back may leave yesterday's events behind today's first one.
  if (at < day.since) return
  switch (event.type) {
    case 'ticketAnswered': {
      const { id, openedAt, answeredAt } = event.ticket
      if (answeredAt !== undefined) day.frt.set(id, between(openedAt, answeredAt))
      return
    }
    case 'ticketClosed':
      if (event.ticket.status === 'closed' && event.ticket.operator !== undefined) day.closed += 1
      return
    case 'ticketRated':
      if (event.ticket.status === 'closed' && event.ticket.score !== undefined)
        day.scores.set(event.ticket.id, event.ticket.score)
      return
    default:
  }
}

function figures({ since, closed, frt, scores }: Day): Omit<Today, 'waiting'> {
  const times = [...frt.values()].sort((one, other) => one - other)
  const given = [...scores.values()]
  const sum = given.reduce<number>((total, score) => total + score, 0)
  return {
    ...{ since, closed, answered: times.length },
    ...(times.length === 0 ? {} : { frt: { median: share(times, 0.5), p90: share(times, 0.9) } }),
    ...(given.length === 0 ? {} : { csat: { average: sum / given.length, ratings: given.length } }),
  }
}

const share = (sorted: readonly number[], part: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0

/** The last place in the log before that time. */
async function seqBefore(store: Log, since: Instant): Promise<number> {
  let [low, high] = [0, await store.lastSeq()]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const [next] = await store.events(middle, 1)
    if (next === undefined || next.at >= since) high = middle
    else low = next.seq
  }
  return low
}
