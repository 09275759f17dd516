import type { IntentName } from '../ids.ts'
import type { Language } from '../message.ts'
import type { Rules } from '../rules.ts'
import type { Conversation } from './state.ts'

/** What a matcher is told of the conversation in which a text was said. */
export interface Place {
  readonly language: Language
  /** Intents of the flows under way, the nearest first; absent outside of flows. */
  readonly likely?: readonly IntentName[]
}

/** Where the conversation stands, for reading what the customer says next. */
export function placeOf({ stack, customer }: Conversation, { script }: Rules): Place {
  const { language } = customer
  return stack.length === 0 ? { language } : { language, likely: script.likely(stack) }
}
