import type { Reading } from '../nlu.ts'
import { between } from '../time.ts'
import type { Draft } from './draft.ts'

/**
 * Whether a text soon after closing goes on with the closed ticket. It does unless it is surely something else:
 * small talk ("спасибо!"), or a question the bot knows on another topic.
 */
export function reopens(draft: Draft, reading: Reading): boolean {
  const { closed, phase } = draft.state
  const { rules, at } = draft.turn
  if (!closed || phase !== 'bot' || between(closed.closedAt, at) > rules.settings.closing.reopenWithin)
    return false
  const best = reading.verdict === 'sure' ? reading.intents[0] : undefined
  const rule = best && rules.intent(best.intent)
  if (!rule) return true
  return !rule.smallTalk && rule.topic !== undefined && rule.topic === closed.topic
}
