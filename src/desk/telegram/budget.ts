/**
 * How much a chat may be written to. Telegram allows 20 calls a minute in a group: messages, edits and thread changes of all
 * threads together, in any sliding minute (its FAQ on groups), and about one message a second to a person. Pure.
 */
import { type Duration, duration, type Instant, instant, minutes, seconds } from '../../domain/time.ts'
import type { Urgency } from './model.ts'

export interface Allowance {
  readonly calls: number
  readonly within: Duration
  /** Calls that must be free for urgency `first`, now or within seconds, after every call of urgency `relay`. */
  readonly reserve: number
}

// A little more than Telegram's minute: its clock and ours tick apart.
const MINUTE = duration(minutes(1) + 150)

export const GROUP: Allowance = { calls: 20, within: MINUTE, reserve: 2 }
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

/** When a call of this urgency may begin: now or earlier, or later; undefined while only the end of another can make room. */
export function earliest(
  budget: Budget,
  allowance: Allowance,
  { urgency, cost }: { readonly urgency: Urgency; readonly cost: number },
  now: Instant,
): Instant | undefined {
  const { calls, reserve } = allowance
  if (!Number.isFinite(calls)) return budget.notBefore
  const fresh = freshIn(budget, allowance, now)
  const limits =
    urgency === 'later'
      ? [{ limit: Math.floor(calls * LATER_SHARE), ahead: 0 }]
      : [{ limit: calls, ahead: 0 }]
  if (urgency === 'relay') limits.push({ limit: calls - reserve, ahead: AHEAD_MS })
  let at = Math.max(
    budget.notBefore,
    urgency === 'first' ? 0 : budget.last + gap(allowance, fresh.length + budget.underWay),
  )
  for (const { limit, ahead } of limits) {
    // An album may be larger than what its urgency is ever given at once.
    const most = Math.max(1, limit)
    const room = most - Math.min(cost, most)
    if (budget.underWay > room) return undefined
    const leaves = fresh[fresh.length + budget.underWay - room - 1]
    if (leaves !== undefined) at = Math.max(at, leaves + allowance.within - ahead)
  }
  return instant(at)
}

const freshIn = ({ spent }: Budget, { within }: Allowance, now: Instant): readonly Instant[] =>
  spent.filter((at) => at > now - within)

// Of 20 a minute the board, renames and closings are kept to 10, so that a customer's words find room when they come.
const LATER_SHARE = 0.5

// Two calls must be free now or within six seconds after every relay: what is of urgency `first` is never farther away. Kept
// free all the time they would be a tenth of the minute; so they cost next to nothing.
const AHEAD_MS = 6_000

// Up to 8 of 20 a minute nothing waits. From there on calls are spread more and more, up to one every three seconds: spent
// at once, the minute would be followed by most of a minute of silence.
const EASY_SHARE = 0.4
// A little faster than the minute refills, so that a quiet moment is made up for.
const CATCH_UP = 0.85

function gap({ calls, within }: Allowance, used: number): Duration {
  const easy = calls * EASY_SHARE
  const hard = calls - 1
  if (used <= easy || hard <= easy) return duration(0)
  return duration((CATCH_UP * Math.min(1, (used - easy) / (hard - easy)) * within) / calls)
}

/** How much of the allowance is used now, 0 to 1; 0 where one call follows the other anyway. */
export function usedShare(budget: Budget, allowance: Allowance, now: Instant): number {
  const { calls } = allowance
  return calls === 1 ? 0 : (freshIn(budget, allowance, now).length + budget.underWay) / calls
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
