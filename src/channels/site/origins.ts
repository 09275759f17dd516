import type { NextFunction, Request, Response } from 'express'
import { answerFault, fault } from './errors.ts'
import { languageOf } from './language.ts'

/** Whether a page of this origin may talk to us: the page served by ourselves, or one on the list. */
function allowed(origin: string, req: Request, list: ReadonlySet<string>): boolean {
  if (list.has(origin)) return true
  return URL.canParse(origin) && new URL(origin).host === req.headers.host
}

/** CORS by an exact list. A request without Origin (an app, curl, our own page's GET) needs none. */
export function originCheck(origins: readonly string[]) {
  const list = new Set(origins)
  return (req: Request, res: Response, next: NextFunction): void => {
    const origin = req.headers.origin
    res.vary('Origin')
    if (origin === undefined) return next()
    if (!allowed(origin, req, list)) {
      return answerFault(res, fault('originRefused', { origin: origin.slice(0, 100) }), languageOf(req))
    }
    res.set({ 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': 'Retry-After' })
    if (req.method !== 'OPTIONS') return next()
    res.set({
      'Access-Control-Allow-Methods': 'GET, POST',
      'Access-Control-Allow-Headers': 'Authorization, Content-Type, Last-Event-ID, X-File-Name',
      // Ten minutes: long enough to save the preflights of a talk, short enough to follow a change of the list.
      'Access-Control-Max-Age': '600',
    })
    res.status(204).end()
  }
}
