/** What customers see: the live stream and the pages of history before it. */
import type { Request, RequestHandler } from 'express'
import type { LoggedEvent } from '../../store/port.ts'
import { eventsQuery, historyQuery, parse } from './bodies.ts'
import { type Fault, passingFault } from './errors.ts'
import { publicEvent } from './public-events.ts'
import {
  addressOf,
  failed,
  ok,
  overBudget,
  type Reply,
  type Site,
  sendReply,
  sessionOf,
  withSession,
} from './routes.ts'
import type { Session } from './session.ts'
import type { WireEvent } from './wire.ts'

/** `GET /chat/events?cursor=`: everything after the cursor, then live. */
export function eventsRoute(site: Site): RequestHandler {
  return async (req, res) => {
    const who = sessionOf(site, req)
    if (who.kind === 'fault') return sendReply(req, res, failed(who.fault))
    const query = parse(eventsQuery, req.query)
    if (query.kind === 'bad') return sendReply(req, res, failed(query.fault))
    const full = await noRoom(site, who.session, req)
    if (full) return sendReply(req, res, failed(full))
    const cursor = lastEventId(req) ?? query.value.cursor ?? 0
    await site.streams.open(who.session, addressOf(req), cursor, res)
  }
}

/** A browser's EventSource says where it was; that is newer than the cursor in its address. */
function lastEventId(req: Request): number | undefined {
  const id = req.headers['last-event-id']
  return typeof id === 'string' && /^\d{1,15}$/.test(id) ? Number(id) : undefined
}

// When nothing is known of when room comes: about the time a phone takes to notice a dead connection.
const ROOM_LATER = 15_000

async function noRoom(site: Site, session: Session, req: Request): Promise<Fault | undefined> {
  if (!site.submit()) return passingFault('stopping', 2000)
  const over = await overBudget(site.budgets.streams, session.chat)
  if (over) return over
  const full = site.streams.full(addressOf(req))
  return full && passingFault(full === 'all' ? 'overloaded' : 'tooManyStreams', ROOM_LATER)
}

const MOST_EVENTS = 100
const USUAL_EVENTS = 50
// Much of the log is not for customers; five reads find a page even after a long operator-only stretch.
const MOST_READS = 5

/** `GET /chat/messages?before=&limit=`: a page of history, oldest first, and the cursor to go on from. */
export function historyRoute(site: Site): RequestHandler {
  return withSession(site, async (session, req) => history(site, session, req))
}

async function history(site: Site, session: Session, req: Request): Promise<Reply> {
  const query = parse(historyQuery, req.query)
  if (query.kind === 'bad') return failed(query.fault)
  const wanted = Math.min(Math.max(query.value.limit ?? USUAL_EVENTS, 1), MOST_EVENTS)
  const now = site.clock.now()
  const url = (file: string) => site.links.url(file, now)
  let before = query.value.before ?? Number.MAX_SAFE_INTEGER
  let cursor = query.value.before === undefined ? 0 : undefined
  let events: readonly WireEvent[] = []
  let more = true
  for (let reads = 0; more && reads < MOST_READS && events.length < wanted; reads++) {
    const page: readonly LoggedEvent[] = await site.store.conversationTail(
      session.conversation,
      before,
      wanted,
    )
    cursor = cursor === 0 ? (page.at(-1)?.seq ?? 0) : cursor
    events = [...page.flatMap((logged) => publicEvent(logged, url) ?? []), ...events]
    before = page[0]?.seq ?? before
    more = page.length === wanted
  }
  return ok({ events, more, ...(more && { before }), ...(cursor !== undefined && { cursor }) })
}
