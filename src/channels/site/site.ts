/**
 * The chat on a site. Browsers and apps write by HTTP (API v1, docs/site-api.md) and read the log as it is committed;
 * so a message "is sent" to a site's customer at the commit, and `send` has nothing left to do: whoever is away reads it
 * by cursor on return. That is why delivery here is exactly once.
 */
import type { RequestListener } from 'node:http'
import express, { type ErrorRequestHandler, Router } from 'express'
import type { Settings } from '../../domain/settings.ts'
import type { Chance, Clock } from '../../domain/time.ts'
import { securityHeaders } from '../../http/security-headers.ts'
import type { Blobs, Store } from '../../store/port.ts'
import type { Channel, LiveLog, Signals, Submit } from '../port.ts'
import { LARGEST_BODY } from './bodies.ts'
import { answerFault, type Fault, fault, faultOfOurs } from './errors.ts'
import { eventsBefore } from './events.ts'
import { downloadRoute, uploadRoute } from './files.ts'
import { historyRoute } from './history.ts'
import { addressOf, SITE_LIMITS, type SiteLimits, siteBudgets } from './limits.ts'
import { fileLinks } from './links.ts'
import { openRoute } from './opening.ts'
import { type OriginCheck, originCheck } from './origins.ts'
import { sitePages } from './pages.ts'
import { type FailureLog, failed, type Site, sendReply, slowedDown } from './routes.ts'
import { siteSessions } from './session.ts'
import { SiteStreams } from './streams.ts'
import { userReader } from './user.ts'
import { messageRoute, pressRoute, ratingRoute, typingRoute } from './writing.ts'

export interface SiteOptions {
  /** The installation's secret; every key of the site is derived from it. */
  readonly secret: string
  /** Origins of pages that may use the API besides our own, exact: `https://kino.example`. */
  readonly origins: readonly string[]
  readonly store: Store
  readonly blobs: Blobs
  readonly live: LiveLog
  readonly signals: Signals
  readonly clock: Clock
  readonly chance: Chance
  /** Asked at each request, so that new content counts at once. */
  readonly settings: () => Settings
  readonly logger: FailureLog
  /** Where Vite's output is: `widget.js` and `demo/`. */
  readonly webFolder: string
  readonly limits?: Partial<SiteLimits>
  /** Proxies of our own in front of the server; default 0. */
  readonly trustProxy?: number
}

export interface SiteChannel {
  readonly channel: Channel
  /** `/chat/…` but the live stream, `/widget.js`, `/demo/…` and `/`: to be mounted at the root. */
  readonly router: Router
  /** What the HTTP server is to be given: answers live streams, and leaves everything else to `others`. */
  before(others: RequestListener): RequestListener
  /** For metrics. */
  openStreams(): number
}

export function siteChannel(options: SiteOptions): SiteChannel {
  let submit: Submit | undefined
  const underWay = new Set<Promise<unknown>>()
  const site = parts(options, () => submit)
  const channel: Channel = {
    name: 'site',
    send: async () => ({ kind: 'sent' }),
    async start(given) {
      site.streams.listen()
      submit = (arrived) => {
        const receipt = given(arrived).finally(() => underWay.delete(receipt))
        underWay.add(receipt)
        return receipt
      }
    },
    async stop() {
      submit = undefined
      site.streams.stop()
      await Promise.all(underWay)
    },
  }
  const origins = originCheck(options.origins)
  return {
    channel,
    router: router(site, options.webFolder, origins),
    before: (others) => eventsBefore(site, origins, others),
    openStreams: () => site.streams.size,
  }
}

function parts(options: SiteOptions, submit: () => Submit | undefined): Site {
  const { secret, store, blobs, live, signals, clock, chance, settings, logger } = options
  const limits = { ...SITE_LIMITS, ...options.limits }
  const links = fileLinks(secret)
  const url = (file: string) => links.url(file, clock.now())
  return {
    ...{ store, blobs, signals, clock, chance, settings, logger, limits, links, submit },
    addressOf: (req) => addressOf(req, options.trustProxy ?? 0),
    budgets: siteBudgets(limits),
    sessions: siteSessions(secret),
    users: userReader(secret),
    streams: new SiteStreams({ store, live, signals, clock, url, limits }),
  }
}

function router(site: Site, webFolder: string, origins: OriginCheck): Router {
  const all = Router()
  all.use(...securityHeaders())
  all.use('/chat', api(site, origins))
  all.use(sitePages(webFolder))
  return all
}

function api(site: Site, origins: OriginCheck): Router {
  const chat = Router({ strict: false })
  const json = express.json({ limit: LARGEST_BODY, strict: true })
  chat.use(origins)
  chat.use(async (req, res, next) => {
    const over = await slowedDown(site, req)
    if (over) sendReply(req, res, failed(over))
    else next()
  })
  chat.post('/sessions', onlyJson, json, openRoute(site))
  chat.post('/messages', onlyJson, json, messageRoute(site))
  chat.post('/presses', onlyJson, json, pressRoute(site))
  chat.post('/ratings', onlyJson, json, ratingRoute(site))
  chat.post('/typing', onlyJson, json, typingRoute(site))
  chat.post('/files', uploadRoute(site))
  chat.get('/files/:id', downloadRoute(site))
  chat.get('/messages', historyRoute(site))
  chat.use((req, res) => {
    sendReply(req, res, failed(fault('notFound', { path: req.path.slice(0, 100) })))
  })
  chat.use(failure(site))
  return chat
}

const onlyJson: express.RequestHandler = (req, res, next) => {
  if (req.is('application/json')) return next()
  const found = (req.headers['content-type'] ?? '—').slice(0, 60)
  answerFault(req, res, fault('contentType', { found, allowed: 'application/json' }))
}

/** Express's own refusals (bodies), and bugs: those are logged and told as what they are. */
function failure(site: Site): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    const known = bodyFault(error)
    if (!known) site.logger.error({ err: error, path: req.path }, 'site request failed')
    if (res.headersSent) res.destroy()
    else answerFault(req, res, known ?? faultOfOurs(error))
  }
}

function bodyFault(error: unknown): Fault | undefined {
  // An address that cannot be decoded (`/chat/files/%zz`).
  if (error instanceof URIError) return fault('badRequest', { detail: 'the address is not well formed' })
  if (!(error instanceof Error && 'type' in error && 'status' in error)) return undefined
  if (error.type === 'entity.too.large') return fault('bodyTooLarge', { limit: LARGEST_BODY / 1024 })
  // body-parser's other refusals (syntax, charset, encoding, a cut connection) are all 4xx.
  return Number(error.status) < 500 ? fault('notJson', { detail: String(error.type) }) : undefined
}
