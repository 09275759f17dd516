/**
 * Where a story is played: the real rules and the real content over a conversation, a desk and a clock in memory. What the
 * runtime does in the open (deliver, call, wait) is done here at once or when the story turns its clock.
 */
import type { Release } from '../content/release.ts'
import { decideConversation, needsReading, newConversation } from '../domain/conversation/decide.ts'
import { matterIn } from '../domain/conversation/person-call.ts'
import { placeOf } from '../domain/conversation/place.ts'
import type { Conversation, Phase } from '../domain/conversation/state.ts'
import type { Decision, Refusal } from '../domain/decision.ts'
import { decideDesk } from '../domain/desk/decide.ts'
import { type Desk, EMPTY_DESK, type Ticket } from '../domain/desk/state.ts'
import type { HttpCall } from '../domain/effect.ts'
import type { Event } from '../domain/event.ts'
import { conversationId, groupName, inputKey } from '../domain/ids.ts'
import type { Arrived, ConversationInput, DeskInput, LaterInput } from '../domain/input.ts'
import type { ButtonOption, Outgoing, Prompt } from '../domain/message.ts'
import { type Duration, type Instant, instant, later } from '../domain/time.ts'
import type { Matcher } from '../nlu/port.ts'
import { understanding } from '../nlu/understanding.ts'
import { filledCall, secretsOf } from '../runtime/fill-call.ts'
import { answerTo, type Line, type Outcome, outcomeOf, type Scene, same } from './scene.ts'
import type { CallAnswer, Story, StoryOperator } from './story.ts'

// The runtime calls a Monday noon in Moscow the same: inside everybody's working hours.
const BEGINS = instant(Date.UTC(2026, 0, 12, 9))
// A story of some twenty lines makes a hundred inputs at most; more is a loop in the rules.
const MOST_AT_ONCE = 1_000

const CUSTOMER = conversationId('story', 'customer')

export class Stage implements Scene {
  readonly lines: Line[] = []
  readonly events: Event[] = []
  readonly unanswered: string[] = []

  readonly #release: Release
  readonly #matcher: Matcher
  readonly #answers: readonly CallAnswer[]
  readonly #later = new Map<string, LaterInput>()
  #conversation: Conversation
  #desk: Desk = EMPTY_DESK
  #now: Instant
  #inputs = 0
  /** Lines before this one are older than the customer's last word. */
  #since = 0

  constructor(release: Release, matcher: Matcher, story: Pick<Story, 'begins' | 'calls'>) {
    this.#release = release
    this.#matcher = understanding({ matcher, entities: release.entities })
    this.#answers = story.calls
    this.#now = story.begins ?? BEGINS
    this.#conversation = newConversation(CUSTOMER, this.#now, release.rules)
  }

  get phase(): Phase {
    return this.#conversation.phase
  }

  get tickets(): readonly Ticket[] {
    return Object.values(this.#desk.tickets)
  }

  async staff(operators: readonly StoryOperator[]): Promise<void> {
    await this.atDesk({ type: 'queueReviewed' })
    for (const operator of operators) {
      await this.atDesk({
        ...operator,
        type: 'operatorEnrolled',
        operator: operator.id,
        groups: this.#groupsOf(operator),
      })
      await this.atDesk({ type: 'shiftChanged', operator: operator.id, shift: operator.shift })
    }
  }

  async says(text: string): Promise<Outcome> {
    this.#customerLine(text)
    return outcomeOf(await this.inConversation({ type: 'customerSaid', content: { text } }))
  }

  async presses(label: string): Promise<Outcome> {
    const found = this.#openButtons().find(({ option }) => same(option.label, label))
    if (found === undefined) return this.buttons().map((one) => `[${one}]`)
    this.#customerLine(`[${found.option.label}]`)
    const { prompt, index } = found
    return outcomeOf(await this.inConversation({ type: 'customerPressed', prompt: prompt.id, option: index }))
  }

  heard(): readonly string[] {
    const told = this.lines.slice(this.#since).filter((line) => line.who !== 'customer')
    return told.map((line) => line.text)
  }

  buttons(): readonly string[] {
    return this.#openButtons().map(({ option }) => option.label)
  }

  inConversation(input: ConversationInput): Promise<Refusal | undefined> {
    return this.#arrive({ to: 'conversation', id: CUSTOMER, key: this.#nextKey(), input })
  }

  atDesk(input: DeskInput): Promise<Refusal | undefined> {
    return this.#arrive({ to: 'desk', key: this.#nextKey(), input })
  }

  async pass(time: Duration): Promise<void> {
    const until = later(this.#now, time)
    await this.#settle(until)
    this.#now = until
  }

  #customerLine(text: string): void {
    this.lines.push({ who: 'customer', text, buttons: [] })
    this.#since = this.lines.length
  }

  #openButtons(): readonly {
    readonly prompt: Prompt
    readonly option: ButtonOption
    readonly index: number
  }[] {
    return this.#conversation.prompts
      .toReversed()
      .flatMap((prompt) => prompt.options.map((option, index) => ({ prompt, option, index })))
  }

  async #arrive(arrived: Arrived): Promise<Refusal | undefined> {
    const refusal = await this.#decide(arrived)
    await this.#settle(this.#now)
    return refusal
  }

  async #settle(until: Instant): Promise<void> {
    let handled = 0
    for (let next = this.#nextDue(until); next; next = this.#nextDue(until)) {
      this.#later.delete(next.key)
      handled = next.due > this.#now ? 0 : handled + 1
      if (handled > MOST_AT_ONCE) throw new Error(`Inputs without end at ${next.key}`)
      this.#now = instant(Math.max(this.#now, next.due))
      await this.#decide(next)
    }
  }

  #nextDue(until: Instant): LaterInput | undefined {
    let next: LaterInput | undefined
    for (const input of this.#later.values()) {
      if (input.due <= until && (next === undefined || input.due < next.due)) next = input
    }
    return next
  }

  async #decide(arrived: Arrived): Promise<Refusal | undefined> {
    const turn = { at: this.#now, key: arrived.key, rules: this.#release.rules }
    if (arrived.to === 'desk') {
      const decision = decideDesk(this.#desk, arrived.input, turn)
      this.#desk = decision.state
      return this.#follow(decision)
    }
    const input = await this.#read(arrived.input)
    const decision = decideConversation(this.#conversation, input, turn)
    this.#conversation = decision.state
    return this.#follow(decision)
  }

  async #read(input: ConversationInput): Promise<ConversationInput> {
    if (input.type !== 'customerSaid' || !needsReading(this.#conversation, input)) return input
    const place = placeOf(this.#conversation, this.#release.rules)
    const text = matterIn(input.content.text)
    return { ...input, reading: await this.#matcher.read(text, { ...place, now: this.#now }) }
  }

  #follow({ events, effects, later: inputs, refusal }: Decision<Conversation | Desk>): Refusal | undefined {
    this.events.push(...events)
    for (const input of inputs) this.#put(input)
    for (const effect of effects) {
      if (effect.type === 'say') this.lines.push(lineOf(effect.message))
      if (effect.type === 'call') this.#answer(effect.call)
    }
    return refusal
  }

  #answer(call: HttpCall): void {
    const { url } = filledCall(call, secretsOf(this.#release)) ?? call
    const request = `${call.method} ${url}`
    const answer = answerTo(this.#answers, request)
    if (answer === undefined) this.unanswered.push(request)
    const result = answer?.result ?? { kind: 'failed' as const, why: 'the story gives no answer' }
    const key = inputKey(`call:${call.id}`)
    const input = { type: 'callReturned' as const, call: call.id, result }
    this.#put({ to: 'conversation', id: CUSTOMER, key, due: this.#now, input })
  }

  /** One of a key; the newer replaces the older and stands behind what waits already. */
  #put(input: LaterInput): void {
    this.#later.delete(input.key)
    this.#later.set(input.key, input)
  }

  #groupsOf({ groups }: StoryOperator) {
    if (groups.length > 0) return groups.map(groupName)
    return this.#release.rules.settings.groups.map((group) => group.name)
  }

  #nextKey() {
    this.#inputs += 1
    return inputKey(`story:${this.#inputs}`)
  }
}

function lineOf({ author, content, prompt, replaces }: Outgoing): Line {
  const buttons = prompt?.buttons.map((button) => button.label) ?? []
  const who = author.kind === 'byHand' ? 'operator' : author.kind
  const line = { who, text: content.text, buttons } as const
  return replaces === undefined ? line : { ...line, edits: true }
}
