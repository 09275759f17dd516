/** Every number and rule of the service, as `flows/_bot.yml` sets them. Times are milliseconds once loaded. */

import type { Priority } from './conversation/state.ts'
import type { GroupName, TopicName } from './ids.ts'
import type { Language } from './message.ts'
import type { Duration } from './time.ts'

/** One day's opening, minutes from midnight in `hours.timezone`; `to` may be 1440. */
export interface OpenSpan {
  readonly from: number
  readonly to: number
}

export interface WorkingHours {
  /** IANA name. */
  readonly timezone: string
  /** Monday first; an empty list = closed that day. */
  readonly week: readonly [
    readonly OpenSpan[],
    readonly OpenSpan[],
    readonly OpenSpan[],
    readonly OpenSpan[],
    readonly OpenSpan[],
    readonly OpenSpan[],
    readonly OpenSpan[],
  ]
  /** Exceptions by local date `YYYY-MM-DD`; an empty list = closed. */
  readonly holidays: { readonly [date: string]: readonly OpenSpan[] }
}

export interface GroupSettings {
  readonly name: GroupName
  readonly title: string
  /** `auto`: the desk gives out tickets; `claim`: operators take them. */
  readonly assignment: 'auto' | 'claim'
}

export interface TopicSettings {
  readonly name: TopicName
  readonly title: string
  readonly group: GroupName
  readonly priority?: Priority
}

export interface Settings {
  readonly bot: { readonly name: string; readonly languages: readonly Language[] }
  readonly hours: WorkingHours
  /** The first one takes what has no topic. */
  readonly groups: readonly GroupSettings[]
  readonly topics: readonly TopicSettings[]
  /** Where [Вторая линия] transfers to. */
  readonly secondLine?: GroupName
  readonly desk: {
    /** Chats at once, for an operator without an own limit. */
    readonly capacity: number
    /** The most an operator may set with `/limit` or at the desk. */
    readonly maxCapacity: number
  }
  readonly queue: {
    /** Waiting tickets beyond which the customer is offered e-mail instead. */
    readonly cap: number
    /** Whether one may queue outside of working hours; otherwise only the e-mail form is offered. */
    readonly acceptWhenClosed: boolean
    /** How often estimates are looked at again. */
    readonly reviewEvery: Duration
    /** Handling time to reckon with before `minSamples` tickets were closed; absent = no estimate until then. */
    readonly typicalHandling?: Duration
    readonly minSamples: number
    /** Tell the customer again when the middle of the range moved by this share (0..1), or the place became "next". */
    readonly tellAgainAt: number
    /** A wait beyond this alerts the lead. */
    readonly longWait: Duration
  }
  readonly closing: {
    /** A silent customer is reminded after, and the chat closed after. Counted from the operator's last message. */
    readonly remindAfter: Duration
    readonly closeAfter: Duration
    /** An unanswered "solved?" is repeated after, and taken as yes after. */
    readonly confirmRemindAfter: Duration
    readonly confirmCloseAfter: Duration
    /** A message this soon after closing reopens the ticket. */
    readonly reopenWithin: Duration
  }
  readonly dialogue: {
    /** Misses in a row that hand over by themselves. */
    readonly missesToHandoff: number
    /** How many readings "did you mean" offers. */
    readonly maxReadings: number
    /** 👍/👎 under answers. */
    readonly votes: boolean
  }
  readonly csat: {
    readonly enabled: boolean
    /** A score up to this alerts the lead. */
    readonly alertAt: number
  }
  readonly limits: {
    /** Longest text of a customer that is kept, in UTF-16 units; the rest is cut off with a word about it. */
    readonly textLength: number
    /** Messages a minute from one conversation; beyond it the channel is asked to slow down. */
    readonly messagesPerMinute: number
    /** Largest file of a customer, bytes. */
    readonly fileSize: number
    /** Hosts `call` may reach, exact, with port where not 443/80: `billing.example.org`, `127.0.0.1:8099`. */
    readonly callHosts: readonly string[]
    /** Largest HTTP answer, bytes. */
    readonly callAnswerSize: number
  }
  /** Ready answers operators insert by `/name`. */
  readonly cannedReplies: { readonly [name: string]: string }
  /** How operators read what flows collect: `card_tail`, `payment.amount` of an HTTP answer, `customer.plan` from the site. */
  readonly variableTitles: { readonly [variable: string]: string }
}
