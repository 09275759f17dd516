/** From the bot to a person: asking the desk, waiting with an honest place, leaving the queue, leaving an address. */

import type { QueuePlace } from '../desk/state.ts'
import type { MessageNumber, PromptId, TicketId } from '../ids.ts'
import type { ConversationInput } from '../input.ts'
import type { ButtonOption, Control, Json, Language } from '../message.ts'
import { between, type Instant, minutes } from '../time.ts'
import { type Draft, SYSTEM, ticketOf } from './draft.ts'
import { enter } from './phases.ts'
import type { HandoffRequest } from './state.ts'

type Wanted = Pick<HandoffRequest, 'reason' | 'summary'> & Partial<HandoffRequest>

/** Asks the desk for a person. In the queue already: says the place once more. With an operator: nothing, they read it. */
export function requestHandoff(draft: Draft, wanted: Wanted) {
  const { state } = draft
  if (state.phase === 'queued') return sayPlaceAgain(draft)
  if (state.phase !== 'bot') return
  const request = completed(draft, wanted)
  leaveFlows(draft, 'handoff')
  const { closed } = draft.state
  const previous = closed?.operator
  const reopen = wanted.reason === 'reopened' ? closed?.ticket : undefined
  if (wanted.reason !== 'reopened' && wanted.reason !== 'poison') draft.sayPhrase('handingOff', {})
  draft.forget('expecting', 'refusedHandoff')
  draft.log({ type: 'handoffRequested', request })
  draft.state = {
    ...draft.state,
    misses: 0,
    ...(request.topic ? { handoffTopic: request.topic } : {}),
    refusedHandoff: request,
  }
  enter(draft, 'handingOff', { handoff: request.upTo })
  draft.tellDesk({
    type: 'handoffRequested',
    conversation: draft.state.id,
    customer: draft.state.customer,
    request,
    ...(reopen === undefined ? {} : { reopen }),
    ...(previous === undefined ? {} : { previousOperator: previous }),
  })
}

function completed(draft: Draft, wanted: Wanted): HandoffRequest {
  const { state } = draft
  const topic = wanted.topic ?? topicAtHand(draft)
  const variables: Record<string, Json> = { ...state.collected }
  for (const frame of state.stack) Object.assign(variables, frame.variables)
  return {
    ...(topic ? { topic } : {}),
    ...(wanted.group ? { group: wanted.group } : {}),
    priority: wanted.priority ?? 'normal',
    summary: wanted.summary,
    variables: { ...variables, ...wanted.variables },
    upTo: state.lastMessage,
    reason: wanted.reason,
  }
}

/** What the customer came with: the flow they are in (not a digression above it), else what was understood last. */
function topicAtHand({ state, turn: { rules } }: Draft) {
  const [frame] = state.stack
  const ofFlow = frame && rules.script.topic(frame.release, frame.flow)
  return ofFlow ?? (state.lastIntent && rules.intent(state.lastIntent)?.topic)
}

/** Flows in progress end without their own end; their open buttons go with them. */
export function leaveFlows(draft: Draft, how: 'left' | 'handoff') {
  for (const frame of draft.state.stack) draft.log({ type: 'flowEnded', flow: frame.flow, how })
  draft.closeStepPrompts()
  draft.state = { ...draft.state, stack: [], trail: [] }
}

export function queued(draft: Draft, input: Extract<ConversationInput, { type: 'ticketQueued' }>) {
  if (!answersHandoff(draft, input.answers)) return giveBack(draft, input)
  enterQueue(draft, input.ticket, input.place, input.opensAt)
}

/** The answer this hand-off waits for; news of an earlier ticket may still be under way and must not be taken for it. */
export function answersHandoff({ state }: Draft, answers: MessageNumber | undefined): boolean {
  return state.phase === 'handingOff' && state.handoff === answers
}

/** An answer nobody waits for any more (the hand-off was given up): the ticket must not wait for this customer. */
export function giveBack(
  draft: Draft,
  { ticket, answers }: Extract<ConversationInput, { type: 'ticketQueued' | 'ticketAssigned' }>,
) {
  if (answers !== undefined && ticketOf(draft.state) !== ticket) {
    draft.tellDesk({ type: 'handoffCancelled', ticket })
  }
}

/** The desk took the operator away; the customer hears it and waits with a new card. */
export function requeued(draft: Draft, input: Extract<ConversationInput, { type: 'ticketRequeued' }>) {
  const { state } = draft
  if (state.phase === 'queued' && state.ticket === input.ticket) return
  if (ticketOf(state) !== input.ticket) return
  if (state.phase === 'withOperator' || state.phase === 'closing') {
    draft.log({ type: 'operatorLeft', ticket: state.ticket, operator: state.operator })
    draft.closeStepPrompts()
  }
  draft.sayPhrase('requeued', {}, { author: SYSTEM })
  enterQueue(draft, input.ticket, input.place)
}

function enterQueue(draft: Draft, ticket: TicketId, place: QueuePlace, opensAt?: Instant) {
  draft.forget('refusedHandoff')
  const text = `${placeText(draft, place, opensAt)} ${draft.phrase('queueMeanwhile', {})}`
  const options: readonly ButtonOption[] = [
    { label: draft.phrase('leaveQueue', {}), action: { do: 'leaveQueue' } },
    { label: draft.phrase('leaveEmail', {}), action: { do: 'leaveEmail' } },
  ]
  const control = queueControl(ticket, place, 'waiting')
  const card = draft.say({ text }, { author: SYSTEM, options, control })
  if (!card.prompt) throw new Error('The queue card has buttons')
  enter(draft, 'queued', {
    ticket,
    since: draft.turn.at,
    ahead: place.ahead,
    card: card.number,
    cardPrompt: card.prompt.id,
  })
  draft.log({ type: 'queueEntered', ticket, place })
}

export function moved(draft: Draft, input: Extract<ConversationInput, { type: 'queueMoved' }>) {
  const { state } = draft
  if (state.phase !== 'queued' || state.ticket !== input.ticket) return
  const text = `${placeText(draft, input.place)} ${draft.phrase('queueMeanwhile', {})}`
  draft.state = { ...state, ahead: input.place.ahead }
  draft.replace(state.card, { text }, queueControl(state.ticket, input.place, 'waiting'), state.cardPrompt)
  draft.say({ text: movedText(draft, input.place) }, { author: SYSTEM })
}

function movedText(draft: Draft, { ahead, wait, unstaffed }: QueuePlace) {
  if (unstaffed) return draft.phrase('queuedUnstaffed', { ahead })
  if (!wait) return ahead === 0 ? draft.phrase('queueMovedNext', {}) : draft.phrase('queued', { ahead })
  return draft.phrase('queueMoved', { ahead, ...inMinutes(wait) })
}

function sayPlaceAgain(draft: Draft) {
  const { state } = draft
  if (state.phase !== 'queued') return
  const text =
    state.ahead === 0 ? draft.phrase('queueMovedNext', {}) : draft.phrase('queued', { ahead: state.ahead })
  draft.say({ text: `${text} ${draft.phrase('queueMeanwhile', {})}` }, { author: SYSTEM })
}

function placeText(draft: Draft, place: QueuePlace, opensAt?: Instant): string {
  if (place.unstaffed && opensAt === undefined) return draft.phrase('queuedUnstaffed', { ahead: place.ahead })
  if (opensAt !== undefined) return draft.phrase('queuedClosed', { opens: openingText(draft, opensAt) })
  if (place.wait) return draft.phrase('queuedWithWait', { ahead: place.ahead, ...inMinutes(place.wait) })
  return place.ahead === 0 ? draft.phrase('queuedNext', {}) : draft.phrase('queued', { ahead: place.ahead })
}

function inMinutes(wait: NonNullable<QueuePlace['wait']>) {
  const from = Math.max(1, Math.round(wait.from / minutes(1)))
  return { from, to: Math.max(from, Math.round(wait.to / minutes(1))) }
}

const LOCALES: { readonly [L in Language]: string } = { ru: 'ru-RU', en: 'en-GB' }

/** «сегодня в 10:00», «завтра в 10:00», «23 ноября в 10:00», in the desk's time zone. */
function openingText(draft: Draft, opensAt: Instant): string {
  const { language } = draft.state.customer
  const { timezone: timeZone } = draft.turn.rules.settings.hours
  const day = (at: number) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(at)
  const time = new Intl.DateTimeFormat(LOCALES[language], {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
  }).format(opensAt)
  const join = language === 'ru' ? ' в ' : ' at '
  if (day(opensAt) === day(draft.turn.at)) return (language === 'ru' ? 'сегодня' : 'today') + join + time
  if (day(opensAt) === day(draft.turn.at + minutes(24 * 60)))
    return (language === 'ru' ? 'завтра' : 'tomorrow') + join + time
  return (
    new Intl.DateTimeFormat(LOCALES[language], { timeZone, day: 'numeric', month: 'long' }).format(opensAt) +
    join +
    time
  )
}

function queueControl(ticket: TicketId, place: QueuePlace, state: 'waiting' | 'taken' | 'left'): Control {
  return { kind: 'queue', ticket, ahead: place.ahead, ...(place.wait ? { wait: place.wait } : {}), state }
}

/** The card's last look: taken by an operator or left by the customer. Its buttons die. */
export function settleCard(
  draft: Draft,
  card: MessageNumber,
  prompt: PromptId,
  ticket: TicketId,
  state: 'taken' | 'left',
) {
  draft.closePrompt(prompt)
  const text = state === 'taken' ? draft.phrase('queueCardTaken', {}) : draft.phrase('leftQueue', {})
  draft.replace(card, { text }, queueControl(ticket, { ahead: 0 }, state))
}

/** The customer goes without a person; the desk is told, with an address when one was left. */
export function leaveQueue(draft: Draft, email?: string) {
  const { state } = draft
  if (state.phase !== 'queued') return
  settleCard(draft, state.card, state.cardPrompt, state.ticket, 'left')
  draft.log({ type: 'queueLeft', ticket: state.ticket })
  draft.tellDesk({ type: 'handoffCancelled', ticket: state.ticket, ...(email ? { email } : {}) })
  draft.forget('expecting')
  enter(draft, 'bot', {})
  if (email) draft.sayPhrase('emailKept', { email })
  else draft.sayPhrase('leftQueue', {})
}

/** The desk has no room or is closed: a clear refusal with a way out, no ticket in the queue. */
export function handoffRefused(draft: Draft, input: Extract<ConversationInput, { type: 'handoffRefused' }>) {
  if (answersHandoff(draft, input.answers)) offerEmail(draft, refusalText(draft, input))
}

/** The request itself was set aside: nobody stays between the bot and a person, the way out is that of a full queue. */
export function handoffLost(draft: Draft) {
  offerEmail(draft, draft.phrase('queueFull', {}))
}

function offerEmail(draft: Draft, text: string) {
  enter(draft, 'bot', {})
  draft.state = { ...draft.state, expecting: { kind: 'email' } }
  draft.say({ text }, { options: [{ label: draft.phrase('leaveEmail', {}), action: { do: 'leaveEmail' } }] })
}

function refusalText(draft: Draft, { why, opensAt }: Extract<ConversationInput, { type: 'handoffRefused' }>) {
  if (why === 'queueFull') return draft.phrase('queueFull', {})
  if (opensAt === undefined) return draft.phrase('deskClosedNoHours', {})
  return draft.phrase('deskClosed', { opens: openingText(draft, opensAt) })
}

/** An address arrived: for the ticket in the queue, or for the hand-off that was refused. */
export function keepEmail(draft: Draft, email: string) {
  rememberEmail(draft, email)
  if (draft.state.phase === 'queued') return leaveQueue(draft, email)
  const request = draft.state.refusedHandoff ?? completed(draft, { reason: 'asked', summary: '' })
  const { id, customer } = draft.state
  draft.tellDesk({ type: 'emailLeft', conversation: id, customer, request, email })
  draft.forget('expecting', 'refusedHandoff')
  draft.sayPhrase('emailKept', { email })
}

/** What a site has vouched for is not mixed with what anybody can type: an operator trusts the one as the other. */
function rememberEmail(draft: Draft, email: string) {
  const { customer } = draft.state
  if (!customer.verified) draft.state = { ...draft.state, customer: { ...customer, email } }
}

/** How long the customer waited in the queue until now; 0 outside of it. */
export function waited(draft: Draft) {
  return draft.state.phase === 'queued' ? between(draft.state.since, draft.turn.at) : 0
}
