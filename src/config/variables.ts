/** Everything that can be set. `.env.example` and docs/configuration.md are held equal to it by a test. */
import type { Language } from '../domain/message.ts'
import { MATCHERS } from '../nlu/load.ts'

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const
export const TELEGRAM_MODES = ['polling', 'webhook'] as const
export const VK_MODES = ['longpoll', 'callback', 'both'] as const
/** It stands in `.env.example` and must not be used. */
export const EXAMPLE_SECRET = 'change-me-to-a-long-random-string'

/** What needs no words is the same in every language. */
const same = (text: string) => ({ ru: text, en: text })

export interface Variable {
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
    what: 'A key of the community customers write to, with the rights for management, messages, photos and files. Empty: no VK.',
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

/** Never quoted back and never shown. */
export const SECRETS: ReadonlySet<VariableName> = new Set([
  'SECRET',
  'METRICS_TOKEN',
  'TELEGRAM_TOKEN',
  'TELEGRAM_WEBHOOK_SECRET',
  'DESK_TELEGRAM_TOKEN',
  'VK_TOKEN',
  'VK_SECRET',
  'VK_CONFIRMATION',
])
