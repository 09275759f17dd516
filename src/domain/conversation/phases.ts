/** Moving between phases without a flag left over: what all phases share stays, the old phase's own keys go. */
import { unreachable } from '../unreachable.ts'
import type { Attended, Chat, Conversation, ConversationCommon } from './state.ts'

type OwnOf<State> = State extends Conversation ? Omit<State, keyof ConversationCommon> : never

/** A phase's name and the keys that it alone has. */
export type PhaseOwn = OwnOf<Conversation>

/** The same conversation in another phase. What all phases share is taken from `state` even where `own` is an older whole. */
export function inPhase(state: Conversation, own: PhaseOwn): Conversation {
  return { ...own, ...common(state) }
}

function common(state: Conversation): ConversationCommon {
  switch (state.phase) {
    case 'bot': {
      const { phase, ...rest } = state
      return rest
    }
    case 'handingOff': {
      const { phase, handoff, ...rest } = state
      return rest
    }
    case 'queued': {
      const { phase, ticket, since, place, opensAt, card, cardPrompt, ...rest } = state
      return rest
    }
    case 'withOperator': {
      const { phase, unanswered, asleep, lastOperatorAt, silenceWatched, reminded, ...attended } = state
      return withoutChat(attended)
    }
    case 'closing': {
      const { phase, proposedAt, reminded, ...attended } = state
      return withoutChat(attended)
    }
    default:
      return unreachable(state)
  }
}

function withoutChat(attended: ConversationCommon & Chat): ConversationCommon {
  const { ticket, operator, operatorName, group, version, ...rest } = attended
  return rest
}

/** Whose chat it is, to be taken along into another phase. */
export function chatOf({ ticket, operator, operatorName, group, version }: Attended): Chat {
  return { ticket, operator, operatorName, group, version }
}

export const isAttended = (state: Conversation): state is Attended =>
  state.phase === 'withOperator' || state.phase === 'closing'
