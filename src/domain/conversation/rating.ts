/** CSAT of a person's help: 1–5 with a comment, changeable, never in the way of the next question. */
import type { TicketId } from '../ids.ts'
import type { ButtonOption, Score } from '../message.ts'
import { type Draft, SYSTEM } from './draft.ts'
import { cleaned } from './text.ts'

const SCORES: readonly Score[] = [1, 2, 3, 4, 5]

export function askRating(draft: Draft) {
  const { closed } = draft.state
  if (!closed || !draft.turn.rules.settings.csat.enabled) return
  const { ticket } = closed
  const options = SCORES.map(
    (score): ButtonOption => ({ label: String(score), action: { do: 'rate', ticket, score } }),
  )
  const text = draft.phrase('rate', { name: closed.operatorName ?? '' })
  const { number, prompt } = draft.say(
    { text },
    { author: SYSTEM, options, control: { kind: 'rating', ticket } },
  )
  const message = { ratingMessage: number, ...(prompt ? { ratingPrompt: prompt.id } : {}) }
  draft.change({ closed: { ...closed, ...message } })
}

/** A score may come again, changed or with a comment; the very same again says nothing new. */
export function rate(draft: Draft, ticket: TicketId, score: Score, said?: string) {
  const { closed } = draft.state
  if (closed?.ticket !== ticket) return draft.refuse({ code: 'nothingToRate' })
  const comment = said && cleaned({ text: said }, draft.turn.rules.settings.limits.textLength).content.text
  if (closed.score === score && !comment) return
  draft.change({ closed: { ...closed, score }, lastCustomerAt: draft.turn.at })
  report(draft, ticket, score, comment)
  if (closed.score !== score) showStars(draft, score)
  if (comment) return commented(draft, score)
  if (closed.score === undefined && draft.state.phase === 'bot') askComment(draft, ticket, score)
}

function report(draft: Draft, ticket: TicketId, score: Score, comment: string | undefined) {
  const operator = draft.state.closed?.operator
  const said = comment ? { comment } : {}
  draft.log({ type: 'ratingGiven', ticket, score, ...said, ...(operator ? { operator } : {}) })
  draft.tellDesk({ type: 'ticketRated', ticket, score, ...said })
}

/** A comment answers the question for one, also when it came with the score: «Без комментария» goes. */
function commented(draft: Draft, score: Score) {
  for (const { id, options } of draft.state.prompts)
    if (options.some(({ action }) => action.do === 'skipComment')) draft.closePrompt(id)
  thank(draft, score)
}

function thank(draft: Draft, score: Score) {
  if (draft.state.expecting?.kind === 'ratingComment') draft.change({ expecting: undefined })
  draft.sayPhrase('ratedThanks', { score }, { author: SYSTEM })
}

function showStars(draft: Draft, score: Score) {
  const { closed } = draft.state
  if (!closed?.ratingMessage) return
  const text = draft.phrase('rate', { name: closed.operatorName ?? '' })
  draft.replace(
    closed.ratingMessage,
    { text },
    { kind: 'rating', ticket: closed.ticket, score },
    closed.ratingPrompt,
  )
}

function askComment(draft: Draft, ticket: TicketId, score: Score) {
  draft.change({ expecting: { kind: 'ratingComment', ticket } })
  const skip: ButtonOption = { label: draft.phrase('skipComment', {}), action: { do: 'skipComment' } }
  draft.sayPhrase('ratedAskComment', { score }, { author: SYSTEM, options: [skip] })
}

export function keepComment(draft: Draft, ticket: TicketId, comment: string) {
  const { closed } = draft.state
  if (closed?.ticket !== ticket || closed.score === undefined) return
  if (comment.trim() !== '') report(draft, ticket, closed.score, comment)
  commented(draft, closed.score)
}

export function skipComment(draft: Draft) {
  const { expecting, closed } = draft.state
  if (expecting?.kind === 'ratingComment' && closed?.score !== undefined) thank(draft, closed.score)
}
