import type { ConfigResult } from '../config.ts'
import type { Language } from '../domain/message.ts'

/** `--lang` first, then the usual variables; Russian unless they name English. */
export function languageOf(args: readonly string[], settings: ConfigResult): Language {
  const asked = /(?:^|\0)--lang[=\0](ru|en)(?:\0|$)/.exec(args.join('\0'))?.[1]
  if (asked === 'ru' || asked === 'en') return asked
  const env = settings.kind === 'faults' ? settings.env : settings.config.contentEnv
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  return locale.toLowerCase().startsWith('en') ? 'en' : 'ru'
}
