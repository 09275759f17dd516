/** Waiting for a person: an honest place on a card that is kept up to date, and the ways out of the queue. */
import type { QueuePlace } from '../desk/state.ts'
import type { TicketId } from '../ids.ts'
import type { ConversationInput } from '../input.ts'
import type { ButtonOption, Control } from '../message.ts'
import { type Instant, minutes } from '../time.ts'
import { answersHandoff, giveBack } from './desk-answer.ts'
import { type Draft, SYSTEM } from './draft.ts'
import { openingText } from './opening.ts'
import { isAttended } from './phases.ts'
import type { Conversation } from './state.ts'

type Of<T extends ConversationInput['type']> = Extract<ConversationInput, { type: T }>
type Queued = Extract<Conversation, { phase: 'queued' }>

export function queued(draft: Draft, input: Of<'ticketQueued'>) {
  if (!answersHandoff(draft, input.answers)) return giveBack(draft, input)
  enterQueue(draft, input.ticket, input.place, input.opensAt)
}

/** The desk took the operator away; the customer hears it and waits with a new card. */
export function requeued(draft: Draft, input: Of<'ticketRequeued'>) {
  const { state } = draft
  if (!isAttended(state) || state.ticket !== input.ticket) return
  draft.log({ type: 'operatorLeft', ticket: state.ticket, operator: state.operator })
  draft.closeStepPrompts()
  draft.sayPhrase('requeued', {}, { author: SYSTEM })
  enterQueue(draft, input.ticket, input.place)
}

function enterQueue(draft: Draft, ticket: TicketId, place: QueuePlace, opensAt?: Instant) {
  const options: readonly ButtonOption[] = [
    { label: draft.phrase('leaveQueue', {}), action: { do: 'leaveQueue' } },
    { label: draft.phrase('leaveEmail', {}), action: { do: 'leaveEmail' } },
  ]
  const control = queueControl(ticket, place, 'waiting')
  const card = draft.say({ text: cardText(draft, place, opensAt) }, { author: SYSTEM, options, control })
  if (!card.prompt) throw new Error('The queue card has buttons')
  draft.change({ refusedHandoff: undefined })
  draft.enter({
    phase: 'queued',
    ticket,
    since: draft.turn.at,
    place,
    ...(opensAt === undefined ? {} : { opensAt }),
    card: card.number,
    cardPrompt: card.prompt.id,
  })
  draft.log({ type: 'queueEntered', ticket, place })
}

export function moved(draft: Draft, { ticket, place }: Of<'queueMoved'>) {
  const { state } = draft
  if (state.phase !== 'queued' || state.ticket !== ticket) return
  draft.enter({ ...state, place })
  const text = cardText(draft, place, state.opensAt)
  draft.replace(state.card, { text }, queueControl(ticket, place, 'waiting'), state.cardPrompt)
  draft.say({ text: movedText(draft, place) }, { author: SYSTEM })
}

/** For who asks for a person while one is being called. */
export function sayPlaceAgain(draft: Draft) {
  const { state } = draft
  if (state.phase === 'queued')
    draft.say({ text: cardText(draft, state.place, state.opensAt) }, { author: SYSTEM })
}

function cardText(draft: Draft, place: QueuePlace, opensAt: Instant | undefined): string {
  const closedTill = opensAt !== undefined && opensAt > draft.turn.at && !place.wait ? opensAt : undefined
  if (place.offered && closedTill === undefined) return draft.phrase('queuedOffered', { ahead: place.ahead })
  return `${placeText(draft, place, closedTill)} ${draft.phrase('queueMeanwhile', {})}`
}

function placeText(draft: Draft, place: QueuePlace, closedTill: Instant | undefined): string {
  const { ahead, wait, unstaffed } = place
  if (closedTill !== undefined) return draft.phrase('queuedClosed', { opens: openingText(draft, closedTill) })
  if (unstaffed) return draft.phrase('queuedUnstaffed', { ahead })
  if (wait) return draft.phrase('queuedWithWait', { ahead, ...inMinutes(wait) })
  return ahead === 0 ? draft.phrase('queuedNext', {}) : draft.phrase('queued', { ahead })
}

function movedText(draft: Draft, { ahead, wait, unstaffed, offered }: QueuePlace) {
  if (unstaffed) return draft.phrase('queuedUnstaffed', { ahead })
  if (offered) return draft.phrase('queuedOffered', { ahead })
  if (!wait) return ahead === 0 ? draft.phrase('queueMovedNext', {}) : draft.phrase('queued', { ahead })
  return draft.phrase('queueMoved', { ahead, ...inMinutes(wait) })
}

function inMinutes(wait: NonNullable<QueuePlace['wait']>) {
  const from = Math.max(1, Math.round(wait.from / minutes(1)))
  return { from, to: Math.max(from, Math.round(wait.to / minutes(1))) }
}

function queueControl(ticket: TicketId, place: QueuePlace, state: 'waiting' | 'taken' | 'left'): Control {
  const { ahead, wait, offered } = place
  return { kind: 'queue', ticket, ahead, ...(wait && !offered ? { wait } : {}), state }
}

/** The card's last look: taken by an operator or left by the customer. Its buttons die. */
export function settleCard(draft: Draft, { card, cardPrompt, ticket }: Queued, state: 'taken' | 'left') {
  draft.closePrompt(cardPrompt)
  const text = state === 'taken' ? draft.phrase('queueCardTaken', {}) : draft.phrase('leftQueue', {})
  draft.replace(card, { text }, queueControl(ticket, { ahead: 0 }, state))
}

/** Out of the queue and back to the bot, whoever decided it. */
export function endWaiting(draft: Draft, state: Queued) {
  settleCard(draft, state, 'left')
  draft.log({ type: 'queueLeft', ticket: state.ticket })
  draft.enter({ phase: 'bot' })
}

/** The customer goes without a person; the desk is told, with an address when one was left. */
export function leaveQueue(draft: Draft, email?: string) {
  const { state } = draft
  if (state.phase !== 'queued') return
  endWaiting(draft, state)
  draft.tellDesk({ type: 'handoffCancelled', ticket: state.ticket, ...(email ? { email } : {}) })
  draft.change({ expecting: undefined })
  if (email) draft.sayPhrase('emailKept', { email })
  else draft.sayPhrase('leftQueue', {})
}
