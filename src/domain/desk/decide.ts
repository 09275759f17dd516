/**
 * The desk's only door. What an input does to its ticket is one verb in one file; then, always the same way: free slots are
 * given out (`assign.ts`), conversations hear what became of their ticket (`news.ts`), those who wait hear of a changed
 * place (`places.ts`). So no verb can leave a waiting ticket beside a free operator, or a customer without the news.
 */
import type { Decision } from '../decision.ts'
import type { DeskInput } from '../input.ts'
import type { Turn } from '../turn.ts'
import { unreachable } from '../unreachable.ts'
import { assignWaiting } from './assign.ts'
import { ticketClaimed } from './claim.ts'
import { closingConfirmed, handoffCancelled, ticketRated } from './close.ts'
import type { Draft } from './draft.ts'
import { alertLead, begin, finish } from './draft.ts'
import { tellConversations } from './news.ts'
import { emailLeft, handoffRequested } from './open.ts'
import { placesOf, tellPlaces } from './places.ts'
import { reminderDue, reminderSet } from './remind.ts'
import { queueReviewed } from './review.ts'
import { capacitySet, operatorEnrolled, operatorRemoved, shiftChanged } from './shift.ts'
import type { Desk } from './state.ts'
import { operatorAnswered, ticketTagged } from './tag.ts'
import { ticketTransferred } from './transfer.ts'
import { closingAsked, closingRejected, customerReturned, snoozeOver, ticketPutAside } from './wake.ts'

/** What follows for the desk from one input. Pure; refusals leave the state as it was. */
export function decideDesk(state: Desk, input: DeskInput, turn: Turn): Decision<Desk> {
  const draft = apply(begin(state, turn), input)
  return finish(draft.refusal === undefined ? settle(draft) : draft, input, turn)
}

function settle(draft: Draft): Draft {
  const given = assignWaiting(draft)
  const places = placesOf(given.desk, given.settings)
  return tellPlaces(tellConversations(given, places), places)
}

function apply(draft: Draft, input: DeskInput): Draft {
  switch (input.type) {
    case 'handoffRequested':
      return handoffRequested(draft, input)
    case 'handoffCancelled':
      return handoffCancelled(draft, input)
    case 'emailLeft':
      return emailLeft(draft, input)
    case 'operatorAnswered':
      return operatorAnswered(draft, input)
    case 'customerReturned':
      return customerReturned(draft, input)
    case 'closingAsked':
      return closingAsked(draft, input)
    case 'closingRejected':
      return closingRejected(draft, input)
    case 'closingConfirmed':
      return closingConfirmed(draft, input)
    case 'ticketRated':
      return ticketRated(draft, input)
    case 'shiftChanged':
      return shiftChanged(draft, input)
    case 'capacitySet':
      return capacitySet(draft, input)
    case 'ticketClaimed':
      return ticketClaimed(draft, input)
    case 'ticketTransferred':
      return ticketTransferred(draft, input)
    case 'ticketTagged':
      return ticketTagged(draft, input)
    case 'ticketPutAside':
      return ticketPutAside(draft, input)
    case 'reminderSet':
      return reminderSet(draft, input)
    case 'operatorEnrolled':
      return operatorEnrolled(draft, input)
    case 'operatorRemoved':
      return operatorRemoved(draft, input)
    case 'snoozeOver':
      return snoozeOver(draft, input)
    case 'surfaceTroubled':
      return alertLead(draft, { kind: 'surface', ...input.about })
    case 'reminderDue':
      return reminderDue(draft, input)
    case 'queueReviewed':
      return queueReviewed(draft)
    default:
      return unreachable(input)
  }
}
