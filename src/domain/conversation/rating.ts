/** CSAT of a person's help: 1–5 with a comment, changeable, never in the way of the next question. */
import type { TicketId } from '../ids.ts'
import type { ButtonOption, Score } from '../message.ts'
import { type Draft, SYSTEM } from './draft.ts'

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
  draft.state = {
    ...draft.state,
    closed: { ...closed, ratingMessage: number, ...(prompt ? { ratingPrompt: prompt.id } : {}) },
  }
}

export function rate(draft: Draft, ticket: TicketId, score: Score, comment?: string) {
  const { closed } = draft.state
  if (closed?.ticket !== ticket) {
    draft.refusal = { code: 'nothingToRate' }
    return
  }
  const first = closed.score === undefined
  draft.state = { ...draft.state, closed: { ...closed, score }, lastCustomerAt: draft.turn.at }
  report(draft, ticket, score, comment)
  showStars(draft, score)
  if (comment) return void draft.sayPhrase('ratedThanks', { score })
  if (first && draft.state.phase === 'bot') askComment(draft, ticket, score)
}

function report(draft: Draft, ticket: TicketId, score: Score, comment?: string) {
  const operator = draft.state.closed?.operator
  const said = comment ? { comment } : {}
  draft.log({ type: 'ratingGiven', ticket, score, ...said, ...(operator ? { operator } : {}) })
  draft.tellDesk({ type: 'ticketRated', ticket, score, ...said })
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
  draft.state = { ...draft.state, expecting: { kind: 'ratingComment', ticket } }
  const skip: ButtonOption = { label: draft.phrase('skipComment', {}), action: { do: 'skipComment' } }
  draft.sayPhrase('ratedAskComment', { score }, { author: SYSTEM, options: [skip] })
}

export function keepComment(draft: Draft, ticket: TicketId, comment: string) {
  const { closed } = draft.state
  if (closed?.ticket !== ticket || closed.score === undefined) return
  report(draft, ticket, closed.score, comment)
  draft.sayPhrase('ratedThanks', { score: closed.score }, { author: SYSTEM })
}

export function skipComment(draft: Draft) {
  if (draft.state.expecting?.kind !== 'ratingComment') return
  const score = draft.state.closed?.score ?? 5
  draft.forget('expecting')
  draft.sayPhrase('ratedThanks', { score }, { author: SYSTEM })
}
