/**
 * A decision in the making. Rules write on a draft in the order things happen; `finish` hands out the immutable result.
 * The draft lives inside one call of `decideConversation`, so nothing outside sees it change.
 */
import type { Decision, Refusal } from '../decision.ts'
import type { Effect, HttpCall } from '../effect.ts'
import type { ConversationEvent, Event } from '../event.ts'
import type { MessageNumber, PromptId, TicketId } from '../ids.ts'
import { inputKey, messageNumber, promptId } from '../ids.ts'
import type { ConversationInput, DeskInput, LaterInput } from '../input.ts'
import type {
  AnswerSource,
  AskedFor,
  Author,
  ButtonOption,
  Cards,
  Content,
  Control,
  Outgoing,
  Prompt,
} from '../message.ts'
import type { Phrase, PhraseVariables } from '../phrases.ts'
import type { ScriptContext } from '../rules.ts'
import type { Instant } from '../time.ts'
import { instant } from '../time.ts'
import type { Turn } from '../turn.ts'
import { inPhase, type PhaseOwn } from './phases.ts'
import { shown, withPrompt } from './prompts.ts'
import type { Conversation, ConversationCommon } from './state.ts'

export const BOT: Author = { kind: 'bot' }
export const SYSTEM: Author = { kind: 'system' }

interface Saying {
  readonly author?: Author
  readonly options?: readonly ButtonOption[]
  readonly promptKind?: Prompt['kind']
  readonly control?: Control
  readonly cards?: Cards | undefined
  readonly asks?: AskedFor | undefined
  readonly source?: AnswerSource
  /** The desk's own id of an operator's message. */
  readonly externalId?: string | undefined
}

export class Draft {
  readonly turn: Turn
  #state: Conversation
  #refusal: Refusal | undefined
  readonly #events: Event[] = []
  readonly #effects: Effect[] = []
  readonly #later: LaterInput[] = []

  constructor(state: Conversation, turn: Turn) {
    this.#state = state
    this.turn = turn
  }

  get state(): Conversation {
    return this.#state
  }

  finish(): Decision<Conversation> {
    const decision = {
      state: this.#state,
      events: this.#events,
      effects: this.#effects,
      later: this.#later,
    }
    return this.#refusal ? { ...decision, refusal: this.#refusal } : decision
  }

  /** Whoever sent the input is told why nothing came of it. */
  refuse(refusal: Refusal) {
    this.#refusal = refusal
  }

  /** Changes what all phases have; undefined takes a key away. */
  change(patch: Partial<ConversationCommon>) {
    this.#state = { ...this.#state, ...patch }
  }

  /** Moves on into a phase (or anew into the same), with the keys it alone has. */
  enter(own: PhaseOwn) {
    this.#state = inPhase(this.#state, own)
  }

  log(event: ConversationEvent) {
    this.#events.push(event)
  }

  nextNumber(): MessageNumber {
    const number = messageNumber(this.state.lastMessage + 1)
    this.change({ lastMessage: number })
    return number
  }

  phrase<P extends Phrase>(phrase: P, variables: PhraseVariables[P]): string {
    return this.turn.rules.phrase(this.state.customer.language, phrase, variables)
  }

  /** What templates may read. The seed moves with the transcript, so that variants of a text take turns. */
  context(): ScriptContext {
    return { customer: this.state.customer, now: this.turn.at, seed: this.state.lastMessage }
  }

  say(content: Content, saying: Saying = {}): Outgoing {
    const number = this.nextNumber()
    const message: Outgoing = {
      number,
      author: saying.author ?? BOT,
      content,
      ...(saying.options?.length
        ? { prompt: this.openPrompt(saying.options, saying.promptKind ?? 'lasting') }
        : {}),
      ...(saying.control ? { control: saying.control } : {}),
      ...(saying.cards ? { cards: saying.cards } : {}),
      ...(saying.asks ? { asks: saying.asks } : {}),
      at: this.turn.at,
    }
    const ticket = ticketOf(this.state)
    this.log({
      type: 'messageSent',
      message,
      ...(ticket === undefined ? {} : { ticket }),
      ...(saying.source ? { source: saying.source } : {}),
      ...(saying.externalId ? { externalId: saying.externalId } : {}),
    })
    this.#effects.push({ type: 'say', message })
    return message
  }

  sayPhrase<P extends Phrase>(phrase: P, variables: PhraseVariables[P], saying: Saying = {}): Outgoing {
    return this.say({ text: this.phrase(phrase, variables) }, saying)
  }

  /** An earlier message now looks so; its number and its buttons stay. */
  replace(number: MessageNumber, content: Content, control: Control, prompt?: PromptId) {
    const open = prompt ? this.state.prompts.find(({ id }) => id === prompt) : undefined
    const message: Outgoing = {
      number,
      replaces: number,
      author: SYSTEM,
      content,
      control,
      ...(open ? { prompt: { id: open.id, buttons: shown(open.options) } } : {}),
      at: this.turn.at,
    }
    this.log({ type: 'messageReplaced', message })
    this.#effects.push({ type: 'say', message })
  }

  /** An earlier message says something else now; channels that can show it so. */
  edit(number: MessageNumber, content: Content, author: Author) {
    const { at } = this.turn
    this.#effects.push({ type: 'say', message: { number, replaces: number, author, content, at } })
  }

  private openPrompt(
    options: readonly ButtonOption[],
    kind: Prompt['kind'],
  ): NonNullable<Outgoing['prompt']> {
    const count = this.state.lastPrompt + 1
    const id = promptId(`p${count.toString(36)}`)
    this.change({ lastPrompt: count, prompts: withPrompt(this.state, { id, kind, options }) })
    if (kind === 'step') this.change({ openPrompt: id })
    return { id, buttons: shown(options) }
  }

  /** A prompt that can be pressed no more; `chosen` is the option that ended it. */
  closePrompt(id: PromptId, chosen?: number) {
    if (!this.state.prompts.some((prompt) => prompt.id === id)) return
    this.change({ prompts: this.state.prompts.filter((prompt) => prompt.id !== id) })
    if (this.state.openPrompt === id) this.change({ openPrompt: undefined })
    this.log({ type: 'promptClosed', prompt: id, ...(chosen === undefined ? {} : { chosen }) })
  }

  /** The step that waited has its answer or is gone: its buttons die with it. */
  closeStepPrompts() {
    for (const prompt of this.state.prompts) if (prompt.kind === 'step') this.closePrompt(prompt.id)
  }

  markChosen(id: PromptId, chosen: number) {
    const prompts = this.state.prompts.map((prompt) => (prompt.id === id ? { ...prompt, chosen } : prompt))
    this.change({ prompts })
  }

  call(call: HttpCall) {
    this.#effects.push({ type: 'call', call })
  }

  tellDesk(input: DeskInput) {
    this.#later.push({ to: 'desk', key: this.followingKey(), input, due: instant(0) })
  }

  /** A later input to this conversation. With a `name` it is one: writing it again moves it. */
  remind(due: Instant, input: ConversationInput, name?: string) {
    const key = name ? inputKey(`${this.state.id}:${name}`) : this.followingKey()
    this.#later.push({ to: 'conversation', id: this.state.id, key, input, due })
  }

  private followingKey() {
    return inputKey(`${this.turn.key}>${this.#later.length}`)
  }
}

/** The open ticket of a conversation, if it has one the desk has named. */
export function ticketOf(state: Conversation): TicketId | undefined {
  return state.phase === 'bot' || state.phase === 'handingOff' ? undefined : state.ticket
}
