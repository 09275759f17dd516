/** The whole Kotik by `start()`: real server, store, rules and content; only the matcher is a plain one, and the clock may be. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { loadContent } from '../../src/content/load.ts'
import type { Release } from '../../src/content/release.ts'
import { operatorAccount, storeAccount } from '../../src/desk/accounts.ts'
import { NOTHING_READ } from '../../src/domain/nlu.ts'
import type { Clock } from '../../src/domain/time.ts'
import { createRegistry } from '../../src/flow/compiled.ts'
import type { Matcher } from '../../src/nlu/port.ts'
import { systemChance, systemClock } from '../../src/runtime/clock.ts'
import { type Log, QUIET } from '../../src/runtime/log.ts'
import { type Running, start } from '../../src/start.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'

export const CONTENT = resolve('tests/whole/content')
export const PASSWORD = 'правильный пароль'
// What is tested is not the password.
const CHEAP = { N: 2, r: 1, p: 1 }

export interface Person {
  readonly login: string
  readonly name: string
  readonly lead?: boolean
  readonly groups?: readonly string[]
  readonly capacity?: number
}

export interface WholeOptions {
  readonly clock?: Clock
  readonly people?: readonly Person[]
  readonly env?: { readonly [name: string]: string }
  readonly matcher?: Matcher
  /** Default: nobody listens. */
  readonly log?: Log
  /** Default: a folder of its own that goes with the test. */
  readonly folder?: string
}

export interface Whole {
  readonly url: string
  readonly folder: string
  readonly running: Running
  stop(): Promise<void>
  /** Another process on the same data would see the same: stops, and starts anew on the same port. */
  restart(): Promise<void>
}

/** Stopped, and its data removed, when the test ends. */
export async function openKotik(options: WholeOptions = {}): Promise<Whole> {
  const folder = options.folder ?? temporaryFolder()
  await enrol(folder, options.people ?? [])
  let running = await startOnce(folder, options, '0')
  onTestFinished(() => running.stop())
  const { url } = running
  return {
    url,
    folder,
    get running() {
      return running
    },
    stop: () => running.stop(),
    async restart() {
      await running.stop()
      running = await startOnce(folder, options, new URL(url).port)
    },
  }
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kotik-whole-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function startOnce(folder: string, options: WholeOptions, port: string): Promise<Running> {
  const settings = readConfig({
    LOG_LEVEL: 'silent',
    CONTENT_DIR: CONTENT,
    DATABASE_URL: `file:${folder}/kotik.db`,
    PORT: port,
    ...options.env,
  })
  if (settings.kind === 'faults') throw new Error(JSON.stringify(settings.faults))
  const { config } = settings
  const registry = createRegistry()
  const loaded = await loadContent(config.contentDir, { language: 'en', env: config.contentEnv, registry })
  if (loaded.kind === 'faults') throw new Error(JSON.stringify(loaded.faults))
  const { release } = loaded
  const matcher = options.matcher ?? exactly(release)
  const clock = options.clock ?? systemClock
  const log = options.log ?? QUIET
  return start({ config, registry, release, matcher, clock, chance: systemChance, log })
}

/** Understands the examples word for word; training a real matcher takes longer than these tests. */
function exactly(release: Release): Matcher {
  const known = new Map(release.phrases.map(({ text, intent }) => [text.toLowerCase(), intent]))
  return {
    async read(text) {
      const intent = known.get(text.toLowerCase().trim())
      return intent ? { intents: [{ intent, confidence: 1 }], entities: [], verdict: 'sure' } : NOTHING_READ
    },
  }
}

async function enrol(folder: string, people: readonly Person[]): Promise<void> {
  const store = await openSqliteStore({
    url: `file:${folder}/kotik.db`,
    migrationsDir: 'migrations/sqlite',
    exclusive: false,
  })
  for (const { login, name, lead = false, groups = ['first-line'], capacity } of people) {
    const wanted = { login, name, lead, groups, password: PASSWORD, ...(capacity ? { capacity } : {}) }
    await storeAccount(store, await operatorAccount(wanted, systemChance, CHEAP))
  }
  await store.close()
}
