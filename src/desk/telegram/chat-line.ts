/**
 * Everything Kotik does in one chat goes through its line, several things at once but never two of one key. Whoever wants
 * something puts a job; the line runs the most urgent the budget allows, and remembers what was spent.
 */
import type { Json } from '../../domain/message.ts'
import { type Clock, duration, type Instant, instant, later, minutes } from '../../domain/time.ts'
import { backOff } from '../../messengers/pause.ts'
import { type Allowance, type Budget, begin, end, holdBack, noteOf, undo } from './budget.ts'
import type { Urgency } from './model.ts'
import { behind, choose, type Want } from './urgency.ts'

/**
 * `nothing`: there was nothing to call for after all. `again`: it did not work and stays wanted by whoever put it. `wait`:
 * Telegram wants the whole chat to rest until then.
 */
export type Ended =
  | { readonly kind: 'done' | 'nothing' | 'again' }
  | { readonly kind: 'wait'; readonly until: Instant }

export interface Job extends Want {
  /** Rejects never. */
  run(): Promise<Ended>
}

export interface LineParts {
  readonly chat: number
  readonly allowance: Allowance
  readonly budget: Budget
  readonly clock: Clock
  /** Whether more of what customers wrote is on its way than comes at once. */
  readonly catchingUp: () => boolean
  /** A 429's date must outlive this process. */
  readonly keep: (notes: ReadonlyMap<string, Json>) => void
}

// At 50 ms a call some 1,000 a second; more would only stand in Telegram's own queue.
const AT_ONCE = 64
// Of each urgency those who wait longest are chosen from, not all: with 2,000 waiting that was a third of all time. Where there
// are no limits there is nothing to choose.
const HEADS = 64
const URGENCIES: readonly Urgency[] = ['first', 'relay', 'later']
// After an outage customers' words come by the hundred. Those of one customer go together: whoever waited for an hour does not
// mind three seconds, and each call saved is one of 20 a minute. Looked at again as often as it takes to fetch some pages.
const GATHER_MS = 3_000
const GATHERED = duration(20)
// A chat that is closed to us is looked at again as often.
export const REST = minutes(5)

export class ChatLine {
  readonly chat: number
  readonly #parts: LineParts
  /** In the order they were wanted first. */
  readonly #jobs: { readonly [U in Urgency]: Map<string, Job> } = {
    first: new Map(),
    relay: new Map(),
    later: new Map(),
  }
  readonly #busy = new Map<string, Promise<void>>()
  readonly #heads: number
  #budget: Budget
  #restsUntil = instant(0)
  #alarm: { readonly at: Instant; cancel(): void } | undefined
  #turning = false
  #stopped = false

  constructor(parts: LineParts) {
    this.#parts = parts
    this.chat = parts.chat
    this.#budget = parts.budget
    this.#heads = Number.isFinite(parts.allowance.calls) ? HEADS : 1
  }

  /** Wanted from now on; one that runs already runs again with this after it. */
  put(job: Job): void {
    for (const urgency of URGENCIES) if (urgency !== job.urgency) this.#jobs[urgency].delete(job.key)
    this.#jobs[job.urgency].set(job.key, job)
    this.#stir()
  }

  drop(key: string): void {
    for (const urgency of URGENCIES) this.#jobs[urgency].delete(key)
  }

  /** Put, and not begun. */
  waits({ key, urgency }: Job): boolean {
    return this.#jobs[urgency].has(key)
  }

  runs(key: string): boolean {
    return this.#busy.has(key)
  }

  /** Used of the chat's minute now; what is wanted is on top. */
  get load(): number {
    return this.#budget.spent.length + this.#budget.underWay + this.#waiting.length
  }

  get behindSeconds(): number {
    return behind(this.#waiting, this.#parts.clock.now())
  }

  get #waiting(): readonly Job[] {
    return URGENCIES.flatMap((urgency) => [...this.#jobs[urgency].values()])
  }

  /** The chat is closed to us: nothing for a while but what insists. */
  rest(): void {
    this.#restsUntil = later(this.#parts.clock.now(), REST)
  }

  /** The chat is open again, or Telegram has forgotten. */
  wake(): void {
    this.#restsUntil = instant(0)
    this.#budget = { ...this.#budget, notBefore: instant(0) }
    this.#stir()
  }

  /** What was spent, to be written with whatever is written before a call. */
  note(): readonly [string, Json] {
    const { spent, notBefore } = noteOf(this.#budget, this.#parts.clock.now())
    return [`spent:${this.chat}`, { spent, notBefore }]
  }

  /** Nothing new begins; resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#alarm?.cancel()
    await Promise.all(this.#busy.values())
  }

  // What is put together is chosen from together.
  #stir(): void {
    if (this.#turning) return
    this.#turning = true
    queueMicrotask(() => {
      this.#turning = false
      this.#turn()
    })
  }

  #turn(): void {
    const { clock, allowance } = this.#parts
    while (!this.#stopped && this.#busy.size < AT_ONCE) {
      const now = clock.now()
      const choice = choose(this.#free(now), this.#budget, allowance, now)
      if (choice !== undefined && 'go' in choice) {
        this.#start(choice.go)
        continue
      }
      const look = Math.min(choice?.look ?? Number.POSITIVE_INFINITY, this.#restEnd(now))
      if (Number.isFinite(look)) this.#lookAt(instant(look))
      return
    }
  }

  #restEnd(now: Instant): number {
    return this.#restsUntil > now ? this.#restsUntil : Number.POSITIVE_INFINITY
  }

  *#free(now: Instant): Iterable<Job> {
    const rests = this.#restsUntil > now
    const ripe = this.#parts.catchingUp() ? now - GATHER_MS : now
    for (const urgency of URGENCIES) {
      let heads = this.#heads
      for (const job of this.#jobs[urgency].values()) {
        if (heads === 0) break
        if (rests && !job.insists) continue
        if (urgency !== 'first' && job.since > ripe) {
          this.#lookAt(later(now, GATHERED))
          break
        }
        if (this.#busy.has(job.key)) continue
        if (job.notBefore === undefined || job.notBefore <= now) heads -= 1
        yield job
      }
    }
  }

  #start(job: Job): void {
    const { clock } = this.#parts
    this.drop(job.key)
    this.#budget = begin(this.#budget, job.cost, clock.now())
    this.#busy.set(
      job.key,
      job.run().then((ended) => this.#ended(job, ended)),
    )
  }

  #ended(job: Job, ended: Ended): void {
    const { clock, allowance, keep } = this.#parts
    this.#busy.delete(job.key)
    this.#budget =
      ended.kind === 'nothing'
        ? undo(this.#budget, job.cost)
        : end(this.#budget, job.cost, allowance, clock.now())
    if (ended.kind === 'wait') {
      this.#budget = holdBack(this.#budget, ended.until)
      keep(new Map([this.note()]))
    }
    this.#stir()
  }

  #lookAt(at: Instant): void {
    if (this.#alarm && this.#alarm.at === at) return
    this.#alarm?.cancel()
    const alarm = this.#parts.clock.at(at, () => {
      this.#alarm = undefined
      this.#stir()
    })
    this.#alarm = { at, cancel: () => alarm.cancel() }
  }
}

/** When to try again after so many failures in a row, the last of them just now. */
export const nextTry = (failures: number, now: Instant): Instant =>
  later(now, duration(backOff(Math.max(0, failures - 1))))
