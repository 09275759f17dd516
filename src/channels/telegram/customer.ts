/** Who writes: a Telegram user as a customer's profile. */
import type { User } from 'grammy/types'
import type { Profile } from '../../domain/input.ts'
import type { Language } from '../../domain/message.ts'
import { fullName } from '../../telegram/stand-ins.ts'

// Where Russian is what most people read besides their own language.
const READS_RUSSIAN = new Set(['ru', 'be', 'kk', 'ky', 'tg', 'uz'])

/** `languages` are those the bot speaks; without one of them the bot's first language stays. */
export function profileOf(user: User, languages: readonly Language[]): Profile {
  const name = fullName(user)
  const language = languageOf(user.language_code, languages)
  return {
    ...(name ? { name } : {}),
    ...(language ? { language } : {}),
    ...(user.username ? { attributes: { username: `@${user.username}` } } : {}),
  }
}

function languageOf(code: string | undefined, languages: readonly Language[]): Language | undefined {
  if (code === undefined) return undefined
  const wanted: Language = READS_RUSSIAN.has(code.split('-')[0] ?? '') ? 'ru' : 'en'
  return languages.includes(wanted) ? wanted : undefined
}
