import type { AnswerSource, ButtonOption } from '../message.ts'
import type { Draft } from './draft.ts'

/** [Позвать человека]; `about` is the bot's answer that was no good. */
export function personButton(draft: Draft, about?: AnswerSource): ButtonOption {
  return { label: draft.phrase('callPerson', {}), action: { do: 'person', ...(about ? { about } : {}) } }
}
