/**
 * What the outbox holds goes out here and nowhere else: this is the one file that calls `channel.send`.
 * A row leaves the outbox when its outcome is committed; until then a crash delivers it again, with the same delivery id.
 */
import type { Channel, DeliveredSignal, SendResult, Submit } from '../channels/port.ts'
import { channelAndChat, inputKey } from '../domain/ids.ts'
import type { Arrived } from '../domain/input.ts'
import { type Chance, type Clock, type Duration, seconds } from '../domain/time.ts'
import { unreachable } from '../domain/unreachable.ts'
import type { Delivery, DeliveryOutcome, Store } from '../store/port.ts'
import type { Calls } from './calls.ts'
import { Deadlines } from './deadlines.ts'
import { insist } from './insist.ts'
import type { Log } from './log.ts'
import { errorText } from './masks.ts'
import type { Metrics } from './metrics.ts'
import { type Attempt, Outlet, type OutletParts } from './outlet.ts'
import { isHopeless, nextAttempt, soonest } from './pacing.ts'

export interface DeliveryParts {
  readonly store: Store
  readonly channels: readonly Channel[]
  readonly calls: Calls
  readonly submit: Submit
  readonly report: (outcome: DeliveryOutcome, soon?: boolean) => void
  /** Resolves when all that was reported by now is committed. */
  readonly reported: () => Promise<void>
  /** A channel has taken a message that is new to it. */
  readonly delivered: (signal: DeliveredSignal) => void
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Log
  readonly metrics: Metrics
}

// 64 at once gave 28,500 sends a second on one core, where a send is answered at once.
const SENDS_AT_ONCE = 64
// Called systems are others' and often small.
const CALLS_AT_ONCE = 16
// A 50 MB upload over 10 Mbit/s takes 40 s; what has not answered by now hangs.
const SEND_LIMIT: Duration = seconds(60)

const CALLS = 'calls'

export class Deliveries {
  readonly #parts: DeliveryParts
  readonly #outlets = new Map<string, Outlet>()
  readonly #repeating: ReadonlySet<string>
  readonly #deadlines: Deadlines
  /** Tellings of refusals to conversations, under way. */
  readonly #notices = new Set<Promise<void>>()
  #stopping = false

  constructor(parts: DeliveryParts) {
    this.#parts = parts
    this.#deadlines = new Deadlines(parts.clock, SEND_LIMIT)
    this.#repeating = new Set(parts.channels.flatMap(({ name, repeats }) => (repeats ? [name] : [])))
    for (const channel of parts.channels) {
      this.#open({
        ...{ name: channel.name, width: channel.sendsAtOnce ?? SENDS_AT_ONCE },
        attempt: (row) => this.#send(channel, row),
        pace: (row) => channel.notBefore?.(row.conversation, row.id) ?? row.notBefore,
        ...(channel.repeats ? { durable: parts.reported } : {}),
      })
    }
    this.#open({ name: CALLS, width: CALLS_AT_ONCE, attempt: (row) => this.#call(row) })
  }

  /** Rows that wait or are under way in memory. */
  get held(): number {
    return [...this.#outlets.values()].reduce((sum, { held }) => sum + held, 0)
  }

  /** Takes up what an earlier run left undelivered. Rejects as the store does. */
  async start(): Promise<void> {
    for (const outlet of this.#outlets.values()) await outlet.start()
  }

  /** A row that was just committed. One for a channel that is not there stays in the outbox for when it is. */
  offer(row: Delivery): void {
    this.#outlets.get(outletOf(row))?.offer(row)
  }

  /** Begins no more; resolves when everything under way has ended and its outcome is reported. */
  async stop(): Promise<void> {
    this.#stopping = true
    await Promise.all([...this.#outlets.values()].map((outlet) => outlet.stop()))
    await Promise.all(this.#notices)
  }

  #open(peculiar: Pick<OutletParts, 'name' | 'width' | 'attempt' | 'pace' | 'durable'>): void {
    const { clock, store } = this.#parts
    const { name } = peculiar
    const outlet = new Outlet({
      ...peculiar,
      clock,
      settle: (row, result) => this.#settle(name, row, result),
      read: (after, limit) => store.undelivered(after, limit),
      owns: (row) => outletOf(row) === name,
    })
    this.#outlets.set(name, outlet)
  }

  async #send(channel: Channel, { id, conversation, effect }: Delivery): Promise<Attempt> {
    if (effect.type !== 'say') return MISPLACED
    return this.#inTime(async () => channel.send(conversation, effect.message, id))
  }

  async #call({ id, conversation, effect }: Delivery): Promise<Attempt> {
    if (effect.type !== 'call') return MISPLACED
    const result = await this.#parts.calls.make(conversation, effect.call)
    const kept = await this.#insist({
      to: 'conversation',
      id: conversation,
      key: inputKey(`call:${id}`),
      input: { type: 'callReturned', call: effect.call.id, result },
    })
    return kept ? { kind: 'sent' } : { kind: 'left' }
  }

  /** A sender that throws, or does not answer in time, is one to try again. */
  async #inTime(send: () => Promise<SendResult>): Promise<SendResult> {
    const ended = this.#parts.metrics.begin('deliver')
    const answer = await new Promise<SendResult>((resolve) => {
      const deadline = this.#deadlines.begin(() => resolve(HUNG))
      void send()
        .catch((error): SendResult => ({ kind: 'retry', why: errorText(error) }))
        .then((result) => {
          this.#deadlines.end(deadline)
          resolve(result)
        })
    })
    ended()
    return answer
  }

  #settle(outlet: string, row: Delivery, attempt: Attempt): Delivery | undefined {
    const { report, metrics } = this.#parts
    switch (attempt.kind) {
      case 'sent': {
        const { externalId } = attempt
        const done = {
          id: row.id,
          outcome: 'done',
          ...(externalId === undefined ? {} : { externalId }),
        } as const
        report(done, this.#repeating.has(outlet))
        metrics.delivered(outlet, 'sent')
        if (row.effect.type === 'say' && row.effect.message.replaces === undefined)
          this.#parts.delivered({ conversation: row.conversation, message: row.effect.message.number })
        return undefined
      }
      case 'retry':
        return this.#again(outlet, row, attempt)
      case 'refused':
        metrics.delivered(outlet, 'refused')
        this.#refused(row, attempt)
        return undefined
      case 'left':
        return undefined
      default:
        return unreachable(attempt)
    }
  }

  #again(
    outlet: string,
    row: Delivery,
    retry: SendResult & { readonly kind: 'retry' },
  ): Delivery | undefined {
    const { clock, chance, report, metrics, log } = this.#parts
    const now = clock.now()
    const tried = { ...row, attempts: row.attempts + 1 }
    if (isHopeless(tried, now)) {
      metrics.delivered(outlet, 'givenUp')
      const detail = `given up after ${tried.attempts} attempts: ${retry.why}`
      this.#refused(tried, { kind: 'refused', why: 'chatGone', detail })
      return undefined
    }
    const notBefore = soonest(retry.notBefore, nextAttempt(now, row.attempts, chance), now)
    metrics.delivered(outlet, 'retried')
    log.warn(
      { outlet, delivery: row.id, attempts: tried.attempts, notBefore, why: retry.why },
      'will try again',
    )
    report({ id: row.id, outcome: 'again', notBefore, error: retry.why })
    return { ...tried, notBefore }
  }

  /** The conversation hears of it first; only then is the row done with, so that a crash in between loses nothing. */
  #refused(row: Delivery, refusal: SendResult & { readonly kind: 'refused' }): void {
    const { report, log } = this.#parts
    const error = `${refusal.why}: ${refusal.detail}`
    log.warn({ delivery: row.id, lane: row.lane, error }, 'a delivery was refused')
    const notice = this.#noticeOf(row, refusal)
    const told = (notice ? this.#insist(notice) : Promise.resolve(true)).then((kept) => {
      if (kept) report({ id: row.id, outcome: 'refused', error })
      this.#notices.delete(told)
    })
    this.#notices.add(told)
  }

  #noticeOf(
    { id, conversation, effect }: Delivery,
    refusal: SendResult & { readonly kind: 'refused' },
  ): Arrived | undefined {
    if (effect.type !== 'say') return undefined
    const { why, detail } = refusal
    const input = { type: 'deliveryRefused', message: effect.message.number, why, detail } as const
    return { to: 'conversation', id: conversation, key: inputKey(`refused:${id}`), input }
  }

  #insist(arrived: Arrived): Promise<boolean> {
    const { submit, clock } = this.#parts
    return insist(submit, arrived, clock, () => this.#stopping)
  }
}

const HUNG: SendResult = { kind: 'retry', why: `no answer within ${SEND_LIMIT / 1000} s` }
const MISPLACED: Attempt = { kind: 'left' }

function outletOf({ conversation, effect }: Delivery): string {
  if (effect.type === 'call') return CALLS
  return channelAndChat(conversation).channel
}
