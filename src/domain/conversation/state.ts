import type { QueuePlace } from '../desk/state.ts'
import type {
  ConversationId,
  CustomerId,
  FlowName,
  GroupName,
  IntentName,
  MessageNumber,
  OperatorId,
  PromptId,
  ReleaseId,
  TicketId,
  TopicName,
} from '../ids.ts'
import type { AnswerSource, Language, Prompt, Score, Variables } from '../message.ts'
import type { Instant } from '../time.ts'

/** The person, as far as this conversation knows. Nothing here is trusted unless `verified`. */
export interface Customer {
  readonly id: CustomerId
  readonly name?: string
  readonly email?: string
  readonly phone?: string
  readonly language: Language
  /** True when the site signed who this is. */
  readonly verified: boolean
  /** What the site or channel told about the person: plan, city … */
  readonly attributes: Variables
}

/** Where a flow stands. `node` is an index into the flow's compiled graph; frames above it run first. */
export interface Frame {
  readonly release: ReleaseId
  readonly flow: FlowName
  readonly node: number
  /** Names with a ? in front are the flow language's own marks, and nobody else's business. */
  readonly variables: Variables
  /** Wrong answers given to the step that waits now. */
  readonly attempts: number
  /** Position inside a guide (its current step), else 0. */
  readonly position: number
  /** True for a frame that a digression put above the interrupted one. */
  readonly digression: boolean
}

/** Something the bot asked outside of any flow. */
export type Expecting =
  | { readonly kind: 'email'; readonly ticket?: TicketId }
  | { readonly kind: 'badAnswerReason'; readonly about: AnswerSource }
  | { readonly kind: 'ratingComment'; readonly ticket: TicketId }

/** A question of the customer's that has not had its turn. */
export interface WaitingQuestion {
  readonly intent: IntentName
  /** Kind → value, as `slotsOf` gives them. */
  readonly known: Variables
}

/** The last closed ticket: what a rating, a comment or a reopening is about. */
export interface ClosedTicket {
  readonly ticket: TicketId
  readonly operator?: OperatorId
  readonly operatorName?: string
  readonly closedAt: Instant
  readonly score?: Score
  /** The message with the stars and its prompt, to be updated in place. */
  readonly ratingMessage?: MessageNumber
  readonly ratingPrompt?: PromptId
  /** The topic it was handed over with: a new message on the same topic goes on with the ticket. */
  readonly topic?: TopicName
}

/** Operators' messages of one ticket, the last `MAX_SPOKEN` of each. */
export interface Spoken {
  readonly ticket: TicketId
  readonly by: { readonly [operator: OperatorId]: readonly MessageNumber[] }
}

/** What every phase has. Keys that come and go may be undefined: JSON drops them, so no reader tells the two apart. */
export interface ConversationCommon {
  readonly id: ConversationId
  readonly customer: Customer
  /** The release new flows start on; frames keep their own. */
  readonly release: ReleaseId
  /** Last used message number. */
  readonly lastMessage: MessageNumber
  /** Last used prompt number. */
  readonly lastPrompt: number
  /** Open prompts, oldest first, at most `MAX_PROMPTS`. */
  readonly prompts: readonly Prompt[]
  /** Flows in progress, outermost first. */
  readonly stack: readonly Frame[]
  /** The stack as it was before each of the last answers, newest last, at most `MAX_TRAIL`: where «назад» goes. */
  readonly trail: readonly (readonly Frame[])[]
  /** The step's question that is open now, so that it can be put again. */
  readonly openPrompt?: PromptId | undefined
  readonly expecting?: Expecting | undefined
  /** Questions of the customer's message that wait until the flow of the first is over, with what it told about them. */
  readonly waiting?: readonly WaitingQuestion[] | undefined
  /** What the text behind an open "did you mean" told, for whatever is chosen. */
  readonly told?: Variables | undefined
  /** Texts in a row that were not understood. */
  readonly misses: number
  /** Variables of flows that ended since the last ticket, for the hand-off's card. */
  readonly collected: Variables
  /** The intent that was understood last, for the ticket's topic. */
  readonly lastIntent?: IntentName
  /** What the customer asked last, shortened: on the ticket's card it says more than «оператор». */
  readonly lastQuestion?: string | undefined
  readonly closed?: ClosedTicket | undefined
  /** The topic of the last hand-off. */
  readonly handoffTopic?: TopicName
  /** A hand-off the desk refused (full, closed): kept until the customer leaves an address or goes on. */
  readonly refusedHandoff?: HandoffRequest | undefined
  /** Who said which of the last ticket's messages: only their own may they put in other words. */
  readonly spoken?: Spoken | undefined
  /** When the customer last said or pressed anything. */
  readonly lastCustomerAt: Instant
  /** The channel refuses to deliver (blocked, deleted). Cleared by the customer's next message. */
  readonly unreachable?: boolean | undefined
}

/** Whose chat it is. */
export interface Chat {
  readonly ticket: TicketId
  readonly operator: OperatorId
  readonly operatorName: string
  readonly group: GroupName
  /** The ticket's version as last heard from the desk; goes with what is told to it. */
  readonly version: number
}

/**
 * One customer on one channel. Who may speak is the phase's matter: only `withOperator` and `closing` have an operator,
 * and in them the bot is silent.
 */
export type Conversation =
  | (ConversationCommon & { readonly phase: 'bot' })
  /** The desk was asked, its answer is on the way (it comes by a later input within the same second). */
  | (ConversationCommon & { readonly phase: 'handingOff'; readonly handoff: number })
  | (ConversationCommon & {
      readonly phase: 'queued'
      readonly ticket: TicketId
      readonly since: Instant
      /** As the customer heard it last. */
      readonly place: QueuePlace
      /** Outside of working hours: when the desk opens. */
      readonly opensAt?: Instant
      /** The queue card's message and its prompt, updated in place. */
      readonly card: MessageNumber
      readonly cardPrompt: PromptId
    })
  | (ConversationCommon &
      Chat & {
        readonly phase: 'withOperator'
        /** True until the operator's first message; the desk is told then (FRT). */
        readonly unanswered: boolean
        /** Set while the desk keeps the ticket aside (snoozed): the customer's next message wakes it. */
        readonly asleep: boolean
        readonly lastOperatorAt: Instant
        /** A silence timer is under way; it looks at the dates when it fires, so that messages need not move it. */
        readonly silenceWatched: boolean
        /** Reminders sent since the customer went silent. */
        readonly reminded: boolean
      })
  | (ConversationCommon &
      Chat & {
        readonly phase: 'closing'
        readonly proposedAt: Instant
        readonly reminded: boolean
      })

export type Phase = Conversation['phase']

/** The states in which an operator has the chat. */
export type Attended = Extract<Conversation, { phase: 'withOperator' | 'closing' }>

/** What a hand-off carries to the desk. */
export interface HandoffRequest {
  readonly topic?: TopicName
  readonly group?: GroupName
  readonly priority: Priority
  /** One or two sentences: what the customer wants, what the bot tried. */
  readonly summary: string
  readonly variables: Variables
  /** The message the request came with; the transcript up to it is the bot's part. */
  readonly upTo: MessageNumber
  readonly reason: HandoffReason
}

export type Priority = 'low' | 'normal' | 'high' | 'urgent'
export type HandoffReason = 'asked' | 'misses' | 'flow' | 'badAnswer' | 'notSolved' | 'poison' | 'reopened'

// 8 prompts are a day of an active dialogue; older buttons answer "this one is from the past". Each costs some 200 bytes
// of state that is read and written with every message.
export const MAX_PROMPTS = 8

// Three questions back is as far as people remember; each costs a copy of the stack in the state.
export const MAX_TRAIL = 3

// People correct what they see on the screen; each costs some 4 bytes of the state.
export const MAX_SPOKEN = 50
