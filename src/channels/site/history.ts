import type { Request, RequestHandler } from 'express'
import type { LoggedEvent } from '../../store/port.ts'
import { historyQuery, parse } from './bodies.ts'
import { publicEvent } from './public-events.ts'
import { failed, ok, type Reply, type Site, withSession } from './routes.ts'
import type { Session } from './session.ts'
import type { WireEvent } from './wire.ts'

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
