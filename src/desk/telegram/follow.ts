/**
 * What the desk in Telegram says of its own accord, by the log: alerts to leads, reminders, and what became of operators'
 * words (delivered: a mark; failed: a mark and why). The place in the log is kept, so that a restart says what was missed;
 * what was under way at a crash may be said twice.
 */
import type { DeliveredSignal, DeliveredSignals, LiveLog } from '../../channels/port.ts'
import type { Reminder } from '../../domain/desk/state.ts'
import type { LeadAlert } from '../../domain/event.ts'
import type { ConversationId, MessageNumber } from '../../domain/ids.ts'
import type { RefusalReason } from '../../domain/input.ts'
import { later, minutes } from '../../domain/time.ts'
import type { LoggedEvent } from '../../store/port.ts'
import { Alerts } from './alerts.ts'
import { DESK_SURFACE } from './model.ts'
import type { Room } from './room.ts'
import { findSent, type SentHere, sentHere } from './sent.ts'

export interface FollowParts {
  readonly room: Room
  readonly live: LiveLog
  readonly delivered: DeliveredSignals
}

const CURSOR = 'follow'
const PAGE = 500
// Marks that come a minute late say nothing any more.
const MARK_FOR = minutes(1)
// Some minutes of a busy desk: a delivery is heard of within seconds, a failed one looks into the log.
const KEPT = 5_000
const DELIVERED = '👌'
const FAILED = '👎'

export class Follow {
  readonly #parts: FollowParts
  readonly #alerts: Alerts
  readonly #sent = new Map<string, SentHere>()
  /** Places in the log that are being told; the cursor stays before the first of them. */
  readonly #telling = new Set<number>()
  #seen = 0
  #kept = 0
  #work: Promise<void> = Promise.resolve()
  #stops: readonly (() => void)[] = []

  constructor(parts: FollowParts) {
    this.#parts = parts
    this.#alerts = new Alerts(parts.room)
  }

  async start(): Promise<void> {
    const { room, live, delivered } = this.#parts
    const kept = (await room.store.notes(DESK_SURFACE, CURSOR)).get(CURSOR)
    this.#seen = typeof kept === 'number' ? kept : await room.store.lastSeq()
    await this.#keep()
    this.#stops = [
      live.subscribe((events) => this.#queue(async () => this.#hear(events))),
      delivered.subscribe((signal) => this.#delivered(signal)),
    ]
    this.#queue(() => this.#catchUp())
    await this.#work
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops) stop()
    await this.#work
    await this.#noted()
  }

  #queue(work: () => Promise<void>): void {
    const { log } = this.#parts.room
    this.#work = this.#work
      .then(work)
      .catch((error: unknown) =>
        log.error({ err: error }, 'what leads and operators should hear was not read'),
      )
  }

  async #catchUp(): Promise<void> {
    for (;;) {
      const events = await this.#parts.room.store.events(this.#seen, PAGE)
      this.#hear(events)
      if (events.length < PAGE) return
    }
  }

  #hear(events: readonly LoggedEvent[]): void {
    for (const logged of events) {
      if (logged.seq <= this.#seen) continue
      this.#seen = logged.seq
      this.#remember(logged)
      const telling = this.#tell(logged)
      if (telling) void this.#until(logged.seq, telling)
    }
    if (this.#seen - this.#kept > PAGE) this.#queue(() => this.#keep())
  }

  /** Undefined: nothing to say. */
  #tell({ address, event }: LoggedEvent): Promise<unknown> | undefined {
    if (event.type === 'leadAlerted') return this.#alert(event.about)
    if (event.type === 'ticketReminded') return this.#remind(event.reminder)
    if (event.type === 'deliveryRefused' && address.to === 'conversation')
      return this.#refused(address.id, event.number, event.why)
    return undefined
  }

  #alert(about: LeadAlert): Promise<unknown> {
    return this.#alerts.tell(about)
  }

  #remind(reminder: Reminder): Promise<unknown> {
    return this.#alerts.remind(reminder)
  }

  async #until(seq: number, telling: Promise<unknown>): Promise<void> {
    const { room } = this.#parts
    this.#telling.add(seq)
    try {
      await telling
    } catch (error) {
      room.log.error({ err: error, seq }, 'an alert or a reminder could not be told')
    }
    this.#telling.delete(seq)
    await this.#noted()
  }

  #noted(): Promise<void> {
    return this.#keep().catch((error: unknown) =>
      this.#parts.room.log.warn({ err: error }, 'what was told may be told again after a restart'),
    )
  }

  async #keep(): Promise<void> {
    const upTo = this.#telling.size === 0 ? this.#seen : Math.min(...this.#telling) - 1
    this.#kept = upTo
    await this.#parts.room.store.note(DESK_SURFACE, new Map([[CURSOR, upTo]]))
  }

  #remember(logged: LoggedEvent): void {
    const sent = sentHere(logged)
    if (sent === undefined) return
    const { threads, log } = this.#parts.room
    const { conversation, number, by } = sent
    const ticket = 'ticket' in logged.event ? logged.event.ticket : undefined
    this.#sent.set(nameOf(conversation, number), sent)
    const [oldest] = this.#sent.keys()
    if (this.#sent.size > KEPT && oldest !== undefined) this.#sent.delete(oldest)
    if (typeof ticket !== 'number') return
    for (const { chat, message } of sent.places) {
      threads
        .remember(chat, message, { ticket, conversation, number, by })
        // Whoever answers or edits it is then looked up in the log.
        .catch((error: unknown) => log.warn({ err: error }, 'a message of a thread was not noted'))
    }
  }

  #delivered({ conversation, message }: DeliveredSignal): void {
    const sent = this.#sent.get(nameOf(conversation, message))
    if (sent) this.#mark(sent, DELIVERED, 'later')
  }

  async #refused(conversation: ConversationId, number: MessageNumber, why: RefusalReason): Promise<void> {
    const { room } = this.#parts
    const sent =
      this.#sent.get(nameOf(conversation, number)) ??
      (await findSent(room.store, conversation, (one) => one.number === number))
    const [first] = sent?.places ?? []
    if (!sent || !first) return
    this.#mark(sent, FAILED, 'first')
    const ticket = (await room.threads.post(first.chat, first.message))?.ticket
    const thread = ticket === undefined ? undefined : room.threads.of(ticket)?.place
    const place = thread?.chat === first.chat ? thread : { chat: first.chat }
    await room.writer.write({ place, urgency: 'first', replyTo: first.message, text: room.words.failed[why] })
  }

  #mark(sent: SentHere, emoji: string, urgency: 'first' | 'later'): void {
    const { writer, clock } = this.#parts.room
    const until = urgency === 'later' ? { until: later(clock.now(), MARK_FOR) } : {}
    for (const { chat, message } of sent.places.slice(0, 1))
      void writer.react({ chat, message, emoji, urgency, ...until })
  }
}

const nameOf = (conversation: ConversationId, number: MessageNumber) => `${conversation}#${number}`
