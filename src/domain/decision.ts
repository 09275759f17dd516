import type { Effect } from './effect.ts'
import type { Event } from './event.ts'
import type { LaterInput } from './input.ts'

/**
 * Why an input changed nothing, told to whoever sent it. The words for people are in the error catalogue (`docs/errors.md`).
 * An expected failure is a result: nothing here is thrown.
 */
export type Refusal =
  | { readonly code: 'ticketTaken'; readonly by: string }
  | { readonly code: 'ticketNotYours'; readonly owner?: string }
  | { readonly code: 'ticketClosed' }
  | { readonly code: 'noSuchTicket' }
  | { readonly code: 'noSuchOperator' }
  | { readonly code: 'noSuchGroup' }
  | { readonly code: 'noSuchTopic' }
  | { readonly code: 'operatorNotInGroup'; readonly group: string }
  | { readonly code: 'atCapacity'; readonly capacity: number }
  | { readonly code: 'notOnShift' }
  | { readonly code: 'queueEmpty' }
  | { readonly code: 'badCapacity'; readonly from: number; readonly to: number }
  | { readonly code: 'badTime' }
  | { readonly code: 'oldButton' }
  | { readonly code: 'noSuchMessage' }
  | { readonly code: 'nothingToRate' }
  | { readonly code: 'emptyMessage' }

/**
 * What follows from an input: the next state, what happened, what to do, and what to look at later.
 * With a `refusal` the state may be the old one and the rest empty; such an input is not remembered, and refused again
 * when it comes again.
 */
export interface Decision<State> {
  readonly state: State
  readonly events: readonly Event[]
  readonly effects: readonly Effect[]
  readonly later: readonly LaterInput[]
  readonly refusal?: Refusal
}

export function nothing<State>(state: State): Decision<State> {
  return { state, events: [], effects: [], later: [] }
}

export function refuse<State>(state: State, refusal: Refusal): Decision<State> {
  return { ...nothing(state), refusal }
}
