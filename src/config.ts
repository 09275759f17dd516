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
  TELEGRAM_TOKEN: {
    what: 'The bot customers write to, as @BotFather gave it. Empty: no Telegram.',
    byDefault: '',
    allowed: { ru: 'токен от @BotFather, 123456789:AAF…', en: 'a token of @BotFather, 123456789:AAF…' },
  },
  TELEGRAM_API_URL: {
    what: 'The Bot API: Telegram’s own, or a server of yours.',
    byDefault: 'https://api.telegram.org',
    allowed: {
      ru: 'адрес http или https без пути, например http://127.0.0.1:8081',
      en: 'an http or https address without a path, e.g. http://127.0.0.1:8081',
    },
  },
  TELEGRAM_MODE: {
    what: 'How updates arrive: polling needs no public address, webhook needs PUBLIC_URL and TELEGRAM_WEBHOOK_SECRET.',
    byDefault: 'polling',
    allowed: same('polling, webhook'),
  },
  TELEGRAM_WEBHOOK_SECRET: {
    what: 'What Telegram shows with each update, so that nobody else can send any.',
    byDefault: '',
    allowed: {
      ru: 'от 32 до 256 знаков A-Z a-z 0-9 _ -; подойдёт то, что напечатает openssl rand -hex 32',
      en: '32 to 256 characters of A-Z a-z 0-9 _ -; e.g. the output of: openssl rand -hex 32',
    },
  },
  TELEGRAM_RATE: {
    what: 'Messages a second the customers’ bot may send in all; more than 30 only with Telegram’s paid broadcasts.',
    byDefault: '30',
    allowed: { ru: 'целое число от 1 до 1000', en: 'a whole number from 1 to 1000' },
  },
  DESK_TELEGRAM_TOKEN: {
    what: 'The operators’ bot, when it is another one than the customers’.',
    byDefault: '',
    allowed: { ru: 'токен от @BotFather, 123456789:AAF…', en: 'a token of @BotFather, 123456789:AAF…' },
  },
  DESK_TELEGRAM_CHATS: {
    what: 'The operators’ groups in Telegram: group=chat id, separated by commas. One id alone serves every group; a group named several times shares its load among those chats.',
    byDefault: '',
    allowed: {
      ru: 'номер чата или группа=номер через запятую, например first-line=-1001234567890,finance=-1009876543210',
      en: 'a chat id, or group=id separated by commas, e.g. first-line=-1001234567890,finance=-1009876543210',
    },
  },
  DESK_TELEGRAM_PERSONAL: {
    what: 'Groups whose tickets open in the operator’s own chat with the bot, separated by commas.',
    byDefault: '',
    allowed: { ru: 'имена групп через запятую', en: 'names of groups, separated by commas' },
  },
  DESK_TELEGRAM_PACE: {
    what: 'Whether the desk keeps to Telegram’s limit of 20 messages a minute in a group. Only a Bot API server that sets none may do without.',
    byDefault: 'on',
    allowed: same('on, off'),
  },
  VK_TOKEN: {
    what: 'A key of the community customers write to, with the rights for messages, photos, documents and management. Empty: no VK.',
    byDefault: '',
    allowed: {
      ru: 'ключ доступа сообщества: «Управление» — «Работа с API»',
      en: 'an access token of the community: Manage, API usage',
    },
  },
  VK_GROUP_ID: {
    what: 'The number of that community. Needed with VK_TOKEN.',
    byDefault: '',
    allowed: { ru: 'число без минуса, например 123456789', en: 'a number without a minus, e.g. 123456789' },
  },
  VK_API_URL: {
    what: 'The API of VK, or a server that stands in for it.',
    byDefault: 'https://api.vk.com',
    allowed: {
      ru: 'адрес http или https без пути, например http://127.0.0.1:8082',
      en: 'an http or https address without a path, e.g. http://127.0.0.1:8082',
    },
  },
  VK_MODE: {
    what: 'How messages arrive: longpoll needs no public address; callback needs PUBLIC_URL, VK_SECRET and VK_CONFIRMATION; both hears either and doubles nothing.',
    byDefault: 'longpoll',
    allowed: same('longpoll, callback, both'),
  },
  VK_SECRET: {
    what: 'The secret key of the Callback API, so that nobody else can send any events.',
    byDefault: '',
    allowed: {
      ru: 'от 16 до 50 латинских букв и цифр, как в «Настройках сервера» сообщества',
      en: '16 to 50 Latin letters and digits, as in the settings of the community’s server',
    },
  },
  VK_CONFIRMATION: {
    what: 'The string that VK wants to read when it checks the address of the Callback API.',
    byDefault: '',
    allowed: {
      ru: 'строка из «Настроек сервера», например a1b2c3d4',
      en: 'the string of the server’s settings, e.g. a1b2c3d4',
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
const TELEGRAM_MODES = ['polling', 'webhook'] as const
const telegramMode = z.enum(TELEGRAM_MODES)
const VK_MODES = ['longpoll', 'callback', 'both'] as const
const vkMode = z.enum(VK_MODES)
const onOff = z.enum(['on', 'off'])
const botToken = z.string().regex(/^(\d{5,15}:[\w-]{16,100})?$/u)
const GROUP_NAME = /^[\p{L}\p{N}_-]+$/u

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
  TELEGRAM_TOKEN: botToken,
  TELEGRAM_API_URL: z.string().refine(isOrigin),
  TELEGRAM_MODE: telegramMode,
  TELEGRAM_WEBHOOK_SECRET: z.string().regex(/^([\w-]{32,256})?$/u),
  TELEGRAM_RATE: wholeNumber(1, 1000),
  DESK_TELEGRAM_TOKEN: botToken,
  DESK_TELEGRAM_CHATS: z.string().refine((text) => deskChats(text) !== undefined),
  DESK_TELEGRAM_PERSONAL: z.string().refine((text) => splitList(text).every((name) => GROUP_NAME.test(name))),
  DESK_TELEGRAM_PACE: onOff,
  VK_TOKEN: z.string().regex(/^([\w.-]{10,512})?$/u),
  VK_GROUP_ID: z.string().regex(/^([1-9]\d{0,14})?$/u),
  VK_API_URL: z.string().refine(isOrigin),
  VK_MODE: vkMode,
  VK_SECRET: z.string().regex(/^([A-Za-z0-9]{16,50})?$/u),
  VK_CONFIRMATION: z.string().regex(/^([\w-]{1,64})?$/u),
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
  readonly telegram: TelegramConfig
  /** Absent: no VK. */
  readonly vk?: VkConfig
  readonly matcher: MatcherName
  readonly logLevel: z.infer<typeof logLevel>
  /** Only this machine can reach the server. */
  readonly loopback: boolean
  /** What content may read as `env.NAME`, for the names it declares. */
  readonly contentEnv: Environment
}

/** A chat of operators in Telegram; without a group it serves them all. */
export interface DeskChat {
  readonly chat: number
  readonly group?: string
}

export interface TelegramConfig {
  /** Absent: customers have no Telegram. */
  readonly token?: string
  /** Without a slash at the end. */
  readonly apiUrl: string
  readonly mode: z.infer<typeof telegramMode>
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
  readonly mode: z.infer<typeof vkMode>
  /** Present unless only the long poll is heard. */
  readonly callback?: { readonly secret: string; readonly confirmation: string }
}

const SECRETS: ReadonlySet<VariableName> = new Set([
  'SECRET',
  'METRICS_TOKEN',
  'TELEGRAM_TOKEN',
  'TELEGRAM_WEBHOOK_SECRET',
  'DESK_TELEGRAM_TOKEN',
  'VK_TOKEN',
  'VK_SECRET',
  'VK_CONFIRMATION',
])

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

/** Undefined when a part is neither `id` nor `group=id`. Ids of groups are negative. */
function deskChats(text: string): readonly DeskChat[] | undefined {
  const chats = splitList(text).map((part): DeskChat | undefined => {
    const [, group, id] = /^(?:([\p{L}\p{N}_-]+)\s*=\s*)?(-\d{1,16})$/u.exec(part) ?? []
    return id === undefined ? undefined : { chat: Number(id), ...(group ? { group } : {}) }
  })
  return chats.every((chat) => chat !== undefined) ? chats : undefined
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
