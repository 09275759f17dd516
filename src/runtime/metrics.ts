/** What `/metrics` shows, and the few calls by which the loop and the deliveries count. */

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Receipt } from '../channels/port.ts'
import { stopwatch } from './clock.ts'

export type Stage = 'read' | 'match' | 'decide' | 'commit' | 'deliver'
export type DeliveryEnd = 'sent' | 'retried' | 'refused' | 'givenUp'

/** Values that are looked up when somebody asks for the metrics, not kept while messages pass. */
export interface Snapshot {
  readonly queueLength: number
  /** Seconds; 0 when nobody waits. */
  readonly oldestWait: number
  readonly undelivered: number
  /** Seconds since the oldest undelivered row was written; 0 when there is none. */
  readonly outboxLag: number
  readonly parked: number
  readonly backlog: number
  /** Seconds the latest desk in a messenger is late; 0 when none is. */
  readonly deskBehind: number
}

// From a tenth of a millisecond (a decision) to ten seconds (a slow platform).
const SECONDS = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

export class Metrics {
  readonly registry = new Registry()
  readonly #inputs = this.#tally('kotik_inputs_total', 'Inputs by type and receipt', ['type', 'receipt'])
  readonly #refusals = this.#tally('kotik_refusals_total', 'Inputs that changed nothing, by reason', ['code'])
  readonly #decisions = this.#tally('kotik_decisions_total', 'Decisions by input type', ['type'])
  readonly #deliveries = this.#tally('kotik_deliveries_total', 'Attempts to deliver', ['outlet', 'end'])
  readonly #stages = new Histogram({
    name: 'kotik_stage_seconds',
    help: 'Time of one batch in a stage (deliver: of one delivery)',
    labelNames: ['stage'],
    buckets: SECONDS,
    registers: [this.registry],
  })

  readonly #gauges: { readonly [K in keyof Snapshot]: Gauge } = {
    queueLength: this.#gauge('kotik_queue_length', 'Tickets nobody has yet'),
    oldestWait: this.#gauge('kotik_queue_oldest_wait_seconds', 'How long the first of them waits'),
    undelivered: this.#gauge('kotik_outbox_undelivered', 'Rows of the outbox not delivered yet'),
    outboxLag: this.#gauge('kotik_outbox_lag_seconds', 'Age of the oldest of them'),
    parked: this.#gauge('kotik_inputs_parked', 'Inputs set aside after three failures'),
    backlog: this.#gauge('kotik_backlog', 'Inputs taken and not yet decided'),
    deskBehind: this.#gauge(
      'kotik_desk_behind_seconds',
      'How late a desk in a messenger shows what customers say',
    ),
  }

  constructor() {
    collectDefaultMetrics({ register: this.registry })
  }

  /** The page in Prometheus' text format, with these values of the moment. */
  async page(now: Snapshot): Promise<string> {
    this.#gauges.queueLength.set(now.queueLength)
    this.#gauges.oldestWait.set(now.oldestWait)
    this.#gauges.undelivered.set(now.undelivered)
    this.#gauges.outboxLag.set(now.outboxLag)
    this.#gauges.parked.set(now.parked)
    this.#gauges.backlog.set(now.backlog)
    this.#gauges.deskBehind.set(now.deskBehind)
    return this.registry.metrics()
  }

  answered(type: string, receipt: Receipt): void {
    this.#inputs.count(type, receipt.kind === 'busy' ? receipt.why : receipt.kind)
    if (receipt.kind === 'refused') this.#refusals.count(receipt.refusal.code)
  }

  decided(type: string): void {
    this.#decisions.count(type)
  }

  delivered(outlet: string, end: DeliveryEnd): void {
    this.#deliveries.count(outlet, end)
  }

  /** Call the result at the end of the stage. */
  begin(stage: Stage): () => void {
    const from = stopwatch()
    return () => this.took(stage, stopwatch() - from)
  }

  took(stage: Stage, milliseconds: number): void {
    this.#stages.observe({ stage }, milliseconds / 1000)
  }

  #tally(name: string, help: string, labelNames: readonly string[]): Tally {
    return new Tally(this.registry, name, help, labelNames)
  }

  #gauge(name: string, help: string) {
    return new Gauge({ name, help, registers: [this.registry] })
  }
}

/**
 * A counter that counts in plain numbers and tells them when the page is asked for: prom-client finds a counter by its
 * labels anew for each count, and three of those a message were 2 µs of some 40.
 */
class Tally {
  readonly #labelNames: readonly string[]
  readonly #counts = new Map<string, Map<string, number>>()

  constructor(registry: Registry, name: string, help: string, labelNames: readonly string[]) {
    this.#labelNames = labelNames
    const tell = (counter: Counter) => this.#tell(counter)
    new Counter({
      name,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      collect() {
        tell(this)
      },
    })
  }

  count(first: string, second = ''): void {
    const counts = this.#counts.get(first) ?? new Map<string, number>()
    counts.set(second, (counts.get(second) ?? 0) + 1)
    this.#counts.set(first, counts)
  }

  #tell(counter: Counter): void {
    counter.reset()
    const [firstName = '', secondName] = this.#labelNames
    for (const [first, counts] of this.#counts) {
      for (const [second, count] of counts) {
        counter.inc({ [firstName]: first, ...(secondName && { [secondName]: second }) }, count)
      }
    }
  }
}
