/**
 * Events: what happened, as the log keeps it for ever. Transcripts, reports and the live pages read these and nothing else.
 * Conversation events carry everything a reader needs, so that no reader joins states.
 */
import type { HandoffRequest } from './conversation/state.ts'
import type { DeskOperator, QueuePlace, Reminder, Ticket } from './desk/state.ts'
import type { FlowName, IntentName, MessageNumber, OperatorId, PromptId, TicketId } from './ids.ts'
import type { Profile, RefusalReason } from './input.ts'
import type { AnswerSource, Content, Json, Outgoing, Score } from './message.ts'
import type { RankedIntent } from './nlu.ts'

export type ConversationEvent =
  // transcript lines: these four are the only ones with message numbers of their own
  | {
      readonly type: 'customerSaid'
      readonly number: MessageNumber
      readonly content: Content
      readonly externalId?: string
      readonly ticket?: TicketId
    }
  /** Bot, system and operator messages to the customer, exactly as sent; and what was written past us. */
  | {
      readonly type: 'messageSent'
      readonly message: Outgoing
      readonly ticket?: TicketId
      readonly source?: AnswerSource
      /** The desk's own id of what an operator wrote in a messenger, the customers' of what was written there by hand. */
      readonly externalId?: string
    }
  | {
      readonly type: 'noteAdded'
      readonly number: MessageNumber
      readonly externalId?: string
      readonly operator: OperatorId
      readonly name: string
      readonly content: Content
      readonly ticket: TicketId
    }
  /** A button the customer pressed, shown in the transcript by its label. */
  | {
      readonly type: 'buttonPressed'
      readonly number: MessageNumber
      readonly prompt: PromptId
      readonly option: number
      readonly label: string
      readonly ticket?: TicketId
    }
  // changes of earlier lines
  | {
      readonly type: 'messageEdited'
      readonly number: MessageNumber
      readonly content: Content
      /** Absent: the customer. */
      readonly by?: OperatorId
      readonly externalId?: string
      readonly ticket?: TicketId
    }
  /** An earlier message now looks so (queue card, stars). */
  | { readonly type: 'messageReplaced'; readonly message: Outgoing }
  | { readonly type: 'promptClosed'; readonly prompt: PromptId; readonly chosen?: number }
  // what was understood and done
  | { readonly type: 'conversationStarted'; readonly payload?: string; readonly profile?: Profile }
  | { readonly type: 'customerIdentified'; readonly profile: Profile }
  | {
      readonly type: 'textUnderstood'
      readonly number: MessageNumber
      readonly verdict: 'sure' | 'between' | 'unsure'
      readonly intents: readonly RankedIntent[]
    }
  | { readonly type: 'intentChosen'; readonly intent: IntentName; readonly among: readonly IntentName[] }
  | { readonly type: 'flowStarted'; readonly flow: FlowName; readonly digression: boolean }
  | { readonly type: 'flowEnded'; readonly flow: FlowName; readonly how: 'end' | 'handoff' | 'left' }
  | { readonly type: 'variableSet'; readonly flow: FlowName; readonly name: string; readonly value: Json }
  | { readonly type: 'wishMade'; readonly flow: FlowName; readonly wish: string }
  | {
      readonly type: 'answerVoted'
      readonly about: AnswerSource
      readonly good: boolean
      readonly comment?: string
    }
  | { readonly type: 'answerSolved'; readonly about: AnswerSource; readonly yes: boolean }
  | { readonly type: 'callMade'; readonly call: string; readonly method: string; readonly url: string }
  | { readonly type: 'callReturned'; readonly call: string; readonly ok: boolean; readonly why?: string }
  // people
  | { readonly type: 'handoffRequested'; readonly request: HandoffRequest }
  | { readonly type: 'queueEntered'; readonly ticket: TicketId; readonly place: QueuePlace }
  | { readonly type: 'queueLeft'; readonly ticket: TicketId }
  | {
      readonly type: 'operatorJoined'
      readonly ticket: TicketId
      readonly operator: OperatorId
      readonly name: string
    }
  | { readonly type: 'operatorLeft'; readonly ticket: TicketId; readonly operator: OperatorId }
  | { readonly type: 'closingProposed'; readonly ticket: TicketId; readonly operator: OperatorId }
  | { readonly type: 'closingRejected'; readonly ticket: TicketId }
  | {
      readonly type: 'chatClosed'
      readonly ticket: TicketId
      readonly by: 'customer' | 'silence' | 'unreachable' | 'desk'
    }
  | {
      readonly type: 'ratingGiven'
      readonly ticket: TicketId
      readonly score: Score
      readonly comment?: string
      readonly operator?: OperatorId
    }
  // trouble
  | { readonly type: 'customerBlocked' | 'customerUnblocked'; readonly ticket?: TicketId }
  | {
      readonly type: 'deliveryRefused'
      readonly number: MessageNumber
      readonly why: RefusalReason
      readonly detail: string
      readonly ticket?: TicketId
    }
  | { readonly type: 'inputParked'; readonly key: string; readonly error: string }

/** Desk events carry the ticket (or operator) as it is after the change; the store keeps the last one as the ticket's row. */
export type DeskEvent =
  | {
      readonly type:
        | 'ticketOpened'
        | 'ticketAssigned'
        | 'ticketRequeued'
        | 'ticketAnswered'
        | 'ticketPending'
        | 'ticketSnoozed'
        | 'ticketWoken'
        | 'ticketTagged'
        | 'ticketTransferred'
        | 'closingRejected'
        | 'ticketClosed'
        | 'ticketReopened'
        | 'ticketRated'
      readonly ticket: Ticket
      /** Who did it, when a person did. */
      readonly by?: OperatorId
    }
  | { readonly type: 'operatorChanged'; readonly operator: DeskOperator }
  | { readonly type: 'operatorRemoved'; readonly operator: OperatorId }
  /** The time came that an operator set for themselves. */
  | { readonly type: 'ticketReminded'; readonly reminder: Reminder }
  /** For leads: a low rating, a queue at its cap, … */
  | { readonly type: 'leadAlerted'; readonly about: LeadAlert }

export type LeadAlert =
  | {
      readonly kind: 'lowRating'
      readonly ticket: TicketId
      readonly score: Score
      readonly comment?: string
    }
  | { readonly kind: 'queueFull'; readonly waiting: number }
  | { readonly kind: 'longWait'; readonly ticket: TicketId }
  | ({ readonly kind: 'surface' } & SurfaceTrouble)

/**
 * A messenger's desk needs a person. `title`: the group's name. `kicked`, `rights`, `noThreads`: nothing can be written there.
 * `lacks`: what of its rights, in the messenger's names. `fallback`: an operator's own thread could not be used,
 * `detail` says why in the messenger's words. `slowed`: customers' words are that many seconds late.
 */
export type SurfaceTrouble =
  | { readonly trouble: 'kicked' | 'noThreads'; readonly title: string }
  | { readonly trouble: 'rights'; readonly title: string; readonly lacks: readonly string[] }
  | {
      readonly trouble: 'fallback'
      readonly ticket: TicketId
      readonly operator: OperatorId
      readonly why: NoOwnThread
      readonly detail: string
    }
  | { readonly trouble: 'slowed'; readonly title: string; readonly seconds: number }

/** They never opened the bot, or have blocked it; the bot may not make threads; the thread is gone. */
export type NoOwnThread = 'notStarted' | 'blocked' | 'noThreads' | 'threadGone'

export type Event = ConversationEvent | DeskEvent
