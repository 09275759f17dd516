/**
 * Inputs: everything that can arrive, in the past tense of the outside world ("the customer said").
 * `at` is when it arrived, stamped by the runtime's clock. Keys make duplicates recognisable.
 */

import type { Customer, HandoffRequest, Priority } from './conversation/state.ts'
import type { QueuePlace, Reminder, Shift } from './desk/state.ts'
import type { SurfaceTrouble } from './event.ts'
import type {
  ConversationId,
  GroupName,
  InputKey,
  MessageNumber,
  OperatorId,
  PromptId,
  TicketId,
  TopicName,
} from './ids.ts'
import type { Content, Json, Language, Score, Variables } from './message.ts'
import type { Reading } from './nlu.ts'
import type { Instant } from './time.ts'

/** Why a message cannot reach its customer, as channels report it. */
export type RefusalReason = 'blockedByUser' | 'chatGone' | 'badContent'

/** What a `call` step got back. `failed` covers refused hosts, time-outs, sizes, non-2xx and bodies that are not JSON. */
export type CallResult =
  | { readonly kind: 'answered'; readonly status: number; readonly body: Json }
  | { readonly kind: 'failed'; readonly why: string }

/** Who somebody is, from a channel's profile or a site's signed hash. */
export interface Profile {
  readonly customer?: Customer['id']
  readonly name?: string
  readonly email?: string
  readonly phone?: string
  readonly language?: Language
  readonly verified?: boolean
  readonly attributes?: Variables
}

export type ConversationInput =
  // from the customer
  | { readonly type: 'customerStarted'; readonly payload?: string; readonly profile?: Profile }
  | {
      readonly type: 'customerSaid'
      readonly content: Content
      /** The channel's or client's own id of the message, echoed back to it. */
      readonly externalId?: string
      readonly profile?: Profile
      /** Filled by the runtime's matcher where `needsReading` says so; adapters leave it out. */
      readonly reading?: Reading
    }
  | { readonly type: 'customerPressed'; readonly prompt: PromptId; readonly option: number }
  | {
      readonly type: 'customerRated'
      readonly ticket: TicketId
      readonly score: Score
      readonly comment?: string
    }
  | { readonly type: 'customerEdited'; readonly message: MessageNumber; readonly content: Content }
  | { readonly type: 'customerIdentified'; readonly profile: Profile }
  | { readonly type: 'customerBlocked' }
  /** They let us write to them again, without a word. */
  | { readonly type: 'customerUnblocked' }
  /** Somebody of ours wrote to the customer in the messenger itself: to be read in the transcript, not to be sent. */
  | {
      readonly type: 'saidByHand'
      readonly content: Content
      /** Whose hand it was; may be empty. */
      readonly name: string
      readonly externalId: string
    }
  // from an operator; `clientKey` of a message is in the input's key
  | {
      readonly type: 'operatorSaid'
      readonly operator: OperatorId
      readonly ticket: TicketId
      readonly content: Content
      /** Where it stands in the desk's messenger, `<surface>:<chat>:<message>`. */
      readonly externalId?: string
    }
  /** An own message of that ticket, put in other words. */
  | {
      readonly type: 'operatorEdited'
      readonly operator: OperatorId
      readonly ticket: TicketId
      readonly message: MessageNumber
      readonly content: Content
      readonly externalId?: string
    }
  | {
      readonly type: 'operatorNoted'
      readonly operator: OperatorId
      readonly ticket: TicketId
      readonly content: Content
      readonly name: string
      readonly externalId?: string
    }
  | { readonly type: 'closingProposed'; readonly operator: OperatorId; readonly ticket: TicketId }
  // from the desk. `answers` is the `upTo` of the hand-off request this answers, and absent in news of an earlier one: news
  // may be under way while the customer leaves and asks again.
  | {
      readonly type: 'ticketQueued'
      readonly ticket: TicketId
      readonly place: QueuePlace
      readonly opensAt?: Instant
      readonly answers?: MessageNumber
    }
  | { readonly type: 'queueMoved'; readonly ticket: TicketId; readonly place: QueuePlace }
  | {
      readonly type: 'ticketAssigned'
      readonly ticket: TicketId
      readonly operator: OperatorId
      readonly operatorName: string
      readonly group: GroupName
      /** The ticket's, to be said with everything that follows from it. */
      readonly version: number
      readonly answers?: MessageNumber
    }
  /** The desk took the operator away (transfer, end of shift); the conversation waits again. */
  | { readonly type: 'ticketRequeued'; readonly ticket: TicketId; readonly place: QueuePlace }
  /** Words of the customer from `since` on were not seen by who put it aside. */
  | {
      readonly type: 'ticketSnoozed'
      readonly ticket: TicketId
      readonly since: Instant
      readonly version: number
    }
  | {
      readonly type: 'ticketClosed'
      readonly ticket: TicketId
      readonly outcome: 'silence' | 'leftQueue' | 'leftEmail' | 'unreachable' | 'solved'
    }
  /** Nobody can take it: the queue is full or the desk is closed; nothing was queued. */
  | {
      readonly type: 'handoffRefused'
      readonly why: 'queueFull' | 'deskClosed'
      readonly opensAt?: Instant
      readonly answers: MessageNumber
    }
  // from the runtime
  | { readonly type: 'callReturned'; readonly call: string; readonly result: CallResult }
  | { readonly type: 'waitOver'; readonly token: string }
  | { readonly type: 'silenceNoticed'; readonly ticket: TicketId; readonly step: 'remind' | 'close' }
  | {
      readonly type: 'deliveryRefused'
      readonly message: MessageNumber
      readonly why: RefusalReason
      readonly detail: string
    }
  /** An input of this conversation failed three times and was set aside. */
  | { readonly type: 'inputParked'; readonly key: InputKey; readonly error: string }

export type DeskInput =
  // from conversations
  | {
      readonly type: 'handoffRequested'
      readonly conversation: ConversationId
      readonly customer: Customer
      readonly request: HandoffRequest
      /** Reopens this closed ticket instead of making a new one. */
      readonly reopen?: TicketId
      /** The operator the customer had last, asked first. */
      readonly previousOperator?: OperatorId
    }
  | { readonly type: 'handoffCancelled'; readonly ticket: TicketId; readonly email?: string }
  /** No ticket was made (refused) and the customer left an address instead. */
  | {
      readonly type: 'emailLeft'
      readonly conversation: ConversationId
      readonly customer: Customer
      readonly request: HandoffRequest
      readonly email: string
    }
  | { readonly type: 'operatorAnswered'; readonly ticket: TicketId; readonly operator: OperatorId }
  // These three carry the `version` the conversation knew; without one they are taken as they are.
  /** The customer wrote into a pending or snoozed ticket. */
  | { readonly type: 'customerReturned'; readonly ticket: TicketId; readonly version?: number }
  | { readonly type: 'closingAsked'; readonly ticket: TicketId; readonly version?: number }
  | {
      readonly type: 'closingRejected'
      readonly ticket: TicketId
      readonly silently: boolean
      readonly version?: number
    }
  | {
      readonly type: 'closingConfirmed'
      readonly ticket: TicketId
      readonly by: 'customer' | 'silence' | 'unreachable'
    }
  | {
      readonly type: 'ticketRated'
      readonly ticket: TicketId
      readonly score: Score
      readonly comment?: string
    }
  // from operators
  | { readonly type: 'shiftChanged'; readonly operator: OperatorId; readonly shift: Shift }
  | { readonly type: 'capacitySet'; readonly operator: OperatorId; readonly capacity: number }
  | { readonly type: 'ticketClaimed'; readonly operator: OperatorId; readonly ticket?: TicketId }
  | {
      readonly type: 'ticketTransferred'
      readonly operator: OperatorId
      readonly ticket: TicketId
      readonly to: { readonly operator: OperatorId } | { readonly group: GroupName }
    }
  | {
      readonly type: 'ticketTagged'
      readonly operator: OperatorId
      readonly ticket: TicketId
      readonly topic?: TopicName
      readonly priority?: Priority
    }
  | {
      readonly type: 'ticketPutAside'
      readonly operator: OperatorId
      readonly ticket: TicketId
      readonly until: Instant
    }
  /** Whatever becomes of the ticket, the operator is told of it at that time. */
  | {
      readonly type: 'reminderSet'
      readonly operator: OperatorId
      readonly ticket: TicketId
      readonly due: Instant
      readonly text: string
    }
  // from admins and the content
  | {
      readonly type: 'operatorEnrolled'
      readonly operator: OperatorId
      readonly name: string
      readonly lead: boolean
      readonly groups: readonly GroupName[]
      readonly capacity?: number
    }
  | { readonly type: 'operatorRemoved'; readonly operator: OperatorId }
  /** A group of a messenger's desk cannot be used as it was; leads hear of it at every desk. */
  | { readonly type: 'surfaceTroubled'; readonly about: SurfaceTrouble }
  // from the runtime
  | { readonly type: 'snoozeOver'; readonly ticket: TicketId; readonly until: Instant }
  | { readonly type: 'reminderDue'; readonly reminder: Reminder }
  /** Look at the queue again: hours, estimates, what customers were told. */
  | { readonly type: 'queueReviewed' }

/** To whom an input goes. There is one desk. */
export type Address = { readonly to: 'conversation'; readonly id: ConversationId } | { readonly to: 'desk' }

export type Arrived =
  | {
      readonly to: 'conversation'
      readonly id: ConversationId
      readonly key: InputKey
      readonly input: ConversationInput
    }
  | { readonly to: 'desk'; readonly key: InputKey; readonly input: DeskInput }

/**
 * An input for later. `due` 0 = at once after the commit. `key` makes it one: a second with the same key and a stored,
 * not yet handled first replaces it (so a timer is moved by writing it again).
 */
export type LaterInput = Arrived & { readonly due: Instant }
