import type { Draft } from './draft.ts'
import type { Conversation } from './state.ts'

/** The keys each phase adds to what all have; moving on drops those of the phase that is left. */
const OWN_KEYS: { readonly [P in Conversation['phase']]: readonly string[] } = {
  bot: [],
  handingOff: ['handoff'],
  queued: ['ticket', 'since', 'ahead', 'card', 'cardPrompt'],
  withOperator: [
    'ticket',
    'operator',
    'operatorName',
    'group',
    'version',
    'unanswered',
    'asleep',
    'lastOperatorAt',
    'silenceWatched',
    'reminded',
  ],
  closing: ['ticket', 'operator', 'operatorName', 'group', 'version', 'proposedAt', 'reminded'],
}

type Own<P extends Conversation['phase']> = Omit<
  Extract<Conversation, { phase: P }>,
  keyof Extract<Conversation, { phase: 'bot' }>
>

/** Moves a draft into another phase: what all phases share stays, the old phase's own keys go, the new one's come. */
export function enter<P extends Conversation['phase']>(draft: Draft, phase: P, own: Own<P>) {
  const next: Record<string, unknown> = { ...draft.state }
  for (const key of OWN_KEYS[draft.state.phase]) delete next[key]
  Object.assign(next, own, { phase })
  draft.state = next as Conversation
}
