/** What all routes of the site share: the parts they work with, and how a handler answers. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Request, RequestHandler } from 'express'
import { inputKey } from '../../domain/ids.ts'
import type { ConversationInput } from '../../domain/input.ts'
import type { Settings } from '../../domain/settings.ts'
import type { Chance, Clock } from '../../domain/time.ts'
import type { Blobs, Store } from '../../store/port.ts'
import type { Receipt, Signals, Submit } from '../port.ts'
import { answerFault, type Fault, fault, passingFault, refusalFault } from './errors.ts'
import type { Budgets, SiteLimits } from './limits.ts'
import type { FileLinks } from './links.ts'
import type { Session, Sessions } from './session.ts'
import type { SiteStreams } from './streams.ts'
import type { userReader } from './user.ts'

export interface FailureLog {
  error(fields: object, message: string): void
}

export interface Site {
  readonly store: Store
  readonly blobs: Blobs
  readonly signals: Signals
  readonly clock: Clock
  readonly chance: Chance
  readonly logger: FailureLog
  readonly settings: () => Settings
  readonly limits: SiteLimits
  readonly budgets: Budgets
  readonly sessions: Sessions
  readonly users: ReturnType<typeof userReader>
  readonly links: FileLinks
  readonly streams: SiteStreams
  /** Whom a request is from, for budgets. */
  readonly addressOf: (req: IncomingMessage) => string
  /** Absent before `start` and after `stop`. */
  readonly submit: () => Submit | undefined
}

export type Reply =
  | { readonly kind: 'ok'; readonly status: number; readonly body?: object }
  | { readonly kind: 'fault'; readonly fault: Fault }

export const ok = (body: object, status = 200): Reply => ({ kind: 'ok', status, body })
export const failed = (of: Fault): Reply => ({ kind: 'fault', fault: of })

/** A route whose handler returns its answer; it answers nothing by itself. */
export function replying(handler: (req: Request) => Promise<Reply>): RequestHandler {
  return async (req, res) => sendReply(req, res, await handler(req))
}

/** The same for a route that needs a session. */
export function withSession(
  site: Site,
  handler: (session: Session, req: Request) => Promise<Reply>,
): RequestHandler {
  return replying(async (req) => {
    const who = sessionOf(site, req)
    return who.kind === 'session' ? handler(who.session, req) : failed(who.fault)
  })
}

export function sendReply(req: IncomingMessage, res: ServerResponse, reply: Reply): void {
  if (reply.kind === 'fault') return answerFault(req, res, reply.fault)
  if (reply.body) res.setHeader('Content-Type', 'application/json; charset=utf-8')
  res.writeHead(reply.status).end(reply.body && JSON.stringify(reply.body))
}

type Who =
  | { readonly kind: 'session'; readonly session: Session }
  | { readonly kind: 'fault'; readonly fault: Fault }

/** The one place where a token becomes a session. */
export function sessionOf(site: Site, req: IncomingMessage): Who {
  const token = /^Bearer ([\w.-]{1,256})$/i.exec(req.headers.authorization ?? '')?.[1]
  if (token === undefined) return { kind: 'fault', fault: fault('sessionMissing') }
  const read = site.sessions.read(token, site.clock.now())
  switch (read.kind) {
    case 'session':
      return read
    case 'forged':
      return { kind: 'fault', fault: fault('sessionForged') }
    case 'expired':
      return { kind: 'fault', fault: fault('sessionExpired') }
  }
}

/** Takes from a budget; the fault says how long to wait. */
export async function overBudget(
  of: (key: string) => Promise<number | undefined>,
  key: string,
): Promise<Fault | undefined> {
  const wait = await of(key)
  return wait === undefined ? undefined : passingFault('tooManyRequests', wait)
}

/**
 * Whether this request must wait. A session's own budget goes first: what it is refused costs its address nothing, so that
 * one who floods does not silence everybody behind the same router.
 */
export async function slowedDown(site: Site, req: IncomingMessage): Promise<Fault | undefined> {
  const who = sessionOf(site, req)
  const own =
    who.kind === 'session' ? await overBudget(site.budgets.sessionRequests, who.session.chat) : undefined
  return own ?? (await overBudget(site.budgets.requests, site.addressOf(req)))
}

/** Through the one door. `id` makes it the same input when it is sent again. */
export async function submitted(
  site: Site,
  session: Session,
  id: string,
  input: ConversationInput,
): Promise<Reply> {
  const submit = site.submit()
  if (!submit) return failed(passingFault('stopping', RESTART))
  const { conversation } = session
  const key = inputKey(`${conversation}:${id}`)
  return receiptReply(await submit({ to: 'conversation', id: conversation, key, input }))
}

// A restart takes about this long; the widget adds its own jitter.
const RESTART = 2000

function receiptReply(receipt: Receipt): Reply {
  switch (receipt.kind) {
    // A parked message is kept and on its way to a person: sending it again would change nothing.
    case 'done':
    case 'duplicate':
    case 'parked':
      return ok({ status: receipt.kind })
    case 'refused':
      return failed(refusalFault(receipt.refusal))
    case 'busy':
      return failed(passingFault(receipt.why, receipt.retryAfter))
  }
}
