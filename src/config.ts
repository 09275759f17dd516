/**
 * The only reader of `process.env`. What can be set is told in `config/variables.ts`, the form each must have in
 * `config/forms.ts`. All faults are told at once.
 */
import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type DeskChat,
  deskChats,
  FORMS,
  type LogLevel,
  logLevel,
  matcher,
  onOff,
  PROJECT_DIR,
  splitList,
  type TelegramMode,
  telegramMode,
  type VkMode,
  vkMode,
} from './config/forms.ts'
import { SECRETS, VARIABLES, type Variable, type VariableName } from './config/variables.ts'
import type { MatcherName } from './nlu/load.ts'

export { PROJECT_DIR } from './config/forms.ts'
export { VARIABLES, type VariableName } from './config/variables.ts'

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
  readonly telegram: TelegramConfig
  /** Absent: no VK. */
  readonly vk?: VkConfig
  readonly matcher: MatcherName
  readonly logLevel: LogLevel
  /** Only this machine can reach the server. */
  readonly loopback: boolean
  /** What content may read as `env.NAME`, for the names it declares. */
  readonly contentEnv: Environment
}

export interface TelegramConfig {
  /** Absent: customers have no Telegram. */
  readonly token?: string
  /** Without a slash at the end. */
  readonly apiUrl: string
  readonly mode: TelegramMode
  /** Present in webhook mode. */
  readonly webhookSecret?: string
  /** Messages a second in all. */
  readonly rate: number
  /** The operators' bot: the customers' one unless there is another. Absent: no desk in Telegram. */
  readonly deskToken?: string
  readonly deskChats: readonly DeskChat[]
  readonly personalGroups: readonly string[]
  /** Whether the desk keeps to Telegram's limits. */
  readonly deskPaced: boolean
}

export interface VkConfig {
  readonly token: string
  readonly group: number
  /** Without a slash at the end. */
  readonly apiUrl: string
  readonly mode: VkMode
  /** Present unless only the long poll is heard. */
  readonly callback?: { readonly secret: string; readonly confirmation: string }
}

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
    .filter((name) => !FORMS[name].safeParse(value(name)).success)
    .map((name) => fault(name, value(name)))
  const loopback = isLoopback(value('HOST')) && value('PUBLIC_URL') === ''
  if (!loopback && value('SECRET') === '') faults.push(fault('SECRET', ''))
  if (value('TELEGRAM_MODE') === 'webhook') faults.push(...webhookFaults(value))
  faults.push(...vkFaults(value))
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
      telegram: telegramConfig(value),
      ...vkConfig(value),
      matcher: matcher.parse(value('NLU')),
      logLevel: logLevel.parse(value('LOG_LEVEL')),
      loopback,
      contentEnv: env,
    },
  }
}

type Value = (name: VariableName) => string

/** A webhook without a secret takes anybody's updates; without an address Telegram has nowhere to bring them. */
function webhookFaults(value: Value): readonly ConfigFault[] {
  const needed = ['PUBLIC_URL', 'TELEGRAM_WEBHOOK_SECRET'] as const
  return needed.filter((name) => value(name) === '').map((name) => fault(name, ''))
}

function telegramConfig(value: Value): TelegramConfig {
  const token = value('TELEGRAM_TOKEN')
  const deskToken = value('DESK_TELEGRAM_TOKEN') || token
  const webhookSecret = value('TELEGRAM_WEBHOOK_SECRET')
  return {
    ...(token ? { token } : {}),
    apiUrl: new URL(value('TELEGRAM_API_URL')).origin,
    mode: telegramMode.parse(value('TELEGRAM_MODE')),
    ...(webhookSecret ? { webhookSecret } : {}),
    rate: Number(value('TELEGRAM_RATE')),
    ...(deskToken ? { deskToken } : {}),
    deskChats: deskChats(value('DESK_TELEGRAM_CHATS')) ?? [],
    personalGroups: splitList(value('DESK_TELEGRAM_PERSONAL')),
    deskPaced: onOff.parse(value('DESK_TELEGRAM_PACE')) === 'on',
  }
}

/** The Callback API without a secret takes anybody's events; without an address VK has nowhere to bring them. */
function vkFaults(value: Value): readonly ConfigFault[] {
  if (value('VK_TOKEN') === '') return []
  const callback = ['PUBLIC_URL', 'VK_SECRET', 'VK_CONFIRMATION'] as const
  const needed = ['VK_GROUP_ID', ...(value('VK_MODE') === 'longpoll' ? [] : callback)] as const
  return needed.filter((name) => value(name) === '').map((name) => fault(name, ''))
}

function vkConfig(value: Value): { readonly vk?: VkConfig } {
  const token = value('VK_TOKEN')
  if (token === '') return {}
  const mode = vkMode.parse(value('VK_MODE'))
  const callback = { secret: value('VK_SECRET'), confirmation: value('VK_CONFIRMATION') }
  const apiUrl = new URL(value('VK_API_URL')).origin
  const group = Number(value('VK_GROUP_ID'))
  return { vk: { token, group, apiUrl, mode, ...(mode === 'longpoll' ? {} : { callback }) } }
}

function fault(name: VariableName, found: string): ConfigFault {
  return {
    name,
    found: SECRETS.has(name) && found !== '' ? '***' : found,
    allowed: VARIABLES[name].allowed,
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/u.test(host)
}

/** A relative database path means the same file wherever the program is started from. */
function databaseFile(url: string): string {
  return url.startsWith('file://') ? fileURLToPath(url) : resolve(PROJECT_DIR, url.slice('file:'.length))
}
