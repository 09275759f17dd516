/**
 * Conversations and the desk, talking as the runtime lets them: what is due comes in the order it was written for each of
 * them, but anything from outside may come in between. Everything that was ever logged is kept.
 */
import { decideConversation, needsReading, newConversation } from '../../src/domain/conversation/decide.ts'
import type { Conversation } from '../../src/domain/conversation/state.ts'
import type { Decision } from '../../src/domain/decision.ts'
import { decideDesk } from '../../src/domain/desk/decide.ts'
import type { Desk } from '../../src/domain/desk/state.ts'
import { EMPTY_DESK } from '../../src/domain/desk/state.ts'
import type { Event } from '../../src/domain/event.ts'
import { type ConversationId, type InputKey, inputKey, operatorId } from '../../src/domain/ids.ts'
import type { Arrived, ConversationInput, DeskInput, LaterInput } from '../../src/domain/input.ts'
import type { Rules } from '../../src/domain/rules.ts'
import type { Settings } from '../../src/domain/settings.ts'
import { type Duration, instant, later } from '../../src/domain/time.ts'
import { LINE, NOON } from './desk-world.ts'
import { read, smallBot } from './together-rules.ts'

export interface Logged {
  /** Which decision of all it came from. */
  readonly step: number
  readonly event: Event
  /** The phase before and after the decision this belongs to. */
  readonly from: Conversation['phase']
  readonly to: Conversation['phase']
}

export class TogetherWorld {
  at = NOON
  desk: Desk = EMPTY_DESK
  readonly conversations = new Map<ConversationId, Conversation>()
  readonly transcripts = new Map<ConversationId, Logged[]>()
  readonly rules: Rules
  /** Words of customers that were taken (not refused), by conversation. */
  readonly taken = new Map<ConversationId, number>()
  /** The decision that put a ticket aside, by its number. */
  readonly putAside = new Map<number, number>()
  #step = 0
  readonly #waiting = new Map<InputKey, LaterInput>()
  #inputs = 0

  constructor(settings: Settings) {
    this.rules = smallBot(settings)
  }

  conversation(id: ConversationId): Conversation {
    return this.conversations.get(id) ?? newConversation(id, this.at, this.rules)
  }

  hire(id: string, groups = [LINE], capacity = 1, lead = false): void {
    const operator = operatorId(id)
    this.tellDesk({ type: 'operatorEnrolled', operator, name: id, lead, groups, capacity })
    this.tellDesk({ type: 'shiftChanged', operator, shift: 'on' })
  }

  tellDesk(input: DeskInput): void {
    this.#handle({ to: 'desk', key: this.#key(), input })
  }

  tell(id: ConversationId, input: ConversationInput): void {
    this.#handle({ to: 'conversation', id, key: this.#key(), input })
  }

  wait(by: Duration): void {
    this.at = later(this.at, by)
  }

  /** How many have something due. */
  get addressees(): readonly string[] {
    return [...new Set(this.#due().map(addressee))]
  }

  /** One step of whoever is picked among those with something due; false when there is nothing. */
  deliver(die: number): boolean {
    const someone = this.addressees[die % Math.max(1, this.addressees.length)]
    const next = this.#due().find((one) => addressee(one) === someone)
    if (next === undefined) return false
    this.#waiting.delete(next.key)
    this.#handle(next)
    return true
  }

  /** The next hand-off request fails three times and is set aside; its conversation hears of it. */
  park(): void {
    const next = this.#due().find((one) => one.to === 'desk' && one.input.type === 'handoffRequested')
    if (next?.to !== 'desk' || next.input.type !== 'handoffRequested') return
    this.#waiting.delete(next.key)
    this.tell(next.input.conversation, { type: 'inputParked', key: next.key, error: 'boom' })
  }

  /** Until nothing is due any more. Two sides that never stop talking are a fault. */
  settle(): void {
    for (let step = 0; this.deliver(0); step++) if (step > 2000) throw new Error('They never stop talking')
  }

  #due(): readonly LaterInput[] {
    return [...this.#waiting.values()]
      .filter(({ due }) => due <= this.at)
      .sort((one, other) => one.due - other.due)
  }

  #key(): InputKey {
    this.#inputs += 1
    return inputKey(`in${this.#inputs}`)
  }

  #handle(arrived: Arrived): void {
    this.#step += 1
    if (arrived.to === 'desk') this.#decideDesk(arrived.input, arrived.key)
    else this.#decideConversation(arrived.id, arrived.input, arrived.key)
  }

  #decideDesk(input: DeskInput, key: InputKey): void {
    const decision = decideDesk(this.desk, input, { at: this.at, key, rules: this.rules })
    for (const event of decision.events) {
      const asideNow =
        event.type === 'ticketSnoozed' && this.desk.tickets[event.ticket.id]?.status !== 'snoozed'
      if (asideNow) this.putAside.set(event.ticket.id, this.#step)
    }
    this.desk = decision.state
    this.#keep(decision.later)
  }

  #decideConversation(id: ConversationId, told: ConversationInput, key: InputKey): void {
    const before = this.conversation(id)
    const input =
      told.type === 'customerSaid' && needsReading(before, told)
        ? { ...told, reading: read(told.content.text) }
        : told
    const decision = decideConversation(before, input, { at: this.at, key, rules: this.rules })
    this.conversations.set(id, decision.state)
    if (input.type === 'customerSaid' && decision.refusal === undefined) {
      this.taken.set(id, (this.taken.get(id) ?? 0) + 1)
    }
    this.#log(id, before.phase, decision)
    this.#keep(decision.later)
  }

  #log(id: ConversationId, from: Conversation['phase'], { events, state }: Decision<Conversation>): void {
    const transcript = this.transcripts.get(id) ?? []
    this.transcripts.set(id, transcript)
    for (const event of events) transcript.push({ step: this.#step, event, from, to: state.phase })
  }

  #keep(written: readonly LaterInput[]): void {
    for (const next of written) {
      const earlier = this.#waiting.get(next.key)
      // A timer may be moved; news for somebody must never be replaced by other news.
      if (earlier !== undefined && earlier.due === instant(0)) throw new Error(`${next.key} was overwritten`)
      this.#waiting.delete(next.key)
      this.#waiting.set(next.key, next)
    }
  }
}

const addressee = (arrived: Arrived): string => (arrived.to === 'desk' ? 'desk' : arrived.id)
