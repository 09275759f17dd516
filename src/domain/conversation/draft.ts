/**
 * A decision in the making. Rules write on a draft in the order things happen; `finish` hands out the immutable result.
 * The draft lives inside one call of `decideConversation`, so nothing outside sees it change.
 */
import type { Decision, Refusal } from '../decision.ts'
import type { Effect } from '../effect.ts'
import type { ConversationEvent, Event } from '../event.ts'
import type { MessageNumber, PromptId, TicketId } from '../ids.ts'
import { inputKey, messageNumber, promptId } from '../ids.ts'
import type { ConversationInput, DeskInput, LaterInput } from '../input.ts'
import type {
  AnswerSource,
  Author,
  ButtonOption,
  Content,
  Control,
  Outgoing,
  Prompt,
  ShownButton,
} from '../message.ts'
import type { Phrase, PhraseVariables } from '../phrases.ts'
import type { ScriptContext } from '../rules.ts'
import type { Instant } from '../time.ts'
import { instant } from '../time.ts'
import type { Turn } from '../turn.ts'
import { type Conversation, MAX_PROMPTS } from './state.ts'

export const BOT: Author = { kind: 'bot' }
export const SYSTEM: Author = { kind: 'system' }

/** Keys that may be taken out of a state again. */
type Forgettable = 'openPrompt' | 'expecting' | 'refusedHandoff' | 'unreachable' | 'closed'

interface Saying {
  readonly author?: Author
  readonly options?: readonly ButtonOption[]
  readonly promptKind?: Prompt['kind']
  readonly control?: Control
  readonly source?: AnswerSource
}

export class Draft {
  readonly events: Event[] = []
  readonly effects: Effect[] = []
  readonly later: LaterInput[] = []
  refusal: Refusal | undefined

  constructor(
    public state: Conversation,
    readonly turn: Turn,
  ) {}

  finish(): Decision<Conversation> {
    const { state, events, effects, later, refusal } = this
    return refusal ? { state, events, effects, later, refusal } : { state, events, effects, later }
  }

  log(event: ConversationEvent) {
    this.events.push(event)
  }

  /** The log, and the operator's eyes when there is a ticket: a desk in a messenger is told of it. */
  logForOperator(event: ConversationEvent) {
    this.log(event)
    const ticket = ticketOf(this.state)
    if (ticket === undefined) return
    this.effects.push({ type: 'tellDesk', conversation: this.state.id, ticket, event })
  }

  forget(...keys: readonly Forgettable[]) {
    const next: Record<string, unknown> = { ...this.state }
    for (const key of keys) delete next[key]
    this.state = next as Conversation
  }

  nextNumber(): MessageNumber {
    const number = messageNumber(this.state.lastMessage + 1)
    this.state = { ...this.state, lastMessage: number }
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
      at: this.turn.at,
    }
    const ticket = ticketOf(this.state)
    this.log({
      type: 'messageSent',
      message,
      ...(ticket === undefined ? {} : { ticket }),
      ...(saying.source ? { source: saying.source } : {}),
    })
    this.effects.push({ type: 'say', message })
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
      ...(open ? { prompt: { id: open.id, buttons: open.options.map(shown) } } : {}),
      at: this.turn.at,
    }
    this.log({ type: 'messageReplaced', message })
    this.effects.push({ type: 'say', message })
  }

  private openPrompt(
    options: readonly ButtonOption[],
    kind: Prompt['kind'],
  ): NonNullable<Outgoing['prompt']> {
    const count = this.state.lastPrompt + 1
    const id = promptId(`p${count.toString(36)}`)
    const prompts = [...this.state.prompts, { id, kind, options }].slice(-MAX_PROMPTS)
    this.state = { ...this.state, lastPrompt: count, prompts, ...(kind === 'step' ? { openPrompt: id } : {}) }
    return { id, buttons: options.map(shown) }
  }

  /** A prompt that can be pressed no more; `chosen` is the option that ended it. */
  closePrompt(id: PromptId, chosen?: number) {
    if (!this.state.prompts.some((prompt) => prompt.id === id)) return
    this.state = { ...this.state, prompts: this.state.prompts.filter((prompt) => prompt.id !== id) }
    if (this.state.openPrompt === id) this.forget('openPrompt')
    this.log({ type: 'promptClosed', prompt: id, ...(chosen === undefined ? {} : { chosen }) })
  }

  /** The step that waited has its answer or is gone: its buttons die with it. */
  closeStepPrompts() {
    for (const prompt of this.state.prompts) if (prompt.kind === 'step') this.closePrompt(prompt.id)
  }

  markChosen(id: PromptId, chosen: number) {
    const prompts = this.state.prompts.map((prompt) => (prompt.id === id ? { ...prompt, chosen } : prompt))
    this.state = { ...this.state, prompts }
  }

  tellDesk(input: DeskInput) {
    this.later.push({ to: 'desk', key: this.followingKey(), input, due: instant(0) })
  }

  /** A later input to this conversation. With a `name` it is one: writing it again moves it. */
  remind(due: Instant, input: ConversationInput, name?: string) {
    const key = name ? inputKey(`${this.state.id}:${name}`) : this.followingKey()
    this.later.push({ to: 'conversation', id: this.state.id, key, input, due })
  }

  private followingKey() {
    return inputKey(`${this.turn.key}>${this.later.length}`)
  }
}

function shown(option: ButtonOption, index: number): ShownButton {
  const { label, action } = option
  return action.do === 'open' ? { option: index, label, url: action.url } : { option: index, label }
}

/** The open ticket of a conversation, if it has one the desk has named. */
export function ticketOf(state: Conversation): TicketId | undefined {
  return state.phase === 'bot' || state.phase === 'handingOff' ? undefined : state.ticket
}
