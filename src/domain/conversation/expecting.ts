/** What the bot asked outside of any flow: an address, what was wrong with an answer, a word about the rating. */
import type { AnswerSource, Content } from '../message.ts'
import type { Reading } from '../nlu.ts'
import type { IntentRule } from '../rules.ts'
import { type Duration, hours } from '../time.ts'
import type { Draft } from './draft.ts'
import { keepEmail } from './handoff.ts'
import { personButton } from './person-button.ts'
import { keepComment } from './rating.ts'
import { declines, emailIn } from './text.ts'

// Who comes back after an hour comes with something new, not with the comment they were asked for then.
const COMMENT_AWAITED = hours(1)

/** Forgets a question about a rating or a vote that the customer has left behind. An address is waited for longer. */
export function forgetStale(draft: Draft, silent: Duration) {
  const { expecting } = draft.state
  if (expecting && expecting.kind !== 'email' && silent > COMMENT_AWAITED)
    draft.change({ expecting: undefined })
}

// Whom `ratedAskComment` asks what to do better.
const UNHAPPY = 3

/**
 * Right after a low score the words are its comment, whatever the matcher finds in them: «долго отвечали» is no question about
 * waiting, and «оператор нагрубил» calls nobody. True when they were kept.
 */
export function tookComplaint(draft: Draft, { text }: Content): boolean {
  const { expecting, closed } = draft.state
  if (expecting?.kind !== 'ratingComment' || closed?.score === undefined || closed.score > UNHAPPY)
    return false
  keepComment(draft, expecting.ticket, text)
  return true
}

/** True when the text was what was asked for. Else it is something new; `sure` is the intent it surely means. */
export function expected(
  draft: Draft,
  content: Content,
  reading: Reading,
  sure: IntentRule | undefined,
): boolean {
  const { expecting } = draft.state
  if (!expecting) return false
  if (expecting.kind === 'email') return expectedEmail(draft, content, reading)
  draft.change({ expecting: undefined })
  if (sure && !sure.smallTalk) return false
  if (expecting.kind === 'ratingComment') keepComment(draft, expecting.ticket, content.text)
  else keepReason(draft, expecting.about, content.text)
  return true
}

function keepReason(draft: Draft, about: AnswerSource, comment: string) {
  draft.log({ type: 'answerVoted', about, good: false, comment })
  draft.sayPhrase('voteReasonThanks', {}, { options: [personButton(draft, about)] })
}

function expectedEmail(draft: Draft, { text }: Content, { verdict }: Reading): boolean {
  const email = emailIn(text)
  if (email) {
    keepEmail(draft, email)
    return true
  }
  if (declines(text)) {
    draft.change({ expecting: undefined })
    draft.sayPhrase('stopped', {})
    return true
  }
  if (verdict === 'sure' && !text.includes('@')) {
    draft.change({ expecting: undefined })
    return false
  }
  draft.sayPhrase('badEmail', {})
  return true
}
