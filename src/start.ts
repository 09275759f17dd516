/**
 * Puts the rooms together: content, store, matcher, the running Kotik, the site's chat and the web desk on one HTTP
 * server. `main.ts` calls it for `npm start`; tests and the bench call it too.
 */
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import express from 'express'
import type { Bots } from './bots.ts'
import type { DeliveredSignal, TypingSignal } from './channels/port.ts'
import { siteChannel } from './channels/site/site.ts'
import type { VkChannel } from './channels/vk/vk.ts'
import { type Config, PROJECT_DIR } from './config.ts'
import type { Release } from './content/release.ts'
import { DEMO_OPERATOR, removeAccount } from './desk/accounts.ts'
import { Enrolment } from './desk/enrolment.ts'
import { type DeskWeb, deskWeb } from './desk/web/desk-web.ts'
import { decideConversation, needsReading, newConversation } from './domain/conversation/decide.ts'
import { offeredReadings } from './domain/conversation/offered.ts'
import { decideDesk } from './domain/desk/decide.ts'
import type { OperatorId } from './domain/ids.ts'
import type { Reading } from './domain/nlu.ts'
import type { Settings } from './domain/settings.ts'
import { type Chance, type Clock, seconds } from './domain/time.ts'
import type { ReleaseRegistry } from './flow/compiled.ts'
import { healthRoutes } from './http/health.ts'
import { notFound, problemHandler } from './http/problem.ts'
import { proxyWarning } from './http/proxy-warning.ts'
import { securityHeaders } from './http/security-headers.ts'
import type { Matcher } from './nlu/port.ts'
import { Preferences } from './nlu/preferences.ts'
import { understanding } from './nlu/understanding.ts'
import { takeUpReleases } from './releases.ts'
import { followChoices } from './runtime/choices.ts'
import { secretsOf } from './runtime/fill-call.ts'
import { Kotik } from './runtime/kotik.ts'
import { Broadcast } from './runtime/live.ts'
import type { Log } from './runtime/log.ts'
import { openBlobs } from './store/blobs.ts'
import type { Blobs, LoggedEvent, Store } from './store/port.ts'
import { openSqliteStore } from './store/sqlite/open.ts'

// Process managers follow SIGTERM with SIGKILL after 10 s; a second is left for closing the server and the store.
const STOP_WITHIN = seconds(9)

// What `npm run build` makes for browsers.
const WEB_FOLDER = join(PROJECT_DIR, 'dist', 'web')

export interface StartParts {
  readonly config: Config
  readonly release: Release
  /** Where `release` put itself; older releases join it. */
  readonly registry: ReleaseRegistry
  readonly matcher: Matcher
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Log
  /** How a group in Telegram becomes the operators' desk: by opening this link. Told once the bot is connected. */
  readonly deskLink?: (link: string) => void
}

export interface Running {
  readonly url: string
  /** Signs the demo operator in, once. Absent where there are real operators or others can connect. */
  readonly demoDeskUrl?: string
  /** Nobody has an account yet, so nobody can answer. */
  readonly unmanned: boolean
  readonly kotik: Kotik
  /** Takes nothing more, finishes what is under way, within 10 s. */
  stop(): Promise<void>
}

/** Rejects with a `StoreError` for the database, and with the server's own error when the port is taken. */
export async function start(parts: StartParts): Promise<Running> {
  const store = await openSqliteStore({
    url: parts.config.databaseUrl,
    migrationsDir: join(PROJECT_DIR, 'migrations', 'sqlite'),
  })
  try {
    return await startOn(store, parts)
  } catch (error) {
    await store.close()
    throw error
  }
}

/** The same on a store that is open. Stopping closes it; when this rejects it stays open. */
export async function startOn(store: Store, parts: StartParts): Promise<Running> {
  const { config, clock, log } = parts
  const rooms = await build(store, parts)
  const server = createServer(rooms.listener)
  const { submit } = rooms.kotik
  const enrolment = new Enrolment({ store, submit, clock, log: log.child({ room: 'desk' }) })
  const stop = async () => {
    enrolment.stop()
    rooms.desk.close()
    const closed = new Promise((resolve) => server.close(resolve))
    await rooms.kotik.stop(STOP_WITHIN)
    await rooms.bots.close()
    await rooms.vk?.close()
    server.closeAllConnections()
    await closed
  }
  try {
    // Before anybody can connect: a demo that others could reach is gone by then.
    const demo = await demoOperator(store, parts)
    // The port first: a second Kotik on it must refuse before it sends anything.
    await listen(server, config)
    await rooms.kotik.start()
    await enrolment.start()
    // In the background: a long log is read for seconds, and a habit learnt a little later does no harm.
    void followChoices({
      store,
      live: rooms.kotik.live,
      log: log.child({ room: 'habits' }),
      learn: (choice) => rooms.habits.learn(choice),
    })
    const url = config.publicUrl ?? addressOf(server)
    const demoDeskUrl = demo ? { demoDeskUrl: url + rooms.desk.createLoginLink(DEMO_OPERATOR) } : {}
    const unmanned = (await store.operators()).length === 0
    const ended = () => stop().finally(() => store.close())
    return { url, ...demoDeskUrl, unmanned, kotik: rooms.kotik, stop: ended }
  } catch (error) {
    // What waits for its time in the rooms would keep the process alive after it has told why it cannot start.
    await stop()
    throw error
  }
}

interface Rooms {
  readonly listener: RequestListener
  readonly kotik: Kotik
  readonly desk: DeskWeb
  readonly bots: Bots
  readonly vk: VkChannel | undefined
  /** What customers usually choose in "did you mean". */
  readonly habits: Preferences
}

async function build(store: Store, parts: StartParts): Promise<Rooms> {
  const { config, release, matcher, clock, chance, log } = parts
  const { rules } = release
  const secret = config.secret ?? (await store.keep('secret', chance.token(32)))
  const blobs = await openBlobs(join(config.dataDir, 'files'))
  const { contentDir, contentEnv, trustProxy } = config
  await takeUpReleases({
    store,
    blobs,
    release,
    registry: parts.registry,
    contentDir,
    contentEnv,
    clock,
    log,
  })
  const shared = { store, blobs, ...broadcasts(log), clock, chance }
  const web = { ...shared, settings: () => rules.settings }
  const site = siteChannel({
    ...web,
    secret,
    trustProxy,
    origins: config.siteOrigins,
    logger: log.child({ room: 'site' }),
    webFolder: WEB_FOLDER,
  })
  const bots = await botsOf(parts, web, (operator) => desk.createLoginLink(operator))
  const vk = await vkOf(parts, web)
  const habits = new Preferences()
  const offered = (reading: Reading) => offeredReadings(rules, reading).map(({ name }) => name)
  const kotik = new Kotik({
    ...shared,
    domain: { newConversation, needsReading, decideConversation, decideDesk },
    rules: { current: () => rules },
    matcher: understanding({ matcher, entities: release.entities, habits: { preferences: habits, offered } }),
    secrets: secretsOf(release),
    channels: [site.channel, ...bots.channels, ...(vk ? [vk.channel] : [])],
    surfaces: bots.surfaces,
    log,
  })
  const desk = deskWeb({
    ...web,
    ...deskSettings(config),
    submit: kotik.submit,
    messengersBehind: () => kotik.deskBehind(),
    log: log.child({ room: 'desk' }),
  })
  const listener = site.before(routes(parts, { kotik, desk, site: site.router, bots, vk }))
  return { listener, kotik, desk, bots, vk, habits }
}

const broadcasts = (log: Log) => ({
  live: new Broadcast<readonly LoggedEvent[]>(log.child({ room: 'live' })),
  signals: new Broadcast<TypingSignal>(log.child({ room: 'signals' })),
  delivered: new Broadcast<DeliveredSignal>(log.child({ room: 'delivered' })),
})

export interface Shared extends ReturnType<typeof broadcasts> {
  readonly store: Store
  readonly blobs: Blobs
  readonly clock: Clock
  readonly chance: Chance
  readonly settings: () => Settings
}

// Whoever has set up no messenger does not load its libraries: 9 MB of heap (grammY 3.9, telegraf 3.2, vk-io 2.4).
async function botsOf(
  parts: StartParts,
  shared: Shared,
  loginPath: (operator: OperatorId) => string,
): Promise<Bots> {
  const { token, deskToken } = parts.config.telegram
  if (token === undefined && deskToken === undefined) return NO_BOTS
  const { deskBots } = await import('./desk-bots.ts')
  return deskBots(parts, shared, loginPath)
}

const NO_BOTS: Bots = { channels: [], surfaces: [], router: express.Router(), close: async () => {} }

async function vkOf({ config, release, log }: StartParts, shared: Shared): Promise<VkChannel | undefined> {
  if (!config.vk) return undefined
  const { vkChannel } = await import('./channels/vk/vk.ts')
  const rules = () => release.rules
  return vkChannel({ ...shared, ...config.vk, rules, log: log.child({ room: 'vk' }) })
}

function deskSettings({ publicUrl }: Config) {
  return {
    secureCookies: publicUrl?.startsWith('https:') ?? false,
    ...(publicUrl ? { publicUrl } : {}),
    pages: join(WEB_FOLDER, 'desk'),
  }
}

interface Served extends Pick<Rooms, 'kotik' | 'desk' | 'bots' | 'vk'> {
  readonly site: express.Router
}

function routes({ config, log }: StartParts, { kotik, desk, site, bots, vk }: Served) {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', config.trustProxy)
  app.use(...securityHeaders())
  app.use(proxyWarning(config.trustProxy, log.child({ room: 'http' })))
  app.use(healthRoutes(kotik, config.metricsToken))
  app.use('/telegram', bots.router)
  if (vk?.router) app.use('/vk', vk.router)
  app.use('/desk', desk.router)
  app.use(site)
  app.use(notFound)
  app.use(problemHandler(log.child({ room: 'http' })))
  return app
}

function listen(server: Server, { host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function addressOf(server: Server): string {
  const { address, port, family } = server.address() as AddressInfo
  // "Every address" is none that a browser can open.
  if (address === '0.0.0.0' || address === '::') return `http://localhost:${port}`
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

/** Makes the demo's operator on a machine of its own; takes the account away once there are real ones. */
async function demoOperator(store: Store, { config, release }: StartParts): Promise<boolean> {
  const others = (await store.operators()).filter(({ id }) => id !== DEMO_OPERATOR)
  if (!config.loopback || others.length > 0) {
    await removeAccount(store, DEMO_OPERATOR)
    return false
  }
  const groups = release.rules.settings.groups.map(({ name }) => name)
  await store.saveOperator({ id: DEMO_OPERATOR, name: 'Анна', lead: true, groups })
  return true
}
