/**
 * `GET /chat/events?cursor=`: everything after the cursor, then live. Answered on the bare HTTP server, before Express:
 * an idle stream keeps its request and response for hours, and what Express and its headers hang on them is twice the
 * size of the stream itself (measured: 23 kB against 11 kB with the socket).
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { eventsQuery, parse } from './bodies.ts'
import { type Fault, fault, faultOfOurs, passingFault } from './errors.ts'
import type { OriginCheck } from './origins.ts'
import { failed, overBudget, type Site, sendReply, sessionOf } from './routes.ts'
import type { Session } from './session.ts'

const PATH = '/chat/events'

/** Takes the streams and leaves everything else to `others`. */
export function eventsBefore(site: Site, origins: OriginCheck, others: RequestListener): RequestListener {
  return (req, res) => {
    const [path, query] = (req.url ?? '').split('?', 2)
    if (path !== PATH || req.method === 'HEAD') return others(req, res)
    origins(req, res, () => {
      answer(site, req, res, new URLSearchParams(query)).catch((error: unknown) => {
        site.logger.error({ err: error, path: PATH }, 'site stream failed')
        if (res.headersSent) res.destroy()
        else sendReply(req, res, failed(faultOfOurs(error)))
      })
    })
  }
}

async function answer(site: Site, req: IncomingMessage, res: ServerResponse, given: URLSearchParams) {
  res.setHeader('X-Content-Type-Options', 'nosniff')
  const refuse = (why: Fault) => sendReply(req, res, failed(why))
  if (req.method !== 'GET') return refuse(fault('notFound', { path: PATH }))
  const who = sessionOf(site, req)
  if (who.kind === 'fault') return refuse(who.fault)
  const query = parse(eventsQuery, Object.fromEntries(given))
  if (query.kind === 'bad') return refuse(query.fault)
  const address = site.addressOf(req)
  const full = await noRoom(site, who.session, address)
  if (full) return refuse(full)
  const cursor = lastEventId(req) ?? query.value.cursor ?? 0
  forget(req)
  await site.streams.open(who.session, address, cursor, res)
}

/** A browser's EventSource says where it was; that is newer than the cursor in its address. */
function lastEventId({ headers }: IncomingMessage): number | undefined {
  const id = headers['last-event-id']
  return typeof id === 'string' && /^\d{1,15}$/.test(id) ? Number(id) : undefined
}

/** The token and a kilobyte of the browser's headers need not be kept for as long as the stream lasts. */
function forget(req: IncomingMessage): void {
  req.headers = {}
  req.rawHeaders = []
}

// When nothing is known of when room comes: about the time a phone takes to notice a dead connection.
const ROOM_LATER = 15_000

async function noRoom(site: Site, session: Session, address: string): Promise<Fault | undefined> {
  if (!site.submit()) return passingFault('stopping', 2000)
  const over =
    (await overBudget(site.budgets.streams, session.chat)) ??
    (await overBudget(site.budgets.requests, address))
  if (over) return over
  const full = site.streams.full(address)
  return full && passingFault(full === 'all' ? 'overloaded' : 'tooManyStreams', ROOM_LATER)
}
