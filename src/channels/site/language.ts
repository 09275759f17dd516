import type { IncomingMessage } from 'node:http'
import type { Language } from '../../domain/message.ts'

/** The language errors are told in: the first of ours that Accept-Language names, Russian when it names neither. */
export function languageOf({ headers }: Pick<IncomingMessage, 'headers'>): Language {
  return /(?:^|[,\s])(ru|en)\b/i.exec(headers['accept-language'] ?? '')?.[1]?.toLowerCase() === 'en'
    ? 'en'
    : 'ru'
}
