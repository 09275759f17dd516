/** Every bot's updates: asked for by getUpdates, or posted to its webhook. */

import type { FakeClock } from '../../messenger/clock.ts'
import { seconds } from '../../messenger/clock.ts'
import type { Delivery } from '../api/call.ts'
import type { Params } from '../api/params.ts'
import { badRequest, webhookConflict } from '../errors.ts'
import type { Bot, Wire } from '../world/model.ts'
import { Inbox } from './inbox.ts'
import { Webhook } from './webhook.ts'

/** What a webhook may answer with: a call to perform at once. */
export type PerformReply = (bot: Bot, body: Wire) => void

const FIRST_UPDATE_ID = 100_000_001

export class PostOffice implements Delivery {
  /** Something about somebody's updates changed. */
  onStir: () => void = () => {}
  readonly #clock: FakeClock
  readonly #reply: PerformReply
  readonly #inboxes = new Map<number, Inbox>()
  readonly #webhooks = new Map<number, Webhook>()

  constructor(clock: FakeClock, reply: PerformReply) {
    this.#clock = clock
    this.#reply = reply
  }

  inbox(bot: Bot): Inbox {
    const known = this.#inboxes.get(bot.user.id)
    if (known) return known
    const inbox = new Inbox(this.#clock, FIRST_UPDATE_ID)
    inbox.onStir = () => this.onStir()
    this.#inboxes.set(bot.user.id, inbox)
    return inbox
  }

  getUpdates(bot: Bot, params: Params, gone: (leave: () => void) => void): Promise<unknown> {
    if (this.#webhooks.has(bot.user.id)) throw webhookConflict()
    const inbox = this.inbox(bot)
    if (params.has('allowed_updates')) inbox.allowed = names(params)
    const limit = params.whole('limit') ?? 100
    const timeout = Math.min(50, Math.max(0, params.whole('timeout') ?? 0))
    return inbox.poll(params.whole('offset') ?? 0, limit < 1 || limit > 100 ? 100 : limit, timeout, gone)
  }

  setWebhook(bot: Bot, params: Params): true {
    const url = params.text('url')
    if (url === '') return this.deleteWebhook(bot, params.flag('drop_pending_updates'))
    if (!isAllowed(url)) throw badRequest('bad webhook: An HTTPS URL must be provided for webhook')
    const secret = params.text('secret_token')
    if (!/^[\w-]{0,256}$/u.test(secret)) throw badRequest('secret token contains unallowed characters')
    const most = params.whole('max_connections') ?? 40
    const inbox = this.inbox(bot)
    if (params.has('allowed_updates')) inbox.allowed = names(params)
    if (params.flag('drop_pending_updates')) inbox.clear()
    inbox.interrupt(webhookConflict())
    this.#webhooks.get(bot.user.id)?.stop()
    const at = { url, secret, connections: Math.min(100, Math.max(1, most)) }
    this.#webhooks.set(bot.user.id, new Webhook(at, inbox, this.#clock, (body) => this.#reply(bot, body)))
    return true
  }

  deleteWebhook(bot: Bot, dropPending: boolean): true {
    this.#webhooks.get(bot.user.id)?.stop()
    this.#webhooks.delete(bot.user.id)
    if (dropPending) this.inbox(bot).clear()
    return true
  }

  webhookInfo(bot: Bot): Wire {
    const webhook = this.#webhooks.get(bot.user.id)
    const inbox = this.inbox(bot)
    const failure = webhook?.failure
    return {
      url: webhook?.at.url ?? '',
      has_custom_certificate: false,
      pending_update_count: inbox.pending,
      ...(webhook ? { max_connections: webhook.at.connections, ip_address: '127.0.0.1' } : {}),
      ...(failure ? { last_error_date: seconds(failure.at), last_error_message: failure.why } : {}),
      ...(inbox.allowed === undefined ? {} : { allowed_updates: inbox.allowed }),
    }
  }

  logOut(bot: Bot): void {
    this.deleteWebhook(bot, false)
  }

  stop(): void {
    for (const webhook of this.#webhooks.values()) webhook.stop()
    for (const inbox of this.#inboxes.values()) inbox.interrupt(new Error('the fake is closing'))
  }
}

const names = (params: Params): readonly string[] => (params.list('allowed_updates') ?? []).map(String)

/** Telegram itself takes https only; our own machine is reached without it. */
const isAllowed = (url: string): boolean =>
  /^https:\/\//iu.test(url) || /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?(?:\/|$)/iu.test(url)
