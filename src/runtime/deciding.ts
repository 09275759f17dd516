/** One batch through the pure rules, in the order of arrival. Nothing is written here. */

import { matterIn } from '../domain/conversation/person-call.ts'
import { type Place, placeOf } from '../domain/conversation/place.ts'
import type { Decision } from '../domain/decision.ts'
import type { Arrived } from '../domain/input.ts'
import { NOTHING_READ, type Reading } from '../domain/nlu.ts'
import type { Rules } from '../domain/rules.ts'
import type { Instant } from '../domain/time.ts'
import type { Turn } from '../domain/turn.ts'
import type { Matcher } from '../nlu/port.ts'
import type { Known } from './aggregates.ts'
import { stopwatch } from './clock.ts'
import type { Domain } from './domain.ts'
import { Draft, type Target } from './draft.ts'
import { aggregateOf, type Entry } from './entry.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'

export interface Means {
  readonly domain: Domain
  readonly rules: { current(): Rules }
  readonly matcher: Matcher
  readonly metrics: Metrics
  readonly log: Log
}

export interface Failure {
  readonly entry: Entry
  readonly error: unknown
}

export interface Decided {
  readonly drafts: readonly Draft[]
  readonly failures: readonly Failure[]
  /** Not looked at in this batch; they come first in the next. */
  readonly postponed: readonly Entry[]
}

// A text that is read costs some 0.2 ms with all that follows from it, and rarely a millisecond to read: those who need no
// reading wait some 15 ms for this many at most.
const READINGS_A_BATCH = 64

/** Decides a batch; `known` holds the stored states of everyone in it. Rejects never. */
export async function decideBatch(
  entries: readonly Entry[],
  known: ReadonlyMap<string, Known>,
  means: Means,
  at: Instant,
): Promise<Decided> {
  const batch = new Batch(known, means, at)
  const began = stopwatch()
  for (const entry of entries) {
    // Only a text that is to be read makes us wait; a thousand relayed messages go through without a pause.
    const waits = batch.decide(entry)
    if (waits) await waits
  }
  means.metrics.took('decide', stopwatch() - began - batch.matching)
  if (batch.matching > 0) means.metrics.took('match', batch.matching)
  return batch.decided()
}

class Batch {
  /** Milliseconds spent on reading texts. */
  matching = 0
  #readings = 0
  readonly #known: ReadonlyMap<string, Known>
  readonly #means: Means
  readonly #rules: Rules
  readonly #at: Instant
  readonly #drafts = new Map<string, Draft>()
  readonly #failures: Failure[] = []
  readonly #postponed: Entry[] = []
  /** Aggregates whose input failed: what came after it waits, so that the order stays. */
  readonly #held = new Set<string>()
  /** Later inputs written in this batch: a stored one with the same key is replaced by it and not handled. */
  readonly #written = new Set<string>()

  constructor(known: ReadonlyMap<string, Known>, means: Means, at: Instant) {
    this.#known = known
    this.#means = means
    this.#rules = means.rules.current()
    this.#at = at
  }

  decided(): Decided {
    const drafts = [...this.#drafts.values()].filter((draft) => !draft.empty)
    return { drafts, failures: this.#failures, postponed: this.#postponed }
  }

  decide(entry: Entry): Promise<void> | undefined {
    const aggregate = aggregateOf(entry.arrived)
    if (this.#held.has(aggregate)) return this.#postpone(entry, aggregate)
    if (entry.from === 'store' && this.#written.has(entry.arrived.key)) return undefined
    try {
      return this.#decide(entry, this.#draft(aggregate, entry))
    } catch (error) {
      return this.#fail(entry, aggregate, error)
    }
  }

  #decide(entry: Entry, draft: Draft): Promise<void> | undefined {
    const { arrived } = entry
    const { target } = draft
    if (!this.#mustRead(arrived, target)) {
      this.#take(entry, arrived, draft)
      return undefined
    }
    if (this.#readings === READINGS_A_BATCH) return this.#postpone(entry, draft.aggregate)
    return this.#readAndTake(entry, arrived, draft)
  }

  #mustRead(arrived: Arrived, target: Target): boolean {
    if (arrived.to === 'desk' || target.to === 'desk') return false
    return (
      arrived.input.type === 'customerSaid' && this.#means.domain.needsReading(target.state, arrived.input)
    )
  }

  async #readAndTake(entry: Entry, arrived: Arrived, draft: Draft): Promise<void> {
    if (arrived.to === 'desk' || arrived.input.type !== 'customerSaid' || draft.target.to === 'desk') return
    const reading = await this.#read(
      matterIn(arrived.input.content.text),
      placeOf(draft.target.state, this.#rules),
    )
    try {
      this.#take(entry, { ...arrived, input: { ...arrived.input, reading } }, draft)
    } catch (error) {
      this.#fail(entry, draft.aggregate, error)
    }
  }

  /** A matcher that fails makes the bot understand nothing; the customer is offered a person, not silence. */
  async #read(text: string, place: Place): Promise<Reading> {
    this.#readings += 1
    const began = stopwatch()
    try {
      return await this.#means.matcher.read(text, { ...place, now: this.#at })
    } catch (error) {
      this.#means.log.error({ err: error }, 'the matcher failed; the text counts as not understood')
      return NOTHING_READ
    } finally {
      this.matching += stopwatch() - began
    }
  }

  #take(entry: Entry, arrived: Arrived, draft: Draft): void {
    const turn = { at: this.#at, key: arrived.key, rules: this.#rules }
    const decision = decisionOn(this.#means.domain, draft.target, arrived, turn)
    draft.take(entry, decision)
    for (const later of decision.later) this.#written.add(later.key)
    this.#means.metrics.decided(arrived.input.type)
  }

  #draft(aggregate: string, { arrived }: Entry): Draft {
    const open = this.#drafts.get(aggregate)
    if (open) return open
    const known = this.#known.get(aggregate) ?? { target: this.#newTarget(arrived), version: 0 }
    const draft = new Draft(aggregate, known.target, known.version, this.#at)
    this.#drafts.set(aggregate, draft)
    return draft
  }

  #newTarget(arrived: Arrived): Target {
    if (arrived.to === 'desk') throw new Error('The store gave no desk.')
    return {
      to: 'conversation',
      state: this.#means.domain.newConversation(arrived.id, this.#at, this.#rules),
    }
  }

  #postpone(entry: Entry, aggregate: string): undefined {
    this.#held.add(aggregate)
    this.#postponed.push(entry)
    return undefined
  }

  #fail(entry: Entry, aggregate: string, error: unknown): undefined {
    this.#held.add(aggregate)
    this.#failures.push({ entry, error })
    return undefined
  }
}

function decisionOn(domain: Domain, target: Target, arrived: Arrived, turn: Turn): Decision<Target> {
  if (arrived.to === 'desk' && target.to === 'desk') {
    const decision = domain.decideDesk(target.state, arrived.input, turn)
    return { ...decision, state: { to: 'desk', state: decision.state } }
  }
  if (arrived.to === 'conversation' && target.to === 'conversation') {
    const decision = domain.decideConversation(target.state, arrived.input, turn)
    return { ...decision, state: { to: 'conversation', state: decision.state } }
  }
  throw new Error(`An input for the ${arrived.to} met the ${target.to}.`)
}
