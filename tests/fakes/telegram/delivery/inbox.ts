/**
 * One bot's updates: numbered, kept 24 hours until confirmed, given to one poller at a time or to a webhook.
 * The rules of the offset are those of the real server's queue, also when update_id begins anew.
 */
import type { FakeClock } from '../../messenger/clock.ts'
import { pollerConflict } from '../errors.ts'
import type { Wire } from '../world/model.ts'

export interface Update extends Wire {
  readonly update_id: number
}

export interface Kept {
  readonly update: Update
  readonly at: number
  /** Delivered by a webhook, dropped or too old, though others before it still wait. */
  gone: boolean
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
  onNew: (kept: Kept) => void = () => {}
  /** A poller came or went, updates were taken: what a test may wait for. */
  onStir: () => void = () => {}
  readonly #clock: FakeClock
  #kept: Kept[] = []
  #head = 0
  /** How many of those after the head are gone. */
  #gone = 0
  #next: number
  #poller: Poller | undefined

  constructor(clock: FakeClock, firstId: number) {
    this.#clock = clock
    this.#next = firstId
  }

  push(type: string, body: Wire, lane: number): number | undefined {
    if (!this.#wanted(type)) return undefined
    const update = { update_id: this.#next++, [type]: body }
    const kept = { update, at: this.#clock.now(), lane, gone: false }
    this.#kept.push(kept)
    this.#feed()
    this.onNew(kept)
    return update.update_id
  }

  get pending(): number {
    this.#expire()
    return this.#kept.length - this.#head - this.#gone
  }

  get polling(): boolean {
    return this.#poller !== undefined
  }

  /** What waits, oldest first. */
  waiting(): readonly Kept[] {
    this.#expire()
    return this.#kept.slice(this.#head).filter((kept) => !kept.gone)
  }

  /** A webhook delivered this one. */
  drop(kept: Kept): void {
    if (kept.gone) return
    kept.gone = true
    this.#gone++
    this.#trim()
    this.onStir()
  }

  clear(): void {
    for (const kept of this.waiting()) kept.gone = true
    this.#kept = []
    this.#head = 0
    this.#gone = 0
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
    const ready = this.#gone === 0 ? this.#kept.slice(this.#head, this.#head + limit) : this.waiting()
    return ready.slice(0, limit).map((kept) => kept.update)
  }

  #confirm(offset: number): void {
    this.#expire()
    if (offset < 0) this.#passTo(Math.max(this.#head, this.#kept.length + offset))
    if (offset > 0 && offset <= this.#next - 1 + OFFSET_AHEAD) {
      while ((this.#kept[this.#head]?.update.update_id ?? offset) < offset) this.#passTo(this.#head + 1)
    }
    this.#trim()
  }

  #expire(): void {
    const until = this.#clock.now() - KEPT_MS
    while ((this.#kept[this.#head]?.at ?? until) < until) this.#passTo(this.#head + 1)
    this.#trim()
  }

  /** Everything before `head` is done with. */
  #passTo(head: number): void {
    for (; this.#head < head; this.#head++) {
      const kept = this.#kept[this.#head]
      if (kept?.gone) this.#gone--
      else if (kept) kept.gone = true
    }
  }

  #trim(): void {
    while (this.#kept[this.#head]?.gone) this.#passTo(this.#head + 1)
    // Copying at every poll would cost the square of a backlog.
    if (this.#head < 4_096 && this.#head < this.#kept.length) return
    this.#kept = this.#kept.slice(this.#head)
    this.#head = 0
  }
}
