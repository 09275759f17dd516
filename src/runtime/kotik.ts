/**
 * Kotik running: the loop, the deliveries, the live log, put together. `main.ts` opens the rooms and hands them in;
 * tests hand in fakes. Starting takes up whatever an earlier run left: due timers, undelivered rows, a waiting queue.
 */
import type {
  Channel,
  DeliveredSignal,
  DeliveredSignals,
  LiveLog,
  Signals,
  Submit,
  TypingSignal,
} from '../channels/port.ts'
import type { DeskSurface } from '../desk/port.ts'
import { inputKey } from '../domain/ids.ts'
import type { Address, Arrived } from '../domain/input.ts'
import type { Rules } from '../domain/rules.ts'
import {
  between,
  type Chance,
  type Clock,
  type Duration,
  type Instant,
  instant,
  later,
} from '../domain/time.ts'
import type { Health } from '../http/health.ts'
import type { Matcher } from '../nlu/port.ts'
import { type Blobs, type CommitResult, type LoggedEvent, laneOf, type Store } from '../store/port.ts'
import { Calls } from './calls.ts'
import { Deliveries } from './delivery.ts'
import type { Domain } from './domain.ts'
import type { Draft } from './draft.ts'
import type { Secrets } from './fill-call.ts'
import { Housekeeping } from './housekeeping.ts'
import { Broadcast } from './live.ts'
import type { Log } from './log.ts'
import { Loop } from './loop.ts'
import { Metrics, type Snapshot } from './metrics.ts'
import { Outbound, type Resolve } from './outbound.ts'

export interface KotikParts {
  readonly store: Store
  /** Where uploads are; without it those nobody sends stay for ever. */
  readonly blobs?: Blobs
  readonly domain: Domain
  /** The rules in force; asked anew for each batch, so that a reload takes effect between two batches. */
  readonly rules: { current(): Rules }
  readonly matcher: Matcher
  /** Values that calls only name; there are none when left out. */
  readonly secrets?: Secrets
  readonly channels: readonly Channel[]
  readonly surfaces: readonly DeskSurface[]
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Log
  /** Made by whoever builds channels that listen from their first moment; Kotik's own when left out. */
  readonly live?: Broadcast<readonly LoggedEvent[]>
  readonly signals?: Broadcast<TypingSignal>
  readonly delivered?: Broadcast<DeliveredSignal>
  /** How names of called hosts are resolved; the system's way when left out. */
  readonly resolve?: Resolve
}

type State = 'starting' | 'running' | 'stopping'

export class Kotik {
  readonly metrics = new Metrics()
  readonly live: LiveLog
  readonly signals: Signals
  readonly delivered: DeliveredSignals
  readonly submit: Submit
  readonly #parts: KotikParts
  readonly #loop: Loop
  readonly #deliveries: Deliveries
  readonly #outbound: Outbound
  readonly #housekeeping: Housekeeping
  readonly #events: Broadcast<readonly LoggedEvent[]>
  readonly #startedAt: Instant
  #state: State = 'starting'

  constructor(parts: KotikParts) {
    const { log, clock, rules } = parts
    this.#parts = parts
    this.#startedAt = clock.now()
    this.#events = parts.live ?? new Broadcast(log.child({ room: 'live' }))
    this.live = this.#events
    this.signals = parts.signals ?? new Broadcast(log.child({ room: 'signals' }))
    const delivered = parts.delivered ?? new Broadcast<DeliveredSignal>(log.child({ room: 'delivered' }))
    this.delivered = delivered
    this.#loop = new Loop({
      ...parts,
      metrics: this.metrics,
      log: log.child({ room: 'loop' }),
      pulse: () => this.#review('pulse'),
      committed: (draft, result) => this.#committed(draft, result),
    })
    this.submit = this.#loop.submit
    this.#outbound = new Outbound(parts.resolve)
    const limits = () => rules.current().settings.limits
    const { secrets = () => undefined } = parts
    const toCalls = { outbound: this.#outbound, clock, limits, secrets }
    const calls = new Calls({ ...toCalls, log: log.child({ room: 'calls' }) })
    this.#deliveries = new Deliveries({
      ...parts,
      calls,
      submit: this.submit,
      report: this.#loop.report,
      reported: this.#loop.reported,
      delivered: (signal) => delivered.send(signal),
      metrics: this.metrics,
      log: log.child({ room: 'delivery' }),
    })
    this.#housekeeping = new Housekeeping({ ...parts, log: log.child({ room: 'store' }) })
  }

  /** Resolves when all channels take arrivals. Rejects when the store or a channel cannot start. */
  async start(): Promise<void> {
    const { channels, surfaces } = this.#parts
    this.#loop.start()
    await this.#deliveries.start()
    // Hours may have passed: estimates, opening hours and overdue tickets are looked at before anybody writes.
    void this.submit(this.#review('start'))
    await Promise.all([...channels, ...surfaces].map((door) => door.start(this.submit)))
    this.#housekeeping.start()
    this.#state = 'running'
  }

  /**
   * Channels take no more, the batch under way commits, deliveries under way end or stay in the outbox. Resolves at the
   * deadline at the latest; whatever was not finished by then is done by the next start. The store stays open.
   */
  async stop(within: Duration): Promise<void> {
    if (this.#state === 'stopping') return
    this.#state = 'stopping'
    const { clock, log } = this.#parts
    let late: () => void = () => {}
    const deadline = new Promise<void>((resolve) => {
      late = resolve
    })
    const alarm = clock.at(later(clock.now(), within), () => {
      log.warn({ within }, 'not everything ended in time; the next start goes on with it')
      late()
    })
    await Promise.race([this.#wind(), deadline])
    alarm.cancel()
  }

  health(): Health {
    const { rules, channels, surfaces, clock } = this.#parts
    const trouble = this.#loop.trouble
    const troubled = surfaces.filter((surface) => surface.standing().troubled).map(({ name }) => name)
    const running = this.#state === 'running'
    const well = trouble === undefined && troubled.length === 0
    return {
      status: running ? (well ? 'ok' : 'degraded') : this.#state === 'starting' ? 'starting' : 'stopping',
      ready: running && trouble === undefined,
      troubles: trouble ? [nameOf(trouble)] : [],
      release: rules.current().release,
      uptime: between(this.#startedAt, clock.now()),
      backlog: this.#loop.backlog,
      channels: channels.map(({ name }) => name),
      troubled,
    }
  }

  /** Seconds the latest desk in a messenger is late; 0 when none is. */
  deskBehind(): number {
    return Math.max(0, ...this.#parts.surfaces.map((surface) => surface.standing().behindSeconds))
  }

  async metricsPage(): Promise<{ readonly type: string; readonly text: string }> {
    const text = await this.metrics.page(await this.#snapshot())
    return { type: this.metrics.registry.contentType, text }
  }

  async #wind(): Promise<void> {
    const { channels, surfaces, log } = this.#parts
    try {
      this.#housekeeping.stop()
      await Promise.all([...channels, ...surfaces].map((door) => door.stop()))
      await this.#loop.stop()
      await this.#deliveries.stop()
      await this.#loop.flush()
      await this.#outbound.close()
    } catch (error) {
      log.error({ err: error }, 'stopping met an error; what is committed is safe')
    }
  }

  #committed({ target, events, effects, at }: Draft, { seqs, deliveries }: Committed): void {
    const address = addressOf(target)
    if (events.length > 0 && !this.#events.silent) {
      this.#events.send(events.map((event, index) => ({ seq: seqs[index] ?? 0, at, address, event })))
    }
    if (address.to === 'desk') return
    effects.forEach((effect, index) => {
      this.#deliveries.offer({
        id: deliveries[index] ?? 0,
        lane: laneOf(effect, address.id),
        conversation: address.id,
        effect,
        attempts: 0,
        notBefore: instant(0),
        createdAt: at,
      })
    })
  }

  #review(why: 'start' | 'pulse'): Arrived {
    const { clock, chance } = this.#parts
    const key = inputKey(`desk:review:${why}:${clock.now()}:${chance.token(6)}`)
    return { to: 'desk', key, input: { type: 'queueReviewed' } }
  }

  async #snapshot(): Promise<Snapshot> {
    const { store, clock } = this.#parts
    const [{ state }, counts, [oldest]] = await Promise.all([
      store.desk(),
      store.counts(),
      store.undelivered(0, 1),
    ])
    const now = clock.now()
    const waiting = Object.values(state.tickets).filter((ticket) => ticket.status === 'waiting')
    const since = Math.min(now, ...waiting.map(({ queuedAt }) => queuedAt))
    return {
      queueLength: waiting.length,
      oldestWait: (now - since) / 1000,
      undelivered: counts.undelivered,
      outboxLag: oldest ? (now - oldest.createdAt) / 1000 : 0,
      parked: counts.parked,
      backlog: this.#loop.backlog,
      deskBehind: this.deskBehind(),
    }
  }
}

type Committed = CommitResult & { readonly kind: 'committed' }

const addressOf = (target: Draft['target']): Address =>
  target.to === 'desk' ? { to: 'desk' } : { to: 'conversation', id: target.state.id }

/** The code of docs/errors.md and nothing more: anybody may ask for `/health`, and the words hold paths of this machine. */
const nameOf = (trouble: Error) => ('code' in trouble ? String(trouble.code) : 'internal')
