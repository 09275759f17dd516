/**
 * How much a chat may be written to. Telegram allows 20 calls a minute in a group: messages, edits and thread changes of all
 * threads together, in any sliding minute (its FAQ on groups), and about one message a second to a person. Pure.
 */
import { type Duration, duration, type Instant, instant, later, minutes, seconds } from '../../domain/time.ts'
import type { Lane } from './model.ts'

export interface Allowance {
  readonly calls: number
  readonly within: Duration
  /** Of `calls`, those that only lane `first` may use. */
  readonly reserve: number
}

// A quarter of a second more than Telegram's minute: its clock and ours tick apart.
const MINUTE = duration(minutes(1) + 250)

export const GROUP: Allowance = { calls: 20, within: MINUTE, reserve: 1 }
export const PERSON: Allowance = { calls: 1, within: seconds(1), reserve: 0 }
/** For a Bot API server of one's own, which sets no limits. */
export const UNLIMITED: Allowance = { calls: Number.POSITIVE_INFINITY, within: duration(0), reserve: 0 }

export interface Budget {
  /** When the calls of the last minute ended, oldest first: Telegram counted each of them by then. */
  readonly spent: readonly Instant[]
  /** Calls that have not ended yet. */
  readonly underWay: number
  /** When the last call began. */
  readonly last: Instant
  /** Telegram asked to be left alone until then (429). */
  readonly notBefore: Instant
}

export const UNSPENT: Budget = { spent: [], underWay: 0, last: instant(0), notBefore: instant(0) }

export function begin(budget: Budget, cost: number, now: Instant): Budget {
  return { ...budget, underWay: budget.underWay + cost, last: now }
}

export function end(budget: Budget, cost: number, allowance: Allowance, now: Instant): Budget {
  const underWay = budget.underWay - cost
  if (!Number.isFinite(allowance.calls)) return { ...budget, underWay }
  const since = now - allowance.within
  const spent = budget.spent.filter((at) => at > since)
  for (let n = 0; n < cost; n += 1) spent.push(now)
  return { ...budget, underWay, spent }
}

/** Nothing was called after all. */
export const undo = (budget: Budget, cost: number): Budget => ({
  ...budget,
  underWay: budget.underWay - cost,
})

export const holdBack = (budget: Budget, until: Instant): Budget =>
  until > budget.notBefore ? { ...budget, notBefore: until } : budget

/** When a call of this lane may begin: now or earlier, or later; undefined while only the end of another can make room. */
export function earliest(
  budget: Budget,
  allowance: Allowance,
  { lane, cost }: { readonly lane: Lane; readonly cost: number },
  now: Instant,
): Instant | undefined {
  if (!Number.isFinite(allowance.calls)) return budget.notBefore
  const limit = limitOf(allowance, lane)
  // An album may be larger than what its lane is ever given at once.
  const room = limit - Math.min(cost, limit)
  if (budget.underWay > room) return undefined
  const fresh = budget.spent.filter((at) => at > now - allowance.within)
  const over = fresh.length + budget.underWay - room
  const leaves = over > 0 ? fresh[over - 1] : undefined
  const free = leaves === undefined ? instant(0) : later(leaves, allowance.within)
  const paced =
    lane === 'first' ? instant(0) : later(budget.last, gap(allowance, fresh.length + budget.underWay))
  return instant(Math.max(budget.notBefore, free, paced))
}

// Of 20 a minute the board, renames and reactions are kept to 12, so that a customer's words find room when they come.
const LATER_SHARE = 0.6

function limitOf({ calls, reserve }: Allowance, lane: Lane): number {
  if (lane === 'first') return calls
  return Math.max(1, lane === 'relay' ? calls - reserve : Math.floor(calls * LATER_SHARE))
}

// Up to 8 of 20 a minute nothing waits. From there on calls are spread more and more, up to one every three seconds: spent
// at once, the minute would be followed by most of a minute of silence, also for alerts.
const EASY_SHARE = 0.4

function gap({ calls, within, reserve }: Allowance, used: number): Duration {
  const easy = calls * EASY_SHARE
  const hard = calls - reserve
  if (used <= easy || hard <= easy) return duration(0)
  return duration((Math.min(1, (used - easy) / (hard - easy)) * within) / calls)
}

/** What must survive a restart, so that the next process does not spend the same minute again. */
export interface SpentNote {
  readonly spent: readonly number[]
  readonly notBefore: number
}

/** Calls under way count from `now`; the next process cannot know when they end. */
export function noteOf({ spent, underWay, notBefore }: Budget, now: Instant): SpentNote {
  return { spent: [...spent, ...new Array<number>(underWay).fill(now)], notBefore }
}

// A call that was under way at a kill may have been counted as late as this after it began.
const STRAGGLER = seconds(2)

export function budgetOf({ spent, notBefore }: SpentNote): Budget {
  return { ...UNSPENT, spent: spent.map((at) => instant(at + STRAGGLER)), notBefore: instant(notBefore) }
}
