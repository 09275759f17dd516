/**
 * A compiled flow: a flat list of nodes that point at each other by index. The first nodes are the entries of the blocks in
 * the file's order, then comes one `end`; a frame's `node` is an index into this list.
 */

import type { Priority } from '../domain/conversation/state.ts'
import type { HttpCall } from '../domain/effect.ts'
import type { FlowName, GroupName, TopicName } from '../domain/ids.ts'
import type { Attachment, ButtonOption, Json, Language } from '../domain/message.ts'
import type { Duration } from '../domain/time.ts'
import type { Path } from './fault.ts'
import type { Scalar } from './schema/ask.ts'
import type { Condition, Template } from './template/template.ts'
import type { UrlTemplate } from './template/url.ts'

export type Localized<T> = { readonly [L in Language]?: T }
/** Variants of a text; one is picked by the context's seed. */
export type Text = Localized<readonly Template[]>
export type Label = Localized<Template>

export interface Said {
  readonly text: Text
  readonly attachments: readonly Attachment[]
}

export interface Link {
  readonly label: Label
  readonly url: string
}

export interface Choice {
  readonly label: Label
  readonly value: Scalar
  /** All choices of a question have one, or none has. */
  readonly card?: { readonly picture: Attachment; readonly about?: Label }
  /** Where this button goes; the question's `next` when absent. */
  readonly go?: number
}

export interface Expect {
  /** One of `EXPECTED`, or a kind the content declares. */
  readonly type: string
  /** For the whole answer. */
  readonly pattern?: RegExp
  readonly min?: number
  readonly max?: number
}

/** JSON with templates as leaves. */
export type JsonTemplate =
  | { readonly kind: 'constant'; readonly value: Json }
  | { readonly kind: 'template'; readonly template: Template }
  | { readonly kind: 'list'; readonly items: readonly JsonTemplate[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, JsonTemplate])[] }

/** Where a node comes from: `step` is `block.number` as people count, `path` leads to it in the file. */
interface At {
  readonly step: string
  readonly path: Path
}

export type AskNode = At & {
  readonly kind: 'ask'
  readonly said: Said
  readonly save?: string
  readonly choices: readonly Choice[]
  /** Undefined: only the buttons fit. */
  readonly expect?: Expect
  readonly retry?: Text
  readonly attempts: number
  /** Where to go when attempts run out; a person when absent. */
  readonly otherwise?: number
  readonly next: number
}

export type GuideNode = At & {
  readonly kind: 'guide'
  readonly items: readonly Said[]
  readonly stuck?: number
  readonly next: number
}

export type CallNode = At & {
  readonly kind: 'call'
  readonly method: HttpCall['method']
  readonly url: UrlTemplate
  readonly headers: readonly (readonly [string, Template])[]
  readonly body?: JsonTemplate
  readonly save?: string
  readonly timeout: Duration
  readonly failed?: number
  readonly next: number
}

export type HandoffNode = At & {
  readonly kind: 'handoff'
  readonly topic?: TopicName
  readonly group?: GroupName
  readonly priority?: Priority
  readonly note?: Template
}

export type SolvedNode = At & {
  readonly kind: 'solved'
  readonly text?: Text
  readonly no?: number
  readonly next: number
}

export type Node =
  | (At & { readonly kind: 'enter'; readonly block: string; readonly next: number })
  | (At & { readonly kind: 'end' })
  | (At & {
      readonly kind: 'say'
      readonly said: Said
      readonly links: readonly Link[]
      readonly next: number
    })
  | AskNode
  | GuideNode
  | (At & {
      readonly kind: 'when'
      readonly condition: Condition
      readonly next: number
      readonly otherwise: number
    })
  | (At & {
      readonly kind: 'set'
      readonly values: readonly (readonly [string, JsonTemplate])[]
      readonly next: number
    })
  | CallNode
  /** Another flow, and back to `next`. */
  | (At & { readonly kind: 'run'; readonly flow: FlowName; readonly next: number })
  /** Another flow instead of this one. */
  | (At & { readonly kind: 'leave'; readonly flow: FlowName })
  | HandoffNode
  | (At & { readonly kind: 'wish'; readonly wish: Template; readonly next: number })
  | SolvedNode
  | (At & { readonly kind: 'wait'; readonly for: Duration; readonly next: number })

export interface CompiledFlow {
  readonly name: FlowName
  readonly title: Label
  readonly topic?: TopicName
  readonly nodes: readonly Node[]
  /** Index of the `start` block's entry. */
  readonly start: number
  readonly blocks: readonly string[]
}

/** An intent's answer or the greeting: text and the buttons under it. */
export interface Answer {
  readonly text: Text
  readonly buttons: readonly { readonly label: Label; readonly action: ButtonOption['action'] }[]
}

/** Indexes a node may go on to within its flow. */
export function successors(node: Node): readonly number[] {
  switch (node.kind) {
    case 'end':
    case 'leave':
    case 'handoff':
      return []
    case 'when':
      return [node.next, node.otherwise]
    case 'ask':
      return present(node.next, node.otherwise, ...node.choices.map((choice) => choice.go))
    case 'guide':
      return present(node.next, node.stuck)
    case 'call':
      return present(node.next, node.failed)
    case 'solved':
      return present(node.next, node.no)
    default:
      return [node.next]
  }
}

function present(...indexes: readonly (number | undefined)[]): readonly number[] {
  return indexes.filter((index) => index !== undefined)
}
