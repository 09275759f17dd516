/**
 * What `decide` is told about the content: the domain names what it needs, `content/` and `flow/` provide it.
 * Everything here is pure: same arguments, same answer.
 */
import type { Customer, Frame, HandoffRequest } from './conversation/state.ts'
import type { HttpCall } from './effect.ts'
import type { FlowName, IntentName, ReleaseId, TopicName } from './ids.ts'
import type { CallResult } from './input.ts'
import type {
  AskedFor,
  Attachment,
  ButtonOption,
  Cards,
  Content,
  Json,
  Language,
  Variables,
} from './message.ts'
import type { FoundEntity } from './nlu.ts'
import type { Phrase, PhraseVariables } from './phrases.ts'
import type { Settings } from './settings.ts'
import type { Duration, Instant } from './time.ts'

export interface Rules {
  readonly release: ReleaseId
  readonly settings: Settings
  /** A system phrase in the customer's language, with `_bot.yml`'s overrides. */
  phrase<P extends Phrase>(language: Language, phrase: P, variables: PhraseVariables[P]): string
  /** What an intent does, or undefined when this release has none by that name. */
  intent(name: IntentName): IntentRule | undefined
  readonly script: Script
}

export interface IntentRule {
  readonly name: IntentName
  title(language: Language): string
  readonly topic?: TopicName
  /** Exactly one of `flow`, `answer`, `command`. */
  readonly does:
    | { readonly kind: 'flow'; readonly flow: FlowName }
    | { readonly kind: 'answer' }
    /** «оператор», «назад», «сначала», «стоп» in any wording. */
    | { readonly kind: 'command'; readonly command: Command }
  /** Small talk is answered without 👍/👎 and never interrupts a flow to come back with "Вернёмся к…". */
  readonly smallTalk: boolean
}

export type Command = 'person' | 'back' | 'startOver' | 'stop'

/** What templates and conditions may read besides the flow's own variables. */
export interface ScriptContext {
  readonly customer: Customer
  readonly now: Instant
  /** Picks among variants of a text; derived from the conversation's counters, so that replays agree. */
  readonly seed: number
}

/**
 * The flow language at work. Frames go in and come out; nothing is kept in between.
 * A run goes on until it must wait (for the customer, a call, a time) or the stack is empty.
 */
export interface Script {
  /** The content's answer to an intent of kind `answer`, rendered. */
  answer(
    intent: IntentName,
    context: ScriptContext,
  ): { readonly content: Content; readonly buttons: readonly ButtonOption[] }
  /** The greeting of `_bot.yml`: text and the buttons under it. */
  greeting(context: ScriptContext): { readonly content: Content; readonly buttons: readonly ButtonOption[] }
  title(release: ReleaseId, flow: FlowName, language: Language): string
  topic(release: ReleaseId, flow: FlowName): TopicName | undefined
  /** Whether a customer may begin with this flow; one that only other flows run is not to be begun by its name. */
  opens(flow: FlowName): boolean
  /** Puts a flow on top of `below` and runs it. `known` fills variables the text already gave. */
  start(
    below: readonly Frame[],
    flow: FlowName,
    known: Variables,
    digression: boolean,
    context: ScriptContext,
  ): Run
  /** Goes on with what the waiting step was given. */
  resume(stack: readonly Frame[], given: Given, context: ScriptContext): Run
  /** The open question once more (after a digression, after "назад"), without changing anything else. */
  repeat(stack: readonly Frame[], context: ScriptContext): Run
  /** What the step on top waits for, for matching its expected answers first; undefined when nothing waits. */
  waiting(stack: readonly Frame[], language: Language): WaitingFor | undefined
  /** Intents that fit where these flows stand, the nearest first: they get the benefit of the doubt. */
  likely(stack: readonly Frame[]): readonly IntentName[]
}

export interface WaitingFor {
  readonly kind: 'text' | 'typed' | 'buttons' | 'guide' | 'solved' | 'file' | 'call' | 'time'
  /** Labels of the buttons, as the customer saw them. */
  readonly labels: readonly string[]
}

/** What a waiting step can be given. */
export type Given =
  | { readonly kind: 'text'; readonly text: string; readonly entities: readonly FoundEntity[] }
  | { readonly kind: 'files'; readonly text: string; readonly attachments: readonly Attachment[] }
  | { readonly kind: 'button'; readonly value: Json }
  | { readonly kind: 'guide'; readonly worked: boolean }
  | { readonly kind: 'solved'; readonly yes: boolean }
  | { readonly kind: 'call'; readonly call: string; readonly result: CallResult }
  | { readonly kind: 'time'; readonly token: string }

/** What running did, in order, and where it stopped. */
export interface Run {
  readonly stack: readonly Frame[]
  readonly acts: readonly Act[]
  /**
   * `fits: false`: the given text is no answer to the step; `stack` is unchanged but for `attempts` and `acts` hold the
   * step's retry text. The caller may try the text as a new question instead and drop this run.
   */
  readonly fits: boolean
}

export type Act =
  | {
      readonly act: 'say'
      readonly content: Content
      readonly links: readonly ButtonOption[]
      readonly step: string
      readonly flow: FlowName
    }
  /** A question with its buttons; the run stops after it. */
  | {
      readonly act: 'ask'
      readonly content: Content
      readonly buttons: readonly ButtonOption[]
      readonly cards?: Cards
      readonly asks?: AskedFor
      readonly step: string
      readonly flow: FlowName
    }
  | { readonly act: 'set'; readonly flow: FlowName; readonly name: string; readonly value: Json }
  | { readonly act: 'call'; readonly call: HttpCall }
  /** Call `resume` with this token after this long; the run stops after it. */
  | { readonly act: 'wait'; readonly token: string; readonly for: Duration }
  | { readonly act: 'wish'; readonly flow: FlowName; readonly wish: string }
  /** The customer said whether it helped. */
  | { readonly act: 'solved'; readonly flow: FlowName; readonly step: string; readonly yes: boolean }
  /** Ends all frames; the run stops after it. */
  | {
      readonly act: 'handoff'
      readonly flow: FlowName
      readonly request: Pick<HandoffRequest, 'priority' | 'variables'> &
        Partial<Pick<HandoffRequest, 'topic' | 'group'>> & { readonly note?: string }
    }
  | { readonly act: 'flowStarted'; readonly flow: FlowName; readonly digression: boolean }
  | { readonly act: 'flowEnded'; readonly flow: FlowName; readonly how: 'end' | 'handoff' }
