/**
 * One bot's updates: numbered, kept 24 hours until confirmed, given to one poller at a time or to a webhook.
 * The rules of the offset are those of the real server's queue, also when update_id begins anew.
 */
import type { FakeClock } from '../clock.ts'
import { pollerConflict } from '../errors.ts'
import type { Wire } from '../world/model.ts'

export interface Update extends Wire {
  readonly update_id: number
}

interface Kept {
  readonly update: Update
  readonly at: number
  /** The chat: a webhook is given one chat's updates one after another. */
  readonly lane: number
}

interface Poller {
  readonly limit: number
  answer(updates: readonly Update[]): void
  refuse(error: Error): void
}

const KEPT_MS = 24 * 60 * 60_000
// How far ahead of the newest update an offset is still believed; beyond it the server starts from its oldest.
const OFFSET_AHEAD = 10

/** Not sent unless they are asked for by name. */
const ON_REQUEST = new Set(['chat_member', 'message_reaction', 'message_reaction_count'])

export class Inbox {
  /** What getUpdates and setWebhook last asked for; undefined or empty is everything but the rare ones. */
  allowed: readonly string[] | undefined
  /** When updates were last asked for. */
  askedAt: number | undefined
  /** A webhook waits for the next one. */
  onNew: () => void = () => {}
  /** A poller came or went, updates were taken: what a test may wait for. */
  onStir: () => void = () => {}
  readonly #clock: FakeClock
  #kept: Kept[] = []
  #head = 0
  #next: number
  #poller: Poller | undefined

  constructor(clock: FakeClock, firstId: number) {
    this.#clock = clock
    this.#next = firstId
  }

  push(type: string, body: Wire, lane: number): number | undefined {
    if (!this.#wanted(type)) return undefined
    const update = { update_id: this.#next++, [type]: body }
    this.#kept.push({ update, at: this.#clock.now(), lane })
    this.#feed()
    this.onNew()
    return update.update_id
  }

  get pending(): number {
    this.#expire()
    return this.#kept.length - this.#head
  }

  get polling(): boolean {
    return this.#poller !== undefined
  }

  /** What waits, oldest first. */
  waiting(): readonly Kept[] {
    this.#expire()
    return this.#kept.slice(this.#head)
  }

  /** A webhook took this one. */
  drop(updateId: number): void {
    this.#kept = this.#kept.slice(this.#head).filter((kept) => kept.update.update_id !== updateId)
    this.#head = 0
    this.onStir()
  }

  clear(): void {
    this.#kept = []
    this.#head = 0
  }

  /** After a week without updates Telegram goes on from a random number; what waits keeps its own. */
  restartIds(next: number): void {
    this.#next = next
  }

  /** Confirms everything before `offset`, then answers at once, or with the next update, or empty in time. */
  poll(
    offset: number,
    limit: number,
    timeoutSeconds: number,
    gone: (leave: () => void) => void,
  ): Promise<readonly Update[]> {
    this.askedAt = this.#clock.now()
    // The newer of two pollers stays, the older is told.
    this.#poller?.refuse(pollerConflict())
    this.#confirm(offset)
    const ready = this.#take(limit)
    if (ready.length > 0 || timeoutSeconds === 0) return Promise.resolve(ready)
    return new Promise((resolve, reject) => {
      const leave = () => {
        alarm.cancel()
        if (this.#poller === poller) this.#poller = undefined
        this.onStir()
      }
      const alarm = this.#clock.at(this.#clock.now() + timeoutSeconds * 1_000, () => poller.answer([]))
      const poller: Poller = {
        limit,
        answer: (updates) => {
          leave()
          resolve(updates)
        },
        refuse: (error) => {
          leave()
          reject(error)
        },
      }
      this.#poller = poller
      gone(leave)
      this.onStir()
    })
  }

  /** Ends a waiting poll, as setWebhook and closing do. */
  interrupt(error: Error): void {
    this.#poller?.refuse(error)
  }

  #wanted(type: string): boolean {
    const { allowed } = this
    return allowed === undefined || allowed.length === 0 ? !ON_REQUEST.has(type) : allowed.includes(type)
  }

  #feed(): void {
    const poller = this.#poller
    if (poller) poller.answer(this.#take(poller.limit))
  }

  #take(limit: number): readonly Update[] {
    this.#expire()
    return this.#kept.slice(this.#head, this.#head + limit).map((kept) => kept.update)
  }

  #confirm(offset: number): void {
    this.#expire()
    if (offset < 0) this.#head = Math.max(this.#head, this.#kept.length + offset)
    if (offset > 0 && offset <= this.#next - 1 + OFFSET_AHEAD) {
      while ((this.#kept[this.#head]?.update.update_id ?? offset) < offset) this.#head++
    }
    this.#trim()
  }

  #expire(): void {
    const until = this.#clock.now() - KEPT_MS
    while ((this.#kept[this.#head]?.at ?? until) < until) this.#head++
    this.#trim()
  }

  #trim(): void {
    // Copying at every poll would cost the square of a backlog.
    if (this.#head < 4_096 && this.#head < this.#kept.length) return
    this.#kept = this.#kept.slice(this.#head)
    this.#head = 0
  }
}
