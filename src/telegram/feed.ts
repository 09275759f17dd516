/**
 * One bot's updates and whoever hears them: the customers' channel, the desk, or both on one token, for two readers of one
 * token take each other's place (409). Telegram being away, or the token revoked, holds up nothing else: the feed goes on
 * trying by itself.
 */
import type { Router } from 'express'
import type { Update, UserFromGetMe } from 'grammy/types'
import type { Clock } from '../domain/time.ts'
import { Aside } from '../messengers/aside.ts'
import { ComeAgain } from '../messengers/come-again.ts'
import type { MessengerLog } from '../messengers/log.ts'
import { Pauses } from '../messengers/pause.ts'
import type { Store } from '../store/port.ts'
import type { BotApi } from './api.ts'
import { insist } from './insist.ts'
import { TELEGRAM_NOTES } from './media.ts'
import type { TakeUpdate } from './take.ts'
import { Poller } from './updates.ts'
import { webhookRouter } from './webhook.ts'

export interface Hearer {
  /** Kinds of updates it needs. */
  readonly allowed: readonly string[]
  /** Hearers are asked in the order they were added; the first that wants an update takes it. */
  wants(update: Update): boolean
  readonly take: TakeUpdate
  /** Once, before the first update: who the bot is. */
  met(me: UserFromGetMe): void
}

export interface FeedParts {
  readonly api: BotApi
  /** Absent: long polling. `url` is where Telegram reaches the router. */
  readonly webhook?: { readonly url: string; readonly secret: string }
  readonly store: Store
  readonly clock: Clock
  readonly log: MessengerLog
}

/** A hearer's hold on the feed. */
export interface Hearing {
  /** Updates come when everybody who was added has begun. */
  begin(): void
  /** Whether such an update would come to this hearer now. */
  gets(update: Update): boolean
  /** No more updates for anybody; resolves when those under way are done. */
  end(): Promise<void>
}

export class Feed {
  /** Of a webhook; absent when polling. */
  readonly router: Router | undefined
  readonly #parts: FeedParts
  readonly #pauses: Pauses
  readonly #hearers: Hearer[] = []
  readonly #underWay = new Set<Promise<void>>()
  readonly #aside: Aside
  /** Cuts what is asked while connecting. */
  readonly #leaving = new AbortController()
  #begun = 0
  /** Hearers know who the bot is; before that they cannot take anything. */
  #met = false
  #connecting: Promise<void> | undefined
  #poller: Poller | undefined

  constructor(parts: FeedParts) {
    const { clock, webhook, store, log } = parts
    this.#parts = parts
    this.#pauses = new Pauses(clock)
    this.#aside = new Aside({ store, owner: TELEGRAM_NOTES, log })
    if (webhook) this.router = webhookRouter({ secret: webhook.secret, take: this.#posted, log })
  }

  /** More updates wait at Telegram than it gives at once; never known of a webhook. */
  get catchingUp(): boolean {
    return this.#poller?.catchingUp ?? false
  }

  /** Before anything starts. */
  add(hearer: Hearer): Hearing {
    this.#hearers.push(hearer)
    return {
      begin: () => {
        this.#begun += 1
        if (this.#begun === this.#hearers.length) this.#connecting ??= this.#connect()
      },
      gets: (update) => this.#hearerOf(update) === hearer,
      end: () => this.#end(),
    }
  }

  async #connect(): Promise<void> {
    const { log } = this.#parts
    const me = await insist(() => this.#call<UserFromGetMe>('getMe'), this.#pauses, log)
    if (!me) return
    for (const hearer of this.#hearers) hearer.met(me)
    this.#met = true
    const taken = await insist(() => this.#choose(), this.#pauses, log)
    if (taken && !this.#pauses.ended) log.info({ bot: me.username }, 'the bot is connected')
  }

  async #choose(): Promise<true> {
    const { api, webhook, clock, log } = this.#parts
    const allowed = [...new Set(this.#hearers.flatMap((hearer) => hearer.allowed))]
    if (webhook) {
      const { url, secret } = webhook
      await this.#call('setWebhook', { url, secret_token: secret, allowed_updates: allowed })
    } else {
      await this.#call('deleteWebhook')
      if (this.#pauses.ended) return true
      this.#poller = new Poller({ api, allowed, take: this.#careful, clock, log })
      this.#poller.start()
    }
    return true
  }

  #call<Result>(method: string, payload: object = {}): Promise<Result> {
    return this.#parts.api.call(method, payload, this.#leaving.signal)
  }

  async #end(): Promise<void> {
    this.#pauses.end()
    this.#leaving.abort()
    await this.#poller?.stop()
    await this.#connecting
    await this.#poller?.stop()
    await Promise.allSettled(this.#underWay)
  }

  readonly #careful: TakeUpdate = (update) =>
    this.#aside.careful(String(update.update_id), update, () => this.#give(update))

  #give(update: Update): Promise<void> {
    return this.#hearerOf(update)?.take(update) ?? Promise.resolve()
  }

  #hearerOf(update: Update): Hearer | undefined {
    return this.#hearers.find((one) => one.wants(update))
  }

  /** Telegram may know the webhook from an earlier run and post before anybody is ready. */
  readonly #posted: TakeUpdate = async (update) => {
    if (!this.#met || this.#pauses.ended) throw new ComeAgain(1_000, 'not running')
    const taken = this.#careful(update).finally(() => this.#underWay.delete(taken))
    this.#underWay.add(taken)
    await taken
  }
}
