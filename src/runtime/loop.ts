/**
 * The one path: inputs that wait together are loaded, decided, committed in one transaction, and only then answered, shown
 * and delivered. There is one loop in a process and one batch at a time; everything else hands things to it.
 *
 * What is not committed goes back to the front of the backlog (from outside) or is still in the store (later inputs), so
 * every odd end, a conflict, a duplicate, a failure, is the same: the next batch looks at it again.
 */
import type { Receipt, Submit } from '../channels/port.ts'
import type { InputKey } from '../domain/ids.ts'
import type { Arrived } from '../domain/input.ts'
import type { Clock } from '../domain/time.ts'
import { later, seconds } from '../domain/time.ts'
import { type CommitResult, type DeliveryOutcome, type Store, StoreError } from '../store/port.ts'
import { Aggregates } from './aggregates.ts'
import { Backlog } from './backlog.ts'
import { type Decided, decideBatch, type Failure, type Means } from './deciding.ts'
import type { Draft } from './draft.ts'
import type { Entry } from './entry.ts'
import { Intake } from './intake.ts'
import { Outcomes } from './outcomes.ts'
import { Poison } from './poison.ts'
import { Timers } from './timers.ts'

export interface LoopParts extends Means {
  readonly store: Store
  readonly clock: Clock
  /** An input that changes nothing much, with a fresh key; sent in to see whether the store works again. */
  pulse(): Arrived
  /** A unit of the batch is durable: show its events, deliver its effects. Must not throw. */
  committed(draft: Draft, result: CommitResult & { readonly kind: 'committed' }): void
}

// Beyond a few hundred rows one fsync more costs less than 1 % of a batch's time, and the first of them would wait longer.
const BATCH = 256
// While the store refuses, it is asked again this often; senders are told the same.
const STORE_PAUSE = seconds(1)

export class Loop {
  readonly #parts: LoopParts
  readonly #aggregates: Aggregates
  readonly #backlog = new Backlog()
  readonly #intake = new Intake()
  readonly #timers: Timers
  readonly #outcomes: Outcomes
  readonly #poison: Poison
  #running: Promise<void> | undefined
  #stopping = false
  #trouble: Error | undefined

  constructor(parts: LoopParts) {
    this.#parts = parts
    this.#aggregates = new Aggregates(parts.store)
    this.#timers = new Timers(parts.store, parts.clock, this.#wake)
    this.#outcomes = new Outcomes(parts.clock, this.#wake)
    this.#poison = new Poison(parts)
  }

  /** Inputs taken and not answered yet. */
  get backlog(): number {
    return this.#backlog.size
  }

  /** What the store said last, while it refuses; undefined when all is well. */
  get trouble(): Error | undefined {
    return this.#trouble
  }

  /** Begins with what fell due while nobody ran. */
  start(): void {
    this.#wake()
  }

  readonly submit: Submit = (arrived) => {
    const twin = this.#backlog.twin(arrived)
    if (twin) return twin
    const refused = this.#refuse(arrived)
    if (refused) {
      this.#parts.metrics.answered(arrived.input.type, refused)
      return Promise.resolve(refused)
    }
    const receipt = this.#backlog.add(arrived)
    this.#wake()
    return receipt
  }

  /** What became of a delivery; written with the next commit, which does not wait for others when it must be `soon`. */
  readonly report = (outcome: DeliveryOutcome, soon = false): void => this.#outcomes.add(outcome, soon)

  /** Resolves when all that was reported by now is committed; never, when the loop ends before. */
  readonly reported = (): Promise<void> => this.#outcomes.written()

  /** Takes nothing more, finishes the batch under way, and tells the rest to come again. */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#running
    this.#timers.stop()
    for (const entry of this.#backlog.take(this.#backlog.size)) this.#answer(entry, STOPPING)
  }

  /** The last outcomes, after `stop`. */
  async flush(): Promise<void> {
    const outcomes = this.#outcomes.take()
    if (outcomes.length > 0) await this.#parts.store.commit([], outcomes)
  }

  #refuse(arrived: Arrived): Receipt | undefined {
    if (this.#stopping) return STOPPING
    if (this.#trouble) return UNAVAILABLE
    const { rules, clock } = this.#parts
    const { messagesPerMinute } = rules.current().settings.limits
    return this.#intake.refuse(arrived, this.#backlog.size, messagesPerMinute, clock.now())
  }

  readonly #wake = (): void => {
    if (this.#running || this.#stopping || this.#trouble) return
    this.#running = this.#run().finally(() => {
      this.#running = undefined
      if (this.#hasWork()) this.#wake()
    })
  }

  async #run(): Promise<void> {
    do {
      // Once a batch: whatever else arrived in this turn of the event loop joins it, and after it others get their turn.
      await aTurnOfTheEventLoop()
      await this.#turn()
    } while (this.#hasWork())
  }

  #hasWork(): boolean {
    if (this.#stopping || this.#trouble) return false
    return !this.#backlog.empty || this.#timers.pressing || this.#outcomes.pressing
  }

  async #turn(): Promise<void> {
    const entries: Entry[] = []
    const outcomes = this.#outcomes.take()
    try {
      await this.#timers.refill(this.#parts.clock.now())
      for (const arrived of this.#timers.take(BATCH / 2)) entries.push({ from: 'store', arrived })
      entries.push(...this.#backlog.take(BATCH - entries.length))
      await this.#attempt(entries, outcomes)
      this.#outcomes.committed()
    } catch (error) {
      this.#outcomes.putBack(outcomes)
      this.#pause(entries, error)
    }
  }

  /** Rejects only when the store does not work; anything one input spoils is counted against that input. */
  async #attempt(entries: readonly Entry[], outcomes: readonly DeliveryOutcome[]): Promise<void> {
    try {
      await this.#process(entries, outcomes)
    } catch (error) {
      if (error instanceof StoreError || entries.length === 0) throw error
      await this.#eachAlone(entries, outcomes, error)
    }
  }

  /** The store works but cannot take this batch (a state that cannot be read or written): find whose fault it is. */
  async #eachAlone(
    entries: readonly Entry[],
    outcomes: readonly DeliveryOutcome[],
    error: unknown,
  ): Promise<void> {
    if (entries.length === 1) return this.#settleFailures(entries.map((entry) => ({ entry, error })))
    await this.#parts.store.commit([], outcomes)
    for (const entry of entries) await this.#attempt([entry], [])
  }

  async #process(entries: readonly Entry[], outcomes: readonly DeliveryOutcome[]): Promise<void> {
    if (entries.length === 0 && outcomes.length === 0) return
    const { store, metrics, clock } = this.#parts
    const read = metrics.begin('read')
    const known = await this.#aggregates.load(entries)
    read()
    const decided = await decideBatch(entries, known, this.#parts, clock.now())
    const before = await this.#doneBefore(decided.drafts)
    const commit = metrics.begin('commit')
    const results = await store.commit(
      decided.drafts.map((draft) => draft.unit()),
      outcomes,
    )
    commit()
    await this.#settle(decided, results, before)
  }

  async #settle(
    decided: Decided,
    results: readonly CommitResult[],
    before: ReadonlySet<InputKey>,
  ): Promise<void> {
    const again: Entry[] = []
    decided.drafts.forEach((draft, index) => {
      const result = results[index]
      if (result?.kind === 'committed') this.#committed(draft, result, before)
      else again.push(...this.#uncommitted(draft, result))
    })
    this.#return([...again, ...decided.postponed])
    await this.#settleFailures(decided.failures)
  }

  /**
   * Refused now, done then: the answer to the first sending was lost, and the world has moved on since (the chat was closed).
   * Told that it was refused, the sender would believe that nobody read what was read.
   */
  async #doneBefore(drafts: readonly Draft[]): Promise<ReadonlySet<InputKey>> {
    const refused = drafts.flatMap((draft) => draft.refusedUnwritten)
    return refused.length === 0 ? new Set() : await this.#parts.store.seen(refused)
  }

  #committed(
    draft: Draft,
    result: CommitResult & { readonly kind: 'committed' },
    before: ReadonlySet<InputKey>,
  ): void {
    this.#aggregates.keep(draft.aggregate, { target: draft.target, version: draft.expected + 1 })
    for (const input of draft.later) this.#timers.note(input, draft.at)
    draft.answer(this.#answer, before)
    this.#parts.committed(draft, result)
  }

  /** Which of the draft's inputs are to be decided again. */
  #uncommitted(draft: Draft, result: CommitResult | undefined): readonly Entry[] {
    this.#aggregates.forget(draft.aggregate)
    this.#timers.suspect()
    if (result?.kind !== 'duplicate') return draft.entries
    const gone = new Set(result.keys)
    const twice = draft.entries.filter(({ arrived }) => gone.has(arrived.key))
    for (const entry of twice) this.#answer(entry, { kind: 'duplicate' })
    return draft.entries.filter(({ arrived }) => !gone.has(arrived.key))
  }

  async #settleFailures(failures: readonly Failure[]): Promise<void> {
    for (const { entry, error } of failures) {
      const end = await this.#poison.count(entry, error)
      if (end) this.#answer(entry, end)
      else this.#return([entry])
      this.#timers.suspect()
    }
  }

  /** To the front of the next batch. */
  #return(entries: readonly Entry[]): void {
    this.#backlog.putBack(entries)
    if (entries.some(({ from }) => from === 'store')) this.#timers.suspect()
  }

  readonly #answer = (entry: Entry, receipt: Receipt): void => {
    this.#parts.metrics.answered(entry.arrived.input.type, receipt)
    if (entry.from === 'outside') entry.answer(receipt)
  }

  /** Nothing is acknowledged that is not durable: everyone is told to come again, and the store is asked until it works. */
  #pause(entries: readonly Entry[], error: unknown): void {
    const { log } = this.#parts
    if (!this.#trouble) log.error({ err: error }, 'the store refuses; nothing is acknowledged until it works')
    this.#trouble = error instanceof Error ? error : new Error(String(error))
    this.#timers.suspect()
    for (const entry of [...entries, ...this.#backlog.take(this.#backlog.size)]) {
      this.#answer(entry, UNAVAILABLE)
    }
    this.#askAgain()
  }

  #askAgain(): void {
    const { clock } = this.#parts
    clock.at(later(clock.now(), STORE_PAUSE), () => {
      if (!this.#stopping) void this.#probe()
    })
  }

  /** A whole turn with an input of our own: only a write that reaches the disk proves that the disk takes writes. */
  async #probe(): Promise<void> {
    const outcomes = this.#outcomes.take()
    try {
      await this.#attempt([{ from: 'outside', arrived: this.#parts.pulse(), answer: () => {} }], outcomes)
      this.#outcomes.committed()
    } catch (error) {
      this.#outcomes.putBack(outcomes)
      return this.#pause([], error)
    }
    this.#trouble = undefined
    this.#parts.log.info({}, 'the store works again')
    this.#wake()
  }
}

const STOPPING: Receipt = { kind: 'busy', retryAfter: 5_000, why: 'stopping' }
const UNAVAILABLE: Receipt = { kind: 'busy', retryAfter: STORE_PAUSE, why: 'storeUnavailable' }

function aTurnOfTheEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
