import type { Request } from 'express'
import type { Language } from '../../domain/message.ts'

/** The language errors are told in: the request's Accept-Language, Russian when it says neither. */
export function languageOf(req: Request): Language {
  return req.acceptsLanguages(['ru', 'en']) === 'en' ? 'en' : 'ru'
}
