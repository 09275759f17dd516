import type { Receipt } from '../channels/port.ts'
import type { Decision, Refusal } from '../domain/decision.ts'
import type { Effect } from '../domain/effect.ts'
import type { Event } from '../domain/event.ts'
import type { InputKey } from '../domain/ids.ts'
import type { LaterInput } from '../domain/input.ts'
import type { Instant } from '../domain/time.ts'
import type { CommitUnit } from '../store/port.ts'
import type { Entry } from './entry.ts'

export type Target = CommitUnit['target']

interface Handled {
  readonly entry: Entry
  readonly refusal: Refusal | undefined
  /** Nothing followed from it. */
  readonly idle: boolean
}

/** What one aggregate's inputs of a batch come to so far: the state after the last of them and all that follows. */
export class Draft {
  readonly aggregate: string
  readonly expected: number
  readonly at: Instant
  #target: Target
  readonly #handled: Handled[] = []
  readonly #events: Event[] = []
  readonly #effects: Effect[] = []
  readonly #later: LaterInput[] = []

  constructor(aggregate: string, target: Target, expected: number, at: Instant) {
    this.aggregate = aggregate
    this.expected = expected
    this.at = at
    this.#target = target
  }

  get target(): Target {
    return this.#target
  }

  get events(): readonly Event[] {
    return this.#events
  }

  get effects(): readonly Effect[] {
    return this.#effects
  }

  get later(): readonly LaterInput[] {
    return this.#later
  }

  get entries(): readonly Entry[] {
    return this.#handled.map(({ entry }) => entry)
  }

  /** True when nothing was decided on it: there is nothing to commit. */
  get empty(): boolean {
    return this.#handled.length === 0
  }

  take(entry: Entry, { state, events, effects, later, refusal }: Decision<Target>): void {
    this.#target = state
    const idle = events.length + effects.length + later.length === 0
    this.#handled.push({ entry, refusal, idle })
    this.#events.push(...events)
    this.#effects.push(...effects)
    this.#later.push(...later)
  }

  unit(): CommitUnit {
    const arrived: InputKey[] = []
    const handled: LaterInput[] = []
    for (const { entry, refusal, idle } of this.#handled) {
      if (entry.from === 'store') handled.push(entry.arrived)
      // Not remembered, a refusal is told again to whoever missed it; as a duplicate it would look like something done.
      else if (!refusal || !idle) arrived.push(entry.arrived.key)
    }
    return {
      target: this.#target,
      expected: this.expected,
      arrived,
      handled,
      events: this.#events,
      effects: this.#effects,
      later: this.#later,
      at: this.at,
    }
  }

  /** What came from outside and is refused with nothing written: only these may have been done before and go unnoticed. */
  get refusedUnwritten(): readonly InputKey[] {
    return this.#handled.flatMap(({ entry, refusal, idle }) =>
      entry.from === 'outside' && refusal && idle ? [entry.arrived.key] : [],
    )
  }

  /** After the commit: tells each sender what became of the input. `before` are the refused ones that were done once. */
  answer(told: (entry: Entry, receipt: Receipt) => void, before: ReadonlySet<InputKey>): void {
    const done: Receipt = { kind: 'done', at: this.at }
    for (const { entry, refusal } of this.#handled) {
      if (refusal === undefined) told(entry, done)
      else told(entry, before.has(entry.arrived.key) ? { kind: 'duplicate' } : { kind: 'refused', refusal })
    }
  }
}
