import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerFault, fault } from './errors.ts'

export type OriginCheck = (req: IncomingMessage, res: ServerResponse, next: () => void) => void

/** Whether a page of this origin may talk to us: the page served by ourselves, or one on the list. */
function allowed(origin: string, req: IncomingMessage, list: ReadonlySet<string>): boolean {
  if (list.has(origin)) return true
  return URL.canParse(origin) && new URL(origin).host === req.headers.host
}

/** CORS by an exact list. A request without Origin (an app, curl, our own page's GET) needs none. */
export function originCheck(origins: readonly string[]): OriginCheck {
  const list = new Set(origins)
  return (req, res, next) => {
    const { origin } = req.headers
    res.setHeader('Vary', 'Origin')
    if (origin === undefined) return next()
    if (!allowed(origin, req, list)) {
      return answerFault(req, res, fault('originRefused', { origin: origin.slice(0, 100) }))
    }
    res.setHeader('Access-Control-Allow-Origin', origin)
    res.setHeader('Access-Control-Expose-Headers', 'Retry-After')
    if (req.method === 'OPTIONS') answerPreflight(res)
    else next()
  }
}

function answerPreflight(res: ServerResponse): void {
  res.writeHead(204, {
    'Access-Control-Allow-Methods': 'GET, POST',
    'Access-Control-Allow-Headers': 'Authorization, Content-Type, Last-Event-ID, X-File-Name',
    // Ten minutes: long enough to save the preflights of a talk, short enough to follow a change of the list.
    'Access-Control-Max-Age': '600',
  })
  res.end()
}
