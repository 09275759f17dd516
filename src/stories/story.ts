/** A story: a conversation as it must go, written down in `flows/tests/*.yml`. */
import type { Phase } from '../domain/conversation/state.ts'
import type { Shift } from '../domain/desk/state.ts'
import type { OperatorId } from '../domain/ids.ts'
import type { CallResult } from '../domain/input.ts'
import type { Duration, Instant } from '../domain/time.ts'

/** Where something stands in its file, from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

export interface StoryOperator {
  readonly id: OperatorId
  readonly name: string
  readonly groups: readonly string[]
  readonly shift: Shift
  readonly lead: boolean
  readonly capacity?: number
}

/** What a `call` step gets: the request as `GET http://host/path`, where `*` stands for anything. */
export interface CallAnswer {
  readonly request: string
  readonly result: CallResult
}

export type TicketField = 'topic' | 'priority' | 'group' | 'status' | 'reason' | 'operator' | 'email'

export type StepBody =
  /** The customer writes, or presses the open button with this label. */
  | { readonly step: 'customer'; readonly text: string }
  | { readonly step: 'press'; readonly label: string }
  /** Some message to the customer since their last word contains this. */
  | { readonly step: 'bot'; readonly text: string }
  /** These buttons are open. */
  | { readonly step: 'buttons'; readonly labels: readonly string[] }
  | { readonly step: 'wait'; readonly time: Duration }
  | { readonly step: 'operator'; readonly operator: OperatorId; readonly does: OperatorAct }
  | { readonly step: 'phase'; readonly phase: Phase }
  /** The conversation's last ticket has these fields. */
  | { readonly step: 'ticket'; readonly fields: { readonly [field in TicketField]?: string } }
  | { readonly step: 'wish'; readonly wish: string }

export type OperatorAct =
  | { readonly do: 'say'; readonly text: string }
  | { readonly do: 'shift'; readonly shift: Shift }
  | { readonly do: 'claim' }
  | { readonly do: 'close' }

export type StoryStep = StepBody & { readonly at: Place }

export interface Story {
  readonly file: string
  readonly title: string
  /** When it begins; absent: a Monday noon in Moscow. */
  readonly begins?: Instant
  readonly operators: readonly StoryOperator[]
  readonly calls: readonly CallAnswer[]
  readonly steps: readonly StoryStep[]
}
