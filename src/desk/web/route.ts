/**
 * How a route of the web desk is made. There is no other way to make one, and none without saying who may use it:
 * `anyone` · `operator` signed in · `reader` who may read the ticket in the path · `holder` who has it now, or a lead ·
 * `member` a reader, or of the ticket's group: too late for a chat, they are told who took it, and nothing else of it.
 */
import express, { type Request, type RequestHandler, type Response } from 'express'
import { z } from 'zod'
import type { Desk, Ticket } from '../../domain/desk/state.ts'
import { ticketId } from '../../domain/ids.ts'
import type { OperatorAccount } from '../../store/port.ts'
import { mayDirect, mayOpen } from './access.ts'
import { Problem } from './problem.ts'
import type { Room } from './room.ts'
import { whoIs } from './session.ts'

export type Who = 'anyone' | 'operator' | TicketWho
type TicketWho = 'reader' | 'holder' | 'member'
export type Method = 'get' | 'post' | 'put' | 'delete'

export interface Asked {
  readonly room: Room
  readonly request: Request
  readonly response: Response
}

export interface AskedByOperator extends Asked {
  readonly account: OperatorAccount
  readonly tokenHash: string
}

export interface AskedAboutTicket extends AskedByOperator {
  readonly ticket: Ticket
  readonly desk: Desk
}

/** `run` answers with what to send as JSON, or with undefined when it has sent the response itself. */
export interface Route {
  readonly method: Method
  /** Below `/desk/api`. */
  readonly path: string
  readonly who: Who
  readonly run: (asked: Asked) => Promise<object | undefined>
}

type Run<A> = (asked: A) => Promise<object | undefined>

export const forAnyone = (method: Method, path: string, run: Run<Asked>): Route => ({
  method,
  path,
  who: 'anyone',
  run,
})

export const forOperator = (method: Method, path: string, run: Run<AskedByOperator>): Route => ({
  method,
  path,
  who: 'operator',
  run: async (asked) => run(await signedIn(asked)),
})

export const forTicket = (
  method: Method,
  path: `/tickets/:ticket${string}`,
  who: TicketWho,
  run: Run<AskedAboutTicket>,
): Route => ({ method, path, who, run: async (asked) => run(await withTicket(await signedIn(asked), who)) })

async function signedIn(asked: Asked): Promise<AskedByOperator> {
  const found = await whoIs(asked.room.deps, asked.request)
  if (!found) throw new Problem('notSignedIn')
  await asked.room.attempts.ask(found.tokenHash)
  return { ...asked, ...found }
}

/** Reading comes first: to whoever may not read it, a ticket does not exist, whatever they wanted with it. */
async function withTicket(asked: AskedByOperator, who: TicketWho): Promise<AskedAboutTicket> {
  const { room, account } = asked
  const id = Number(/^[1-9]\d{0,14}$/.exec(String(asked.request.params.ticket))?.[0])
  const ticket = id ? await room.picture.ticket(ticketId(id)) : undefined
  const desk = await room.picture.desk()
  const known = ticket && who === 'member' && account.groups.includes(ticket.group)
  if (!ticket || !(known || (await mayOpen(account, ticket, desk, room.deps.store))))
    throw new Problem('notFound')
  if (who === 'holder' && !mayDirect(account, ticket))
    throw new Problem(ticket.status === 'closed' ? 'ticketClosed' : 'ticketNotYours')
  return { ...asked, ticket, desk }
}

// The longest command is a reply of 4,000 characters; JSON may spend six bytes on one.
const json = express.json({ limit: '64kb', type: 'application/json' })

/** The body, checked; read only after it is known who asks. Unknown keys are refused. */
export async function bodyOf<T>({ request, response }: Asked, shape: z.ZodType<T>): Promise<T> {
  await parsed(json, request, response).catch(() => {
    throw new Problem('badRequest', { what: 'the body must be JSON of at most 64 kB' })
  })
  const found = shape.safeParse(request.body ?? {})
  if (!found.success)
    throw new Problem('badRequest', { what: z.prettifyError(found.error).replace(/\s+/g, ' ').slice(0, 300) })
  return found.data
}

export function queryOf<T>({ request }: Asked, shape: z.ZodType<T>): T {
  const found = shape.safeParse(request.query)
  if (!found.success)
    throw new Problem('badRequest', { what: z.prettifyError(found.error).replace(/\s+/g, ' ').slice(0, 300) })
  return found.data
}

/** Runs a body parser as a promise. */
export function parsed(parser: RequestHandler, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    Promise.resolve(
      parser(request, response, (error?: unknown) => (error ? reject(error) : resolve())),
    ).catch(reject)
  })
}
