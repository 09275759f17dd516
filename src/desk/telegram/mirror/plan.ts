/** What a ticket's thread needs next, and how urgent it is: the difference between how it is and how it should be. Pure. */
import type { Ticket } from '../../../domain/desk/state.ts'
import { ownerOf } from '../../../domain/desk/ticket.ts'
import { hours, type Instant, instant, later, seconds } from '../../../domain/time.ts'
import type { Thread, Urgency } from '../model.ts'
import type { Rich } from '../transport.ts'
import type { Want } from '../urgency.ts'
import { cardFacts, icon, stateKey } from './card.ts'
import { costOf } from './parts.ts'
import type { Told } from './told.ts'
import { mostUrgent, type NextWords, nextWords, type Page } from './words.ts'

export type Step =
  | { readonly do: 'create' }
  | { readonly do: 'card' }
  | { readonly do: 'reopen' }
  | { readonly do: 'close' }
  | { readonly do: 'rewriteCard' }
  | { readonly do: 'rename'; readonly title: string; readonly icon?: string }
  | { readonly do: 'words'; readonly words: NextWords; readonly told?: string }

export interface Planned extends Omit<Want, 'key'> {
  readonly step: Step
}

export interface Outlook {
  readonly ticket: Ticket
  readonly thread: Thread | undefined
  readonly pending: readonly Told[]
  /** Whether `pending` holds all that waits. */
  readonly whole: boolean
  readonly since: Instant
  readonly now: Instant
  /** Whether the thread stands where the ticket belongs. */
  readonly fits: boolean
  readonly shut: boolean
  readonly title: string
  readonly icons: ReadonlyMap<string, string>
  readonly state: Rich | undefined
  readonly page: Omit<Page, 'told' | 'part' | 'state'>
}

// What the bot said to a customer who is still there: worth reading within the minute.
const TELL_WITHIN = seconds(45)
// How a chat ended, and its thread's closing, wait for the end of a peak, three hours at most: nobody answers there any more,
// and of a low rating the lead hears at once. Done at once, they make customers' words late by ten seconds more (p95, at 20
// chats in a group).
const TIDY_WITHIN = hours(3)

export function plan(outlook: Outlook): Planned | undefined {
  const { ticket, thread, since, fits } = outlook
  const held = ownerOf(ticket) !== undefined
  if (thread === undefined || (held && !fits)) {
    return held ? { step: { do: 'create' }, urgency: 'first', since, cost: 1 } : undefined
  }
  if (thread.card === undefined) return { step: { do: 'card' }, urgency: 'first', since, cost: 1 }
  const words = wordsOf(outlook, thread)
  const back = ticket.status !== 'closed' && thread.closed
  if (outlook.shut || (back && inGroup(thread))) {
    const from = words?.since ?? since
    return {
      step: { do: 'reopen' },
      urgency: back ? 'first' : (words?.urgency ?? 'later'),
      since: from,
      cost: 1,
    }
  }
  return words ?? upkeep(outlook, thread)
}

const inGroup = ({ place }: Thread) => place.chat < 0

function wordsOf(outlook: Outlook, thread: Thread): Planned | undefined {
  const { ticket, pending, whole, page, now } = outlook
  const key = stateKey(ticket)
  const untold = whole && thread.told !== key
  const state = untold && outlook.state !== undefined ? { state: outlook.state } : {}
  const words = nextWords({ ...page, told: pending, part: thread.part ?? 0, ...state })
  if (words === undefined) return undefined
  const step: Step = { do: 'words', words, ...(untold ? { told: key } : {}) }
  const cost = words.kind === 'part' ? costOf(words.part) : words.kind === 'edit' ? 1 : 0
  const urgent = mostUrgent(pending)
  const ofState = state.state === undefined ? undefined : stateUrgency(ticket)
  const urgency = ofState === 'first' ? 'first' : (urgent?.urgency ?? ofState ?? 'later')
  const from = instant(urgent?.since ?? changedAt(ticket, now))
  const within = ticket.status === 'closed' ? TIDY_WITHIN : TELL_WITHIN
  const last = pending.findLast(({ kind }) => kind !== 'here')
  const freshest = last === undefined ? {} : { freshest: last.at }
  return {
    step,
    urgency,
    since: from,
    cost,
    ...freshest,
    ...(urgency === 'later' ? { hurries: later(from, within) } : {}),
  }
}

/** Whoever got the chat must hear of it at once. */
const stateUrgency = ({ status }: Ticket): Urgency => (status === 'active' ? 'first' : 'later')

function changedAt(ticket: Ticket, now: Instant): Instant {
  if (ticket.status === 'active') return ticket.assignedAt
  return ticket.status === 'closed' ? ticket.closedAt : now
}

/** What makes the thread tidy, when there is room. */
function upkeep(outlook: Outlook, thread: Thread): Planned | undefined {
  const { ticket, now, icons } = outlook
  const from = changedAt(ticket, now)
  const want = { urgency: 'later', since: from, cost: 1 } as const
  if (ticket.status === 'closed' && !thread.closed && inGroup(thread)) {
    return { ...want, step: { do: 'close' }, hurries: later(from, TIDY_WITHIN) }
  }
  const wanted = icon(ticket, icons)
  const stale = thread.title !== outlook.title || (wanted !== undefined && thread.icon !== wanted)
  if (stale) {
    const mark = wanted === undefined ? {} : { icon: wanted }
    return { ...want, step: { do: 'rename', title: outlook.title, ...mark } }
  }
  return thread.facts === cardFacts(ticket) ? undefined : { ...want, step: { do: 'rewriteCard' } }
}
