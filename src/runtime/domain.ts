import type { Conversation } from '../domain/conversation/state.ts'
import type { Decision } from '../domain/decision.ts'
import type { Desk } from '../domain/desk/state.ts'
import type { ConversationId } from '../domain/ids.ts'
import type { ConversationInput, DeskInput } from '../domain/input.ts'
import type { Rules } from '../domain/rules.ts'
import type { Instant } from '../domain/time.ts'
import type { Turn } from '../domain/turn.ts'

/** The pure rules the loop runs. They are handed in, so that the loop can be tested with rules of three lines. */
export interface Domain {
  newConversation(id: ConversationId, at: Instant, rules: Rules): Conversation
  /** True when `decideConversation` will look at what a text means; matching is the dearest stage. */
  needsReading(state: Conversation, input: ConversationInput): boolean
  decideConversation(state: Conversation, input: ConversationInput, turn: Turn): Decision<Conversation>
  decideDesk(state: Desk, input: DeskInput, turn: Turn): Decision<Desk>
}
