/**
 * Bots Long Poll, from where the last run ended. All updates of an answer are handed over at once, in order; `ts` moves
 * when every one of them is durable, and only then VK is asked again: a crash brings them again and their keys are known,
 * memory holds one answer whatever the backlog is, and when we are slow VK waits.
 */
import { z } from 'zod'
import { type Clock, duration, later } from '../../domain/time.ts'
import { ComeAgain } from '../../messengers/come-again.ts'
import type { MessengerLog } from '../../messengers/log.ts'
import { backOff, Pauses } from '../../messengers/pause.ts'
import type { VkApi } from './api.ts'
import type { CatchUp } from './catch-up.ts'
import type { Cursor } from './cursor.ts'
import { type Failure, readFailure } from './errors.ts'

export interface LongPollParts {
  readonly api: VkApi
  readonly group: number
  readonly cursor: Cursor
  readonly catchUp: CatchUp
  readonly clock: Clock
  readonly log: MessengerLog
  /** Hands over before it waits for anything. Rejects when the update must come again. */
  take(told: unknown): Promise<void>
}

// What VK recommends.
const HOLD_SECONDS = 25
// Past the hold, a poll that says nothing hangs.
const HUNG = duration(35_000)
// Whatever asks to come again says when; more than this would hold up everybody else's updates.
const LONGEST_WAIT_MS = 10_000
// A key that is never right must not cost twenty calls a second.
const NEW_KEY_PAUSE_MS = 500
const REFUSALS: ReadonlySet<Failure['kind']> = new Set(['unauthorized', 'noRight', 'gone', 'badContent'])
// A token that is refused needs a person.
const REFUSED_PAUSE_MS = 60_000

const number = z.union([z.string(), z.int().transform(String)])
const server = z.looseObject({ key: z.string(), server: z.string(), ts: number })
const polled = z.union([
  z.looseObject({ ts: number, updates: z.array(z.unknown()), failed: z.undefined().optional() }),
  z.looseObject({ failed: z.int(), ts: number.optional() }),
])
type Server = z.infer<typeof server>

export class LongPoll {
  readonly #parts: LongPollParts
  readonly #pauses: Pauses
  #server: Server | undefined
  #running: Promise<void> | undefined
  #poll: AbortController | undefined
  /** A gap that is not read yet, and where to go on after it. */
  #gap: { readonly ts: string } | undefined
  /** Answers in a row that were no updates. */
  #fails = 0
  /** What those that must come again asked for, ms. */
  #wait = 0

  constructor(parts: LongPollParts) {
    this.#parts = parts
    this.#pauses = new Pauses(parts.clock)
  }

  start(): void {
    this.#running ??= this.#run()
  }

  /** Asks for no more, waits for the updates under way. */
  async stop(): Promise<void> {
    this.#pauses.end()
    this.#poll?.abort()
    await this.#running
    await this.#parts.cursor.save()
  }

  async #run(): Promise<void> {
    for (let failures = 0; !this.#pauses.ended; ) {
      try {
        await this.#once()
        if (failures > 0) this.#parts.log.info({ failures }, 'updates arrive again')
        failures = 0
      } catch (error) {
        if (this.#pauses.ended) return
        await this.#bear(error, failures++)
      }
    }
  }

  async #bear(error: unknown, failures: number): Promise<void> {
    const { log } = this.#parts
    const failure = readFailure(error)
    const refused = REFUSALS.has(failure.kind)
    const wait = refused
      ? REFUSED_PAUSE_MS
      : failure.kind === 'slow'
        ? failure.seconds * 1000
        : backOff(failures)
    const told = { why: failure.why, failures: failures + 1, wait }
    if (refused)
      log.error(told, 'VK refuses: check VK_TOKEN, VK_GROUP_ID and the rights of the token (docs/ru/vk.md)')
    else log.warn(told, 'VK cannot be reached; trying again')
    // The key may have ended meanwhile; a new one costs a call.
    this.#server = undefined
    await this.#pauses.wait(wait)
  }

  async #once(): Promise<void> {
    const { cursor } = this.#parts
    this.#server ??= await this.#connect()
    const at = this.#server
    if (cursor.place?.ts === undefined) await this.#begin(at)
    if (this.#gap) await this.#close(this.#gap.ts)
    const ts = cursor.place?.ts ?? at.ts
    const asked = this.#parts.clock.now()
    const answer = polled.parse(await this.#ask(at, ts))
    if (answer.failed === undefined) {
      this.#fails = 0
      await this.#handle(answer.updates)
      if (!this.#pauses.ended || answer.updates.length === 0) cursor.move(answer.ts, asked)
    } else await this.#failed(answer.failed, answer.ts)
  }

  async #connect(): Promise<Server> {
    const told: unknown = await this.#parts.api.groups.getLongPollServer({ group_id: this.#parts.group })
    return server.parse(told)
  }

  /** The very first time, or the first after the Callback API alone was heard. */
  async #begin({ ts }: Server): Promise<void> {
    const { cursor, clock } = this.#parts
    if (cursor.place) this.#gap = { ts }
    else {
      cursor.move(ts, clock.now())
      await cursor.save()
    }
  }

  async #ask({ server: address, key }: Server, ts: string): Promise<unknown> {
    const { api, clock } = this.#parts
    const poll = new AbortController()
    this.#poll = poll
    const alarm = clock.at(later(clock.now(), HUNG), () => poll.abort())
    const query = new URLSearchParams({ act: 'a_check', key, ts, wait: String(HOLD_SECONDS) })
    const url = /^https?:/u.test(address) ? address : `https://${address}`
    try {
      return await api.http.get(`${url}?${query}`, poll.signal)
    } finally {
      alarm.cancel()
    }
  }

  /** 1: the history is shorter than what we missed; 2: the key ended; 3: both are lost. */
  async #failed(code: number, ts: string | undefined): Promise<void> {
    const { log } = this.#parts
    this.#fails += 1
    // Again and again: each costs calls that messages wait for.
    if (this.#fails > 1) await this.#pauses.wait(backOff(this.#fails - 2))
    if (code === 1 && ts !== undefined) {
      log.warn({ ts }, 'VK kept less than we missed; the dialogues are read')
      this.#gap = { ts }
      return
    }
    this.#server = undefined
    if (code === 2) return this.#pauses.wait(NEW_KEY_PAUSE_MS)
    log.warn({ code }, 'VK lost its place; the dialogues are read')
    this.#server = await this.#connect()
    this.#gap = { ts: this.#server.ts }
  }

  /** What is new from here on waits in VK until the gap is read, so that the order stays. */
  async #close(ts: string): Promise<void> {
    const { cursor, catchUp, clock } = this.#parts
    const { place } = cursor
    const began = clock.now()
    if (place) await catchUp.since(place)
    if (this.#pauses.ended) return
    cursor.move(ts, began)
    await cursor.save()
    this.#gap = undefined
  }

  async #handle(updates: readonly unknown[]): Promise<void> {
    let left = updates
    for (let failures = 0; left.length > 0; failures++) {
      if (failures > 0) await this.#pauses.wait(this.#wait > 0 ? this.#wait : backOff(failures - 1))
      if (failures > 0 && this.#pauses.ended) return
      left = await this.#offer(left)
    }
  }

  /** Those that must come again, in order. */
  async #offer(updates: readonly unknown[]): Promise<readonly unknown[]> {
    const refused = new Set<number>()
    this.#wait = 0
    await Promise.all(
      updates.map(async (update, index) => {
        try {
          await this.#parts.take(update)
        } catch (error) {
          refused.add(index)
          if (error instanceof ComeAgain) {
            this.#wait = Math.min(Math.max(this.#wait, error.retryAfter), LONGEST_WAIT_MS)
          }
        }
      }),
    )
    return updates.filter((_, index) => refused.has(index))
  }
}
