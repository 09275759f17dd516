/**
 * The only reader of `process.env`. Everything that can be set is in `VARIABLES`; `.env.example` and
 * docs/configuration.md are held equal to it by a test. All faults are told at once.
 */
import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Language } from './domain/message.ts'
import { MATCHERS, type MatcherName } from './nlu/load.ts'

/** The folder that holds package.json, wherever the program was started from. */
export const PROJECT_DIR = resolve(dirname(fileURLToPath(import.meta.url)), '..')

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const
/** What needs no words is the same in every language. */
const same = (text: string) => ({ ru: text, en: text })
const EXAMPLE_SECRET = 'change-me-to-a-long-random-string'

interface Variable {
  readonly what: string
  /** What is taken when the variable is not set, as `.env.example` shows it. */
  readonly byDefault: string
  readonly allowed: { readonly [L in Language]: string }
}

export const VARIABLES = {
  HOST: {
    what: 'Address to listen on. Anything but a loopback address needs SECRET.',
    byDefault: '127.0.0.1',
    allowed: { ru: 'IP-адрес или имя машины', en: 'an IP address or a host name' },
  },
  PORT: {
    what: 'Port to listen on; 0 takes a free one.',
    byDefault: '3000',
    allowed: { ru: 'целое число от 0 до 65535', en: 'a whole number from 0 to 65535' },
  },
  PUBLIC_URL: {
    what: 'Where people reach this server, when it stands behind a proxy.',
    byDefault: '',
    allowed: {
      ru: 'адрес http или https без пути, например https://help.example.com',
      en: 'an http or https address without a path, e.g. https://help.example.com',
    },
  },
  DATABASE_URL: {
    what: 'The database. Files and trained models are kept beside it.',
    byDefault: 'file:data/kotik.db',
    allowed: { ru: 'file:<путь>', en: 'file:<path>' },
  },
  CONTENT_DIR: {
    what: 'Folder with flows/ and intents/.',
    byDefault: '.',
    allowed: { ru: 'папка, которая есть', en: 'a folder that exists' },
  },
  SECRET: {
    what: 'Signs the sessions of the site chat and tells the site who is logged in. Made and kept in the database when empty.',
    byDefault: '',
    allowed: {
      ru: 'от 32 знаков, не из примера; подойдёт то, что напечатает openssl rand -hex 32',
      en: 'at least 32 characters, not the example; e.g. the output of: openssl rand -hex 32',
    },
  },
  SITE_ORIGINS: {
    what: 'Sites that may show the chat, separated by commas. Empty: only this server’s own pages.',
    byDefault: '',
    allowed: {
      ru: 'адреса сайтов через запятую, например https://example.com,https://shop.example.com',
      en: 'origins separated by commas, e.g. https://example.com,https://shop.example.com',
    },
  },
  TRUST_PROXY: {
    what: 'Proxies in front of this server, so that limits see the customers’ addresses.',
    byDefault: '0',
    allowed: { ru: 'целое число от 0 до 10', en: 'a whole number from 0 to 10' },
  },
  METRICS_TOKEN: {
    what: 'Lets other machines read /metrics, as Authorization: Bearer. Empty: only programs of this machine may.',
    byDefault: '',
    allowed: {
      ru: 'от 32 знаков без пробелов; подойдёт то, что напечатает openssl rand -hex 32',
      en: 'at least 32 characters without spaces; e.g. the output of: openssl rand -hex 32',
    },
  },
  NLU: { what: 'The matcher that reads texts.', byDefault: 'kotik', allowed: same(MATCHERS.join(', ')) },
  LOG_LEVEL: { what: 'How much is logged.', byDefault: 'info', allowed: same(LOG_LEVELS.join(', ')) },
  TZ: {
    what: 'Time zone of the log on a terminal; working hours have their own in flows/_bot.yml.',
    byDefault: '',
    allowed: { ru: 'часовой пояс IANA, например Europe/Moscow', en: 'an IANA time zone, e.g. Europe/Moscow' },
  },
} as const satisfies { readonly [name: string]: Variable }

export type VariableName = keyof typeof VARIABLES

const matcher = z.enum(MATCHERS)
const logLevel = z.enum(LOG_LEVELS)

const byName: { readonly [N in VariableName]: z.ZodType<unknown> } = {
  HOST: z.string().regex(/^[\w.:-]+$/u),
  PORT: wholeNumber(0, 65_535),
  PUBLIC_URL: z.string().refine((text) => text === '' || isOrigin(text)),
  DATABASE_URL: z.string().refine(isFileUrl),
  CONTENT_DIR: z.string().refine((folder) => existsSync(resolve(PROJECT_DIR, folder))),
  SECRET: z.string().refine((text) => text === '' || (text.length >= 32 && text !== EXAMPLE_SECRET)),
  SITE_ORIGINS: z.string().refine((text) => splitList(text).every(isOrigin)),
  TRUST_PROXY: wholeNumber(0, 10),
  METRICS_TOKEN: z.string().regex(/^(\S{32,512})?$/u),
  NLU: matcher,
  LOG_LEVEL: logLevel,
  TZ: z.string().refine((zone) => zone === '' || isTimeZone(zone)),
}

export interface Config {
  readonly host: string
  readonly port: number
  readonly publicUrl?: string
  /** `file:` and an absolute path. */
  readonly databaseUrl: string
  /** Where everything besides the database is kept: files, trained models. Beside the database. */
  readonly dataDir: string
  readonly contentDir: string
  /** Absent: the installation makes one and keeps it in its database. */
  readonly secret?: string
  readonly siteOrigins: readonly string[]
  readonly trustProxy: number
  /** Absent: `/metrics` is for programs of this machine only. */
  readonly metricsToken?: string
  readonly matcher: MatcherName
  readonly logLevel: z.infer<typeof logLevel>
  /** Only this machine can reach the server. */
  readonly loopback: boolean
  /** What content may read as `env.NAME`, for the names it declares. */
  readonly contentEnv: Environment
}

const SECRETS: ReadonlySet<VariableName> = new Set(['SECRET', 'METRICS_TOKEN'])

/** One wrong variable. Secrets are never quoted back. */
export interface ConfigFault {
  readonly name: VariableName
  readonly found: string
  readonly allowed: Variable['allowed']
}

export type ConfigResult =
  | { readonly kind: 'config'; readonly config: Config }
  /** `env` says in which language they are told. */
  | { readonly kind: 'faults'; readonly faults: readonly ConfigFault[]; readonly env: Environment }

type Environment = { readonly [name: string]: string | undefined }

/** Puts what `.env` in the project's folder says into the environment; what is set already stays. */
export function loadEnvFile(folder = PROJECT_DIR) {
  const file = resolve(folder, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
}

/** Reads the settings from an environment (`process.env`, or a test's own). Changes nothing. */
export function readConfig(env: Environment = process.env): ConfigResult {
  const names = Object.keys(VARIABLES) as readonly VariableName[]
  const value = (name: VariableName) => env[name]?.trim() || VARIABLES[name].byDefault
  const faults = names
    .filter((name) => !byName[name].safeParse(value(name)).success)
    .map((name) => fault(name, value(name)))
  const loopback = isLoopback(value('HOST')) && value('PUBLIC_URL') === ''
  if (!loopback && value('SECRET') === '') faults.push(fault('SECRET', ''))
  if (faults.length > 0) return { kind: 'faults', faults, env }
  const [publicUrl, secret, metricsToken] = [value('PUBLIC_URL'), value('SECRET'), value('METRICS_TOKEN')]
  const database = databaseFile(value('DATABASE_URL'))
  return {
    kind: 'config',
    config: {
      host: value('HOST'),
      port: Number(value('PORT')),
      ...(publicUrl ? { publicUrl } : {}),
      databaseUrl: `file:${database}`,
      dataDir: dirname(database),
      contentDir: resolve(PROJECT_DIR, value('CONTENT_DIR')),
      ...(secret ? { secret } : {}),
      siteOrigins: splitList(value('SITE_ORIGINS')),
      trustProxy: Number(value('TRUST_PROXY')),
      ...(metricsToken ? { metricsToken } : {}),
      matcher: matcher.parse(value('NLU')),
      logLevel: logLevel.parse(value('LOG_LEVEL')),
      loopback,
      contentEnv: env,
    },
  }
}

function fault(name: VariableName, found: string): ConfigFault {
  return {
    name,
    found: SECRETS.has(name) && found !== '' ? '***' : found,
    allowed: VARIABLES[name].allowed,
  }
}

function wholeNumber(from: number, to: number) {
  return z.string().refine((text) => /^\d{1,5}$/u.test(text) && Number(text) >= from && Number(text) <= to)
}

function splitList(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
}

/** `file:<path>`, or a `file://` address that this machine can have. */
function isFileUrl(text: string): boolean {
  if (!text.startsWith('file://')) return /^file:.+$/u.test(text)
  try {
    return fileURLToPath(text) !== '/'
  } catch {
    return false
  }
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, origin } = new URL(text)
  return (protocol === 'http:' || protocol === 'https:') && (text === origin || text === `${origin}/`)
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/u.test(host)
}

/** A relative database path means the same file wherever the program is started from. */
function databaseFile(url: string): string {
  return url.startsWith('file://') ? fileURLToPath(url) : resolve(PROJECT_DIR, url.slice('file:'.length))
}
