/**
 * The bots of Telegram, as the settings name them: customers' channel, operators' desk, one feed of updates for each token.
 * With one token for both the desk is asked first whether an update is its own.
 */
import { Router } from 'express'
import type { Channel, LiveLog, Signals } from './channels/port.ts'
import { telegramChannel } from './channels/telegram/telegram.ts'
import type { Config, TelegramConfig } from './config.ts'
import type { DeskSurface, GroupSurface } from './desk/port.ts'
import type { Rules } from './domain/rules.ts'
import type { Chance, Clock } from './domain/time.ts'
import type { Log } from './runtime/log.ts'
import type { Blobs, Store } from './store/port.ts'
import { type BotApi, botApi } from './telegram/api.ts'
import { Feed } from './telegram/feed.ts'

export interface BotsParts {
  readonly config: Pick<Config, 'telegram' | 'publicUrl'>
  readonly store: Store
  readonly blobs: Blobs
  readonly live: LiveLog
  readonly signals: Signals
  readonly clock: Clock
  readonly chance: Chance
  readonly rules: () => Rules
  readonly log: Log
  /** Builds the operators' desk on its bot; it adds its hearer to the feed. */
  readonly desk?: (bot: DeskBot) => GroupSurface
}

export interface DeskBot {
  readonly token: string
  readonly api: BotApi
  readonly feed: Feed
  /** Customers write to the same bot. */
  readonly shared: boolean
  /** Whether more of what customers wrote waits at Telegram than it gives at once. */
  readonly catchingUp: () => boolean
}

export interface Bots {
  readonly channels: readonly Channel[]
  readonly surfaces: readonly DeskSurface[]
  /** Webhooks, `/<bot id>` each; to be mounted at `/telegram`. */
  readonly router: Router
  /** Cuts the connections, after everything has stopped. */
  close(): Promise<void>
}

interface Line {
  readonly token: string
  readonly api: BotApi
  readonly feed: Feed
}

export function telegramBots(parts: BotsParts): Bots {
  const { telegram } = parts.config
  const lines = new Map<string, Line>()
  const lineOf = (token: string) => {
    const line = lines.get(token) ?? open(token, telegram, parts)
    lines.set(token, line)
    return line
  }
  const surfaces = desks(parts, lineOf)
  const ofDesk = (chat: number) => surfaces.some((surface) => surface.holds(chat))
  const channels = telegram.token === undefined ? [] : [customers(parts, lineOf(telegram.token), ofDesk)]
  const router = Router()
  for (const { api, feed } of lines.values()) if (feed.router) router.use(`/${api.id}`, feed.router)
  const close = async () => {
    await Promise.all([...lines.values()].map(({ api }) => api.close()))
  }
  return { channels, surfaces, router, close }
}

function desks({ config, desk }: BotsParts, lineOf: (token: string) => Line): readonly GroupSurface[] {
  const { token, deskToken } = config.telegram
  if (!desk || deskToken === undefined) return []
  const catchingUp = () => token !== undefined && lineOf(token).feed.catchingUp
  return [desk({ ...lineOf(deskToken), shared: deskToken === token, catchingUp })]
}

function customers(parts: BotsParts, line: Line, ofDesk: (chat: number) => boolean): Channel {
  const { config, log } = parts
  const { rate } = config.telegram
  return telegramChannel({ ...parts, ...line, ofDesk, rate, log: log.child({ room: 'telegram' }) })
}

function open(token: string, { apiUrl, mode, webhookSecret }: TelegramConfig, parts: BotsParts): Line {
  const { config, store, clock, log } = parts
  const api = botApi(token, apiUrl)
  const { publicUrl } = config
  const webhook =
    mode === 'webhook' && webhookSecret && publicUrl
      ? { webhook: { url: `${new URL(publicUrl).origin}/telegram/${api.id}`, secret: webhookSecret } }
      : {}
  const feed = new Feed({ api, ...webhook, store, clock, log: log.child({ room: 'telegram' }) })
  return { token, api, feed }
}
