/** The form each setting must have. */
import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { MATCHERS } from '../nlu/load.ts'
import { EXAMPLE_SECRET, LOG_LEVELS, TELEGRAM_MODES, type VariableName, VK_MODES } from './variables.ts'

/** The folder that holds package.json, wherever the program was started from. */
export const PROJECT_DIR = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

export const matcher = z.enum(MATCHERS)
export const logLevel = z.enum(LOG_LEVELS)
export const telegramMode = z.enum(TELEGRAM_MODES)
export const vkMode = z.enum(VK_MODES)
export const onOff = z.enum(['on', 'off'])
const botToken = z.string().regex(/^(\d{5,15}:[\w-]{16,100})?$/u)
const GROUP_NAME = /^[\p{L}\p{N}_-]+$/u

export type LogLevel = z.infer<typeof logLevel>
export type TelegramMode = z.infer<typeof telegramMode>
export type VkMode = z.infer<typeof vkMode>

export const FORMS: { readonly [N in VariableName]: z.ZodType<unknown> } = {
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

/** A chat of operators in Telegram; without a group it serves them all. */
export interface DeskChat {
  readonly chat: number
  readonly group?: string
}

/** Undefined when a part is neither `id` nor `group=id`. Ids of groups are negative. */
export function deskChats(text: string): readonly DeskChat[] | undefined {
  const chats = splitList(text).map((part): DeskChat | undefined => {
    const [, group, id] = /^(?:([\p{L}\p{N}_-]+)\s*=\s*)?(-\d{1,16})$/u.exec(part) ?? []
    return id === undefined ? undefined : { chat: Number(id), ...(group ? { group } : {}) }
  })
  return chats.every((chat) => chat !== undefined) ? chats : undefined
}

function wholeNumber(from: number, to: number) {
  return z.string().refine((text) => /^\d{1,5}$/u.test(text) && Number(text) >= from && Number(text) <= to)
}

export function splitList(text: string): readonly string[] {
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
