/** What leaves for the pages and for whoever writes another client: docs/desk-api.md describes these. Times are ms since 1970. */
import type { Customer } from '../../domain/conversation/state.ts'
import type { Shift } from '../../domain/desk/state.ts'
import type { WhyWaiting } from '../../domain/desk/why.ts'
import type { LeadAlert } from '../../domain/event.ts'
import type { Attachment, Variables } from '../../domain/message.ts'
import type { TicketCard } from './cards.ts'
import type { Line, LineChange } from './lines.ts'

export interface MeView {
  readonly id: string
  readonly name: string
  readonly lead: boolean
  readonly groups: readonly string[]
  readonly shift: Shift
  readonly capacity: number
  readonly maxCapacity: number
  readonly load: number
  readonly desk: DeskView
  /** The server's clock: waiting times are reckoned from it, not from the browser's. */
  readonly now: number
}

/** What `_bot.yml` says that the pages need. */
export interface DeskView {
  readonly bot: string
  readonly groups: readonly {
    readonly name: string
    readonly title: string
    readonly assignment: 'auto' | 'claim'
  }[]
  readonly topics: readonly { readonly name: string; readonly title: string; readonly group: string }[]
  readonly secondLine?: string
  readonly cannedReplies: readonly { readonly name: string; readonly text: string }[]
  /** How the variables of tickets are called for people, by name. */
  readonly variableTitles: { readonly [variable: string]: string }
  /** A wait beyond this is too long; the pages warn from half of it. */
  readonly longWait: number
  readonly fileSize: number
}

export interface ColleagueView {
  readonly id: string
  readonly name: string
  readonly lead: boolean
  readonly groups: readonly string[]
  readonly shift: Shift
  readonly capacity: number
  readonly load: number
}

export interface TicketListView {
  /** Where the stream goes on from. */
  readonly cursor: number
  readonly waiting: number
  readonly tickets: readonly TicketCard[]
}

export interface LinesView {
  readonly lines: readonly Line[]
  /** Older lines lie before this; absent when there are none. */
  readonly before?: number
}

export interface TicketView extends LinesView {
  readonly cursor: number
  readonly ticket: TicketCard
  readonly customer: Customer
  /** The channel refuses to deliver to this customer just now. */
  readonly unreachable: boolean
  readonly variables: Variables
  /** What holds a waiting ticket up; `notWaiting` otherwise. */
  readonly why: WhyWaiting
  readonly earlier: readonly TicketCard[]
}

export type FileView = Attachment

/** What the stream brings. Those with a place in the log carry it as the event's id. */
export type DeskNews =
  | { readonly type: 'ticket'; readonly ticket: TicketCard }
  /** A ticket that was shown is no longer this operator's to see. */
  | { readonly type: 'gone'; readonly ticket: number }
  | { readonly type: 'line'; readonly ticket: number; readonly line: Line }
  | { readonly type: 'change'; readonly ticket: number; readonly change: LineChange }
  | { readonly type: 'me'; readonly shift: Shift; readonly capacity: number }
  | { readonly type: 'alert'; readonly alert: LeadAlert }
  /** The operator's own words to themselves; `text` may be empty. */
  | { readonly type: 'reminder'; readonly ticket: number; readonly text: string }
  | {
      readonly type: 'typing'
      readonly ticket: number
      readonly who: 'customer' | 'operator'
      readonly name?: string
    }
  /** Nothing happened; moves the cursor on. `behind`: seconds the group in a messenger shows customers' words late. */
  | { readonly type: 'beat'; readonly now: number; readonly behind?: number }
  /** Too much was missed: load everything again. */
  | { readonly type: 'reload' }
  /** The session ended: sign in again. */
  | { readonly type: 'bye' }
