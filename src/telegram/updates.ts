/**
 * Long polling. All updates of a batch are handed over at once, in order; the offset moves when every one of them is
 * durable, and only then the next batch is asked for: asking confirms the one before. So a crash brings a batch again
 * (their keys are known then), memory holds one batch whatever the backlog is, and when we are slow Telegram waits.
 */
import type { Update } from 'grammy/types'
import { between, type Clock, duration, type Instant, later } from '../domain/time.ts'
import { ComeAgain } from '../messengers/come-again.ts'
import type { MessengerLog } from '../messengers/log.ts'
import { backOff, Pauses } from '../messengers/pause.ts'
import type { BotApi } from './api.ts'
import { readFailure } from './errors.ts'
import { bear } from './insist.ts'
import type { TakeUpdate } from './take.ts'

export interface PollerParts {
  readonly api: BotApi
  /** Kinds of updates; Telegram keeps back all others. */
  readonly allowed: readonly string[]
  readonly take: TakeUpdate
  readonly clock: Clock
  readonly log: MessengerLog
}

// The most Telegram gives at once.
const BATCH = 100
// The longest it holds an empty answer that proxies in between still bear.
const HOLD_SECONDS = 30
// Past the hold, a poll that says nothing hangs.
const HUNG_MS = 45_000
// One is an accident of a busy second.
const BACKLOG_BATCHES = 2
// What waits is given at once; a poll that is not answered by then is held.
const PROMPT_MS = 250
// On the way out the last batch is confirmed, so that it does not come again; nobody waits longer for that.
const FAREWELL_MS = 1_000

export class Poller {
  readonly #parts: PollerParts
  readonly #pauses: Pauses
  #running: Promise<void> | undefined
  #poll: AbortController | undefined
  /** Where to go on; undefined: with the oldest that was never confirmed. */
  #offset: number | undefined
  #confirmed = true
  /** Batches in a row that were as large as they come. */
  #full = 0
  #askedAt: Instant | undefined

  constructor(parts: PollerParts) {
    this.#parts = parts
    this.#pauses = new Pauses(parts.clock)
  }

  /** Telegram has more than it gives at once, and goes on having it; when the next poll has to wait, it had no more. */
  get catchingUp(): boolean {
    if (this.#full < BACKLOG_BATCHES) return false
    return this.#askedAt === undefined || between(this.#askedAt, this.#parts.clock.now()) < PROMPT_MS
  }

  start(): void {
    this.#running ??= this.#run()
  }

  /** Asks for no more, waits for the updates under way. */
  async stop(): Promise<void> {
    this.#pauses.end()
    this.#poll?.abort()
    await this.#running
    if (this.#confirmed) return
    this.#confirmed = true
    await this.#fetch(0, FAREWELL_MS).catch(() => [])
  }

  async #run(): Promise<void> {
    let failures = 0
    while (!this.#pauses.ended) {
      try {
        const batch = await this.#fetch(HOLD_SECONDS, HUNG_MS)
        this.#full = batch.length === BATCH ? this.#full + 1 : 0
        this.#confirmed = true
        if (failures > 0) this.#parts.log.info({ failures }, 'updates arrive again')
        failures = 0
        await this.#handle(batch)
      } catch (error) {
        this.#full = 0
        if (!this.#pauses.ended) await this.#fail(error, failures++)
      }
    }
  }

  async #fetch(hold: number, within: number): Promise<readonly Update[]> {
    const { api, allowed, clock } = this.#parts
    const poll = new AbortController()
    this.#poll = poll
    this.#askedAt = clock.now()
    const alarm = clock.at(later(clock.now(), duration(within)), () => poll.abort())
    try {
      return await api.call<readonly Update[]>(
        'getUpdates',
        {
          ...(this.#offset === undefined ? {} : { offset: this.#offset }),
          limit: hold === 0 ? 1 : BATCH,
          timeout: hold,
          allowed_updates: allowed,
        },
        poll.signal,
      )
    } finally {
      this.#askedAt = undefined
      alarm.cancel()
    }
  }

  async #fail(error: unknown, failures: number): Promise<void> {
    const { api, log } = this.#parts
    const failure = readFailure(error)
    await bear(failure, failures, this.#pauses, log)
    // Whoever set a webhook for this bot meant another program, or an earlier setting: polling is what is set now.
    if (failure.kind === 'conflict' && /webhook/iu.test(failure.why)) {
      await api.call('deleteWebhook').catch(() => undefined)
    }
  }

  /** The ids may begin anew after a quiet week, so the offset follows the last one even when it is lower. */
  async #handle(batch: readonly Update[]): Promise<void> {
    const last = batch.at(-1)
    if (!last) return
    let left = batch
    for (let failures = 0; left.length > 0; failures++) {
      if (failures > 0) await this.#pauses.wait(waitFor(left, failures))
      if (failures > 0 && this.#pauses.ended) return
      left = await this.#offer(left)
    }
    this.#offset = last.update_id + 1
    this.#confirmed = false
  }

  /** Those that must come again, in order. */
  async #offer(updates: readonly Update[]): Promise<Refused> {
    const { take } = this.#parts
    const refused: Update[] = []
    let retryAfter = 0
    const one = async (update: Update) => {
      try {
        await take(update)
      } catch (error) {
        refused.push(update)
        if (error instanceof ComeAgain) retryAfter = Math.max(retryAfter, error.retryAfter)
      }
    }
    await Promise.all(updates.map(one))
    refused.sort((a, b) => updates.indexOf(a) - updates.indexOf(b))
    return Object.assign(refused, { retryAfter })
  }
}

type Refused = readonly Update[] & { readonly retryAfter?: number }

// Whatever asks to come again says when; more than this would hold up everybody else's updates.
const LONGEST_WAIT_MS = 10_000

const waitFor = ({ retryAfter = 0 }: Refused, failures: number) =>
  retryAfter > 0 ? Math.min(retryAfter, LONGEST_WAIT_MS) : backOff(failures - 1)
