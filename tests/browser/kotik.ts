import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { readConfig } from '../../src/config.ts'
import { loadContent } from '../../src/content/load.ts'
import type { Release } from '../../src/content/release.ts'
import { NOTHING_READ } from '../../src/domain/nlu.ts'
import { createRegistry } from '../../src/flow/compiled.ts'
import type { Matcher } from '../../src/nlu/port.ts'
import { systemChance, systemClock } from '../../src/runtime/clock.ts'
import { createLog } from '../../src/runtime/log.ts'
import { type Running, start } from '../../src/start.ts'

/** The whole Kotik with the sample cinema's content, in this process; only the matcher is a plain one. */
export interface WholeKotik {
  readonly url: string
  readonly running: Running
  /** Nobody answers at the address any more. */
  stop(): Promise<void>
  /** The same data on the same port. */
  startAgain(): Promise<void>
  /** Stops and removes the data. */
  end(): Promise<void>
}

export async function startKotik(env: { readonly [name: string]: string } = {}): Promise<WholeKotik> {
  const folder = mkdtempSync(join(tmpdir(), 'kotik-browser-'))
  const begin = async (port: string) =>
    startOnce({ ...env, PORT: port, DATABASE_URL: `file:${folder}/kotik.db` })
  let running = await begin('0')
  const { url } = running
  return {
    url,
    get running() {
      return running
    },
    stop: () => running.stop(),
    async startAgain() {
      running = await begin(new URL(url).port)
    },
    async end() {
      await running.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function startOnce(env: { readonly [name: string]: string }): Promise<Running> {
  const settings = readConfig({ LOG_LEVEL: 'silent', ...env })
  if (settings.kind === 'faults') throw new Error(JSON.stringify(settings.faults))
  const { config } = settings
  const registry = createRegistry()
  const loaded = await loadContent(config.contentDir, { language: 'en', env: config.contentEnv, registry })
  if (loaded.kind === 'faults') throw new Error(JSON.stringify(loaded.faults))
  const log = createLog({ level: 'silent', readable: false, out: process.stdout })
  const { release } = loaded
  const parts = { config, registry, release, matcher: exactly(release), log }
  return start({ ...parts, clock: systemClock, chance: systemChance })
}

/** Understands the examples word for word and nothing else; training a real matcher takes longer than these tests. */
function exactly(release: Release): Matcher {
  const known = new Map(release.phrases.map(({ text, intent }) => [text.toLowerCase(), intent]))
  return {
    async read(text) {
      const intent = known.get(text.toLowerCase().trim())
      return intent ? { intents: [{ intent, confidence: 1 }], entities: [], verdict: 'sure' } : NOTHING_READ
    },
  }
}

/** The demo operator at the desk's API. */
export class Operator {
  readonly #api: string
  #cookie = ''
  #commands = 0

  constructor(kotik: WholeKotik) {
    this.#api = `${kotik.url}/desk/api`
  }

  async signIn(kotik: WholeKotik): Promise<void> {
    const token = new URL(kotik.running.demoDeskUrl ?? '').hash.slice(1)
    const answer = await this.#ask('/session/link', { token })
    this.#cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    await this.command('/me/shift', { shift: 'on' }, 'PUT')
  }

  /** The ticket that is open now. */
  async ticket(): Promise<number> {
    for (;;) {
      const answer = await this.#ask('/tickets')
      const [ticket] = JSON.parse(await answer.text()).tickets
      if (ticket?.status === 'active') return ticket.id
    }
  }

  async command(path: string, body: object = {}, method = 'POST'): Promise<void> {
    this.#commands++
    const answer = await this.#ask(path, { id: `command-${this.#commands}-${process.pid}`, ...body }, method)
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  }

  async typing(ticket: number): Promise<void> {
    await this.#ask(`/tickets/${ticket}/typing`, {})
  }

  #ask(path: string, body?: object, method = 'POST'): Promise<Response> {
    return fetch(`${this.#api}${path}`, {
      method: body ? method : 'GET',
      headers: { 'X-Kotik-Desk': '1', 'Content-Type': 'application/json', Cookie: this.#cookie },
      ...(body && { body: JSON.stringify(body) }),
    })
  }
}

export async function buildWidget(): Promise<void> {
  await build({ configFile: 'vite.widget.ts', logLevel: 'silent' })
}

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
}

/** A page of its own customer, and everything it complained about. */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
  const context = await browser.newContext({
    locale: 'ru-RU',
    viewport: { width: 1280, height: 860 },
    ...options,
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return { page, complaints }
}
