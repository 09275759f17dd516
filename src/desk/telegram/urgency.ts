/** What goes next in a chat: by urgency, then who waited longest. Pure; `chat-line.ts` does it. */
import { type Instant, instant } from '../../domain/time.ts'
import { type Allowance, type Budget, earliest, usedShare } from './budget.ts'
import type { Urgency } from './model.ts'

/** Something one would like to do in a chat. One key is one thing: wanted again, it replaces itself. */
export interface Want {
  readonly key: string
  readonly urgency: Urgency
  /** Since when it waits. */
  readonly since: Instant
  /** Calls it takes of the chat's budget; an album takes one for each of its files. */
  readonly cost: number
  /** Of urgency `later`: from then on it counts as `relay`, because it must happen some day. */
  readonly hurries?: Instant
  /** When the last of it came: somebody who writes in bursts may not have finished. */
  readonly freshest?: Instant
  /** Tried also while the chat rests. */
  readonly insists?: true
  /** It failed and is tried again then. */
  readonly notBefore?: Instant
}

/** Do this now, or look again then. */
export type Choice<W> = { readonly go: W } | { readonly look: Instant }

/** Undefined when nothing is wanted, or all that is can go only after a call under way has ended. */
export function choose<W extends Want>(
  wants: Iterable<W>,
  budget: Budget,
  allowance: Allowance,
  now: Instant,
): Choice<W> | undefined {
  let finished: W | undefined
  let speaking: W | undefined
  let look = Number.POSITIVE_INFINITY
  const used = usedShare(budget, allowance, now)
  for (const want of wants) {
    const ripe = Math.max(want.notBefore ?? 0, used > SHORT ? burstOver(want, PATIENCE_MS) : 0)
    if (ripe > now) look = Math.min(look, ripe)
    else if (used > FULL && burstOver(want, LONG_PATIENCE_MS) > now) speaking = first(want, speaking, now)
    else finished = first(want, finished, now)
  }
  // Who is still speaking waits for nothing that could wait itself.
  const best = finished && urgencyOf(finished, now) !== 'later' ? finished : (speaking ?? finished)
  if (best !== undefined) {
    const urgency = urgencyOf(best, now)
    const free = earliest(budget, allowance, { urgency, cost: best.cost }, now)
    if (free !== undefined && free <= now) return { go: best }
    if (free !== undefined) look = Math.min(look, free)
    if (best.hurries !== undefined && best.hurries > now) look = Math.min(look, best.hurries)
  }
  return Number.isFinite(look) ? { look: instant(look) } : undefined
}

// People write in bursts, some seconds between the messages. While the minute is short, the rest of a burst is waited for:
// three messages as one call are two calls saved. When it is full, those who have finished go before those who have not.
const BURST_MS = 3_500
const PATIENCE_MS = 5_000
const LONG_PATIENCE_MS = 15_000
const SHORT = 0.5
const FULL = 0.85

const burstOver = ({ urgency, since, freshest }: Want, patience: number): number =>
  urgency === 'relay' && freshest !== undefined ? Math.min(freshest + BURST_MS, since + patience) : 0

/** Lower goes first. */
export const RANK: { readonly [U in Urgency]: number } = { first: 0, relay: 1, later: 2 }

const urgencyOf = ({ urgency, hurries }: Want, now: Instant): Urgency =>
  urgency === 'later' && hurries !== undefined && hurries <= now ? 'relay' : urgency

function first<W extends Want>(one: W, other: W | undefined, now: Instant): W {
  if (other === undefined) return one
  const rank = RANK[urgencyOf(one, now)] - RANK[urgencyOf(other, now)]
  return rank < 0 || (rank === 0 && turnOf(one) < turnOf(other)) ? one : other
}

/** What could wait does not pass those who wait when its time has come. */
const turnOf = ({ urgency, since, hurries }: Want): Instant =>
  urgency === 'later' && hurries ? hurries : since

// Below this nobody notices; a call takes a fifth of a second by itself.
const NOTICEABLE_MS = 5_000

/** How long the people's words wait that wait longest, in whole seconds; 0 when all is shown at once. */
export function behind(wants: Iterable<Want>, now: Instant): number {
  let longest = 0
  for (const want of wants) {
    if (want.urgency !== 'later') longest = Math.max(longest, now - want.since)
  }
  return longest < NOTICEABLE_MS ? 0 : Math.round(longest / 1000)
}
