/** One conversation driven by hand over real content (tests/fixtures/conversation): what it says, logs, and tells the desk. */
import { join } from 'node:path'
import { formatFaults, loadContent } from '../../src/content/load.ts'
import type { Sources } from '../../src/content/sources.ts'
import { decideConversation, newConversation } from '../../src/domain/conversation/decide.ts'
import type { Conversation } from '../../src/domain/conversation/state.ts'
import type { Refusal } from '../../src/domain/decision.ts'
import type { QueuePlace } from '../../src/domain/desk/state.ts'
import type { HttpCall } from '../../src/domain/effect.ts'
import type { Event } from '../../src/domain/event.ts'
import {
  conversationId,
  groupName,
  inputKey,
  intentName,
  messageNumber,
  operatorId,
  ticketId,
} from '../../src/domain/ids.ts'
import type { ConversationInput, DeskInput, LaterInput } from '../../src/domain/input.ts'
import type { Outgoing, Prompt } from '../../src/domain/message.ts'
import { NOTHING_READ, type Reading } from '../../src/domain/nlu.ts'
import type { Rules } from '../../src/domain/rules.ts'
import { type Duration, type Instant, instant, later } from '../../src/domain/time.ts'
import { createRegistry } from '../../src/flow/compiled.ts'
import { releaseOf } from '../flow/content-of.ts'

export const registry = createRegistry()
const FOLDER = join(import.meta.dirname, '../fixtures/conversation')
const loaded = await loadContent(FOLDER, { language: 'en', registry })
if (loaded.kind === 'faults') throw new Error(formatFaults(loaded.faults, 'en'))
const CONTENT = loaded.release
export const RULES = CONTENT.rules

/** The fixture's content with some files replaced: a newer release. */
export const rulesWith = (files: Sources): Rules =>
  releaseOf({ ...CONTENT.sources, ...files }, { registry }).rules

export const TICKET = ticketId(7)
export const ANNA = operatorId('anna')
// A Monday noon in Moscow.
const NOON = instant(Date.UTC(2026, 0, 12, 9))

export const sure = (intent: string): Reading => ({
  intents: [{ intent: intentName(intent), confidence: 0.9 }],
  entities: [],
  verdict: 'sure',
})
export const between = (...intents: readonly string[]): Reading => ({
  intents: intents.map((intent) => ({ intent: intentName(intent), confidence: 0.4 })),
  entities: [],
  verdict: 'between',
})

export class Talk {
  rules: Rules
  at: Instant = NOON
  state: Conversation
  /** What the last input led to. */
  said: readonly Outgoing[] = []
  events: readonly Event[] = []
  refusal: Refusal | undefined
  calls: readonly HttpCall[] = []
  told: readonly DeskInput[] = []
  readonly #timers = new Map<string, LaterInput>()
  #inputs = 0

  constructor(rules: Rules = RULES) {
    this.rules = rules
    this.state = newConversation(conversationId('site', 'vera'), NOON, rules)
  }

  /** The texts of the last input's messages. */
  get texts(): readonly string[] {
    return this.said.map(({ content }) => content.text)
  }

  /** The labels under the last input's messages. */
  get buttons(): readonly string[] {
    return this.said.flatMap(({ prompt }) => prompt?.buttons.map(({ label }) => label) ?? [])
  }

  event<T extends Event['type']>(type: T): Extract<Event, { type: T }> | undefined {
    return this.events.find((event): event is Extract<Event, { type: T }> => event.type === type)
  }

  toDesk<T extends DeskInput['type']>(type: T): Extract<DeskInput, { type: T }> | undefined {
    return this.told.find((input): input is Extract<DeskInput, { type: T }> => input.type === type)
  }

  give(input: ConversationInput): this {
    this.#inputs += 1
    const key = inputKey(`in${this.#inputs}`)
    const decision = decideConversation(this.state, input, { at: this.at, key, rules: this.rules })
    this.state = decision.state
    this.events = decision.events
    this.refusal = decision.refusal
    this.said = decision.effects.flatMap((effect) => (effect.type === 'say' ? [effect.message] : []))
    this.calls = decision.effects.flatMap((effect) => (effect.type === 'call' ? [effect.call] : []))
    this.told = decision.later.flatMap((one) => (one.to === 'desk' ? [one.input] : []))
    for (const one of decision.later) if (one.to === 'conversation') this.#timers.set(one.key, one)
    return this
  }

  say(text: string, reading: Reading = NOTHING_READ): this {
    return this.give({ type: 'customerSaid', content: { text }, reading })
  }

  /** The newest open button with this label. */
  press(label: string): this {
    const prompt = this.#promptWith(label)
    return this.give({ type: 'customerPressed', prompt: prompt.id, option: optionOf(prompt, label) })
  }

  /** A press to be sent later, perhaps when the button is gone. */
  button(label: string): ConversationInput {
    const prompt = this.#promptWith(label)
    return { type: 'customerPressed', prompt: prompt.id, option: optionOf(prompt, label) }
  }

  operator(text: string): this {
    return this.give({ type: 'operatorSaid', operator: ANNA, ticket: TICKET, content: { text } })
  }

  /** Time passes; what falls due meanwhile happens at its own time. Everything said meanwhile is in `said`. */
  wait(by: Duration): this {
    const until = later(this.at, by)
    const said: Outgoing[] = []
    for (let next = this.#due(until); next; next = this.#due(until)) {
      this.#timers.delete(next.key)
      this.at = instant(Math.max(this.at, next.due))
      if (next.to === 'conversation') said.push(...this.give(next.input).said)
    }
    this.at = until
    this.said = said
    return this
  }

  #due(until: Instant): LaterInput | undefined {
    return [...this.#timers.values()]
      .sort((one, other) => one.due - other.due)
      .find(({ due }) => due <= until)
  }

  #promptWith(label: string): Prompt {
    const found = this.state.prompts.findLast(({ options }) =>
      options.some((option) => option.label === label),
    )
    if (!found) throw new Error(`No open button [${label}]`)
    return found
  }

  // Ways to a phase.

  /** A person was asked for; the desk has not answered. */
  handingOff(): this {
    return this.say('оператор')
  }

  queued(place: QueuePlace = { ahead: 1 }): this {
    this.handingOff()
    return this.give({ type: 'ticketQueued', ticket: TICKET, place, answers: this.#asked() })
  }

  withOperator(): this {
    this.handingOff()
    const answers = this.#asked()
    return this.give({ ...ASSIGNED, answers })
  }

  closing(): this {
    return this.withOperator().give({ type: 'closingProposed', operator: ANNA, ticket: TICKET })
  }

  closed(): this {
    return this.closing().press('Да, решён')
  }

  /** The message number the hand-off under way was asked with. */
  #asked() {
    return messageNumber(this.state.phase === 'handingOff' ? this.state.handoff : 0)
  }
}

export const ASSIGNED = {
  type: 'ticketAssigned',
  ticket: TICKET,
  operator: ANNA,
  operatorName: 'Анна',
  group: groupName('line'),
  version: 1,
} as const

const optionOf = (prompt: Prompt, label: string) =>
  prompt.options.findIndex((option) => option.label === label)
