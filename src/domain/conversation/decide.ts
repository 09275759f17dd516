/**
 * The conversation's one pure door: state and input in, decision out. It reads no clock, no store and no channel.
 * `draft.ts` collects what follows; each neighbour is one part of the rules:
 * dialogue and expecting (the bot talks) · acts (flows) · press (buttons) · handoff · queue · operator · closing · rating ·
 * trouble.
 */
import type { Decision } from '../decision.ts'
import { type ConversationId, channelAndChat, customerId, messageNumber } from '../ids.ts'
import type { ConversationInput } from '../input.ts'
import type { Given, Rules } from '../rules.ts'
import type { Instant } from '../time.ts'
import type { Turn } from '../turn.ts'
import { unreachable } from '../unreachable.ts'
import { apply, giveToStep } from './acts.ts'
import { closedByDesk, closingProposed } from './closing.ts'
import { edited, identified, said, started } from './customer.ts'
import { Draft } from './draft.ts'
import { handoffRefused } from './handoff.ts'
import { assigned, operatorEdited, operatorNoted, operatorSaid, saidByHand, snoozed } from './operator.ts'
import { pressed } from './press.ts'
import { nextQuestion } from './questions.ts'
import { moved, queued, requeued } from './queue.ts'
import { rate } from './rating.ts'
import { silenceNoticed } from './silence.ts'
import type { Conversation } from './state.ts'
import { blocked, deliveryRefused, parked, unblocked } from './trouble.ts'

/** A conversation nobody has written in yet, begun at `at`. Nothing is sent. */
export function newConversation(id: ConversationId, at: Instant, rules: Rules): Conversation {
  return {
    phase: 'bot',
    id,
    customer: {
      id: customerId(id),
      language: rules.settings.bot.languages[0] ?? 'ru',
      verified: false,
      attributes: { channel: channelAndChat(id).channel },
    },
    release: rules.release,
    lastMessage: messageNumber(0),
    lastPrompt: 0,
    prompts: [],
    stack: [],
    trail: [],
    misses: 0,
    collected: {},
    lastCustomerAt: at,
  }
}

/** Whether the matcher should read this input first: only a customer's words that the bot is to answer. */
export function needsReading(state: Conversation, input: ConversationInput): boolean {
  if (input.type !== 'customerSaid' || input.reading) return false
  return (state.phase === 'bot' || state.phase === 'queued') && input.content.text.trim() !== ''
}

/** What follows from an input. Never throws for anything a customer or an operator can send. */
export function decideConversation(
  state: Conversation,
  input: ConversationInput,
  turn: Turn,
): Decision<Conversation> {
  const draft = new Draft(onRelease(state, turn), turn)
  handle(draft, input)
  nextQuestion(draft)
  return draft.finish()
}

/** New flows start on the newest release; frames under way keep their own. */
function onRelease(state: Conversation, { rules }: Turn): Conversation {
  return state.release === rules.release ? state : { ...state, release: rules.release }
}

function handle(draft: Draft, input: ConversationInput): void {
  switch (input.type) {
    case 'customerStarted':
      return started(draft, input)
    case 'customerSaid':
      return said(draft, input)
    case 'customerPressed':
      return pressed(draft, input.prompt, input.option)
    case 'customerRated':
      return rate(draft, input.ticket, input.score, input.comment)
    case 'customerEdited':
      return edited(draft, input)
    case 'customerIdentified':
      return identified(draft, input.profile)
    case 'customerBlocked':
      return blocked(draft)
    case 'customerUnblocked':
      return unblocked(draft)
    case 'saidByHand':
      return saidByHand(draft, input)
    case 'operatorSaid':
      return operatorSaid(draft, input)
    case 'operatorEdited':
      return operatorEdited(draft, input)
    case 'operatorNoted':
      return operatorNoted(draft, input)
    case 'closingProposed':
      return closingProposed(draft, input)
    case 'ticketQueued':
      return queued(draft, input)
    case 'queueMoved':
      return moved(draft, input)
    case 'ticketAssigned':
      return assigned(draft, input)
    case 'ticketRequeued':
      return requeued(draft, input)
    case 'ticketSnoozed':
      return snoozed(draft, input)
    case 'ticketClosed':
      return closedByDesk(draft, input)
    case 'handoffRefused':
      return handoffRefused(draft, input)
    case 'callReturned':
      return callReturned(draft, input)
    case 'waitOver':
      return giveToFlow(draft, { kind: 'time', token: input.token })
    case 'silenceNoticed':
      return silenceNoticed(draft, input)
    case 'deliveryRefused':
      return deliveryRefused(draft, input)
    case 'inputParked':
      return parked(draft, input)
    default:
      unreachable(input)
  }
}

function callReturned(draft: Draft, { call, result }: Extract<ConversationInput, { type: 'callReturned' }>) {
  const failure = result.kind === 'failed' ? { why: result.why } : {}
  draft.log({ type: 'callReturned', call, ok: result.kind === 'answered', ...failure })
  giveToFlow(draft, { kind: 'call', call, result })
}

/** A call's answer or a time that came. The flow may be gone by now (an operator has the chat): then nothing follows. */
function giveToFlow(draft: Draft, given: Extract<Given, { kind: 'call' | 'time' }>) {
  if (draft.state.stack.length === 0) return
  const run = giveToStep(draft, given)
  if (run.fits) apply(draft, run)
}
