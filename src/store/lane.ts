import type { Effect } from '../domain/effect.ts'
import type { ConversationId } from '../domain/ids.ts'

/** Rows of one lane are delivered one after the other. A slow HTTP call holds up no message. */
export function laneOf(effect: Effect, conversation: ConversationId): string {
  return effect.type === 'say' ? conversation : `call:${conversation}:${effect.call.id}`
}
