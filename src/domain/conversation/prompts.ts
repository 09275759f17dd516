/** The buttons that are open in a conversation: a short list, from which the least needed goes first. */
import type { PromptId } from '../ids.ts'
import type { ButtonOption, Prompt, ShownButton } from '../message.ts'
import { type Conversation, MAX_PROMPTS } from './state.ts'

/** With one more; beyond the limit the oldest goes, but never one that the conversation still stands on. */
export function withPrompt(state: Conversation, added: Prompt): readonly Prompt[] {
  // Links are opened by the customer's browser: nobody will press them here.
  if (added.options.every(({ action }) => action.do === 'open')) return state.prompts
  const prompts = [...state.prompts, added]
  if (prompts.length <= MAX_PROMPTS) return prompts
  const kept = standingOn(state)
  const oldest = prompts.find(({ id }) => id !== added.id && !kept.includes(id))
  return prompts.filter((prompt) => prompt !== oldest)
}

/** The step's question, the queue's card, the stars. */
function standingOn(state: Conversation): readonly (PromptId | undefined)[] {
  const card = state.phase === 'queued' ? state.cardPrompt : undefined
  return [state.openPrompt, card, state.closed?.ratingPrompt]
}

/** As a channel sees them. */
export const shown = (options: readonly ButtonOption[]): readonly ShownButton[] =>
  options.map(({ label, action }, option) =>
    action.do === 'open' ? { option, label, url: action.url } : { option, label },
  )
