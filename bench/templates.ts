/** Three conversations as the real rules leave them: greeted, in a flow, with an operator. All others are copies. */
import { decideConversation, newConversation } from '../src/domain/conversation/decide.ts'
import type { Conversation } from '../src/domain/conversation/state.ts'
import type { Event } from '../src/domain/event.ts'
import {
  conversationId,
  groupName,
  inputKey,
  messageNumber,
  operatorId,
  type PromptId,
  ticketId,
} from '../src/domain/ids.ts'
import type { ConversationInput } from '../src/domain/input.ts'
import type { Rules } from '../src/domain/rules.ts'
import { type Instant, instant } from '../src/domain/time.ts'
import type { Matcher } from '../src/nlu/port.ts'
import type { Role } from './crowd.ts'

export interface Template {
  readonly state: Conversation
  /** What the log tells of it, oldest first. */
  readonly events: readonly Event[]
}

export type Templates = { readonly [R in Role]: Template }

export const TEMPLATE_ID = conversationId('site', 'TEMPLATE')
export const TEMPLATE_TICKET = ticketId(987_654_321)
export const OPERATOR = operatorId('anna')
/** When everything in a prefilled database happened. */
export const THEN: Instant = instant(1_700_000_000_000)

const QUESTION = 'не проходит оплата картой'

export async function templates(rules: Rules, matcher: Matcher): Promise<Templates> {
  const reading = await matcher.read(QUESTION, { language: 'ru' })
  const talk = new Talk(rules)
  talk.hear({ type: 'customerStarted' })
  const greeted = talk.soFar()
  talk.hear({ type: 'customerSaid', content: { text: QUESTION }, reading })
  talk.press()
  const inFlow = talk.soFar()
  talk.hear({ type: 'customerSaid', content: { text: 'оператор' } })
  talk.assign()
  talk.hear({ type: 'customerSaid', content: { text: 'деньги списались, а подписки нет' } })
  talk.answer('Здравствуйте! Сейчас посмотрю ваш платёж.')
  return { greeted, inFlow, withOperator: talk.soFar() }
}

class Talk {
  readonly #rules: Rules
  #state: Conversation
  readonly #events: Event[] = []

  constructor(rules: Rules) {
    this.#rules = rules
    this.#state = newConversation(TEMPLATE_ID, THEN, rules)
  }

  soFar(): Template {
    return { state: this.#state, events: [...this.#events] }
  }

  hear(input: ConversationInput): void {
    const turn = { at: THEN, key: inputKey(`template:${this.#events.length}`), rules: this.#rules }
    const { state, events, refusal } = decideConversation(this.#state, input, turn)
    if (refusal) throw new Error(`The template was refused: ${refusal.code}`)
    this.#state = state
    this.#events.push(...events)
  }

  press(): void {
    const prompt: PromptId | undefined = this.#state.openPrompt
    if (!prompt) throw new Error('The sample question opens no flow with buttons.')
    this.hear({ type: 'customerPressed', prompt, option: 0 })
  }

  assign(): void {
    if (this.#state.phase !== 'handingOff') throw new Error('Nobody was asked for.')
    this.hear({
      type: 'ticketAssigned',
      ticket: TEMPLATE_TICKET,
      operator: OPERATOR,
      operatorName: 'Анна',
      group: groupName('first-line'),
      version: 1,
      answers: messageNumber(this.#state.handoff),
    })
  }

  answer(text: string): void {
    this.hear({ type: 'operatorSaid', operator: OPERATOR, ticket: TEMPLATE_TICKET, content: { text } })
  }
}
