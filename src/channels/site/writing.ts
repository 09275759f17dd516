/** What customers do: messages, presses, ratings, typing. Each write carries an id made by the client, so it may be sent again. */
import type { Request } from 'express'
import { messageNumber, promptId, ticketId } from '../../domain/ids.ts'
import type { ConversationInput } from '../../domain/input.ts'
import type { Attachment } from '../../domain/message.ts'
import { messageBody, parse, pressBody, ratingBody, typingBody } from './bodies.ts'
import { fault } from './errors.ts'
import { failed, overBudget, type Reply, type Site, submitted, withSession } from './routes.ts'
import type { Session } from './session.ts'

export const messageRoute = (site: Site) => withSession(site, (session, req) => say(site, session, req))
export const pressRoute = (site: Site) => withSession(site, (session, req) => press(site, session, req))
export const ratingRoute = (site: Site) => withSession(site, (session, req) => rate(site, session, req))
export const typingRoute = (site: Site) => withSession(site, (session, req) => type(site, session, req))

async function say(site: Site, session: Session, req: Request): Promise<Reply> {
  const body = parse(messageBody, req.body)
  if (body.kind === 'bad') return failed(body.fault)
  const { id, text, files, replyTo } = body.value
  const attachments = await ownFiles(site, session, files)
  if (!attachments) return failed(fault('noSuchFile'))
  const content = {
    text,
    ...(attachments.length > 0 && { attachments }),
    ...(replyTo !== undefined && { replyTo: messageNumber(replyTo) }),
  }
  return write(site, session, id, { type: 'customerSaid', content, externalId: id })
}

/** Files by their ids, or undefined when one of them is not of this conversation. */
async function ownFiles(
  site: Site,
  session: Session,
  ids: readonly string[],
): Promise<readonly Attachment[] | undefined> {
  const found = await Promise.all(ids.map((id) => site.store.file(id)))
  const own = found.filter((file) => file?.conversation === session.conversation)
  if (own.length < ids.length) return undefined
  return own.flatMap((file) => {
    if (!file) return []
    const { id, kind, name, mime, size } = file
    return [{ id, kind, name, mime, size }]
  })
}

async function press(site: Site, session: Session, req: Request): Promise<Reply> {
  const body = parse(pressBody, req.body)
  if (body.kind === 'bad') return failed(body.fault)
  const { id, prompt, option } = body.value
  return write(site, session, id, { type: 'customerPressed', prompt: promptId(prompt), option })
}

async function rate(site: Site, session: Session, req: Request): Promise<Reply> {
  const body = parse(ratingBody, req.body)
  if (body.kind === 'bad') return failed(body.fault)
  const { id, ticket, score, comment } = body.value
  const said = comment === undefined ? {} : { comment }
  return write(site, session, id, { type: 'customerRated', ticket: ticketId(ticket), score, ...said })
}

async function write(site: Site, session: Session, id: string, input: ConversationInput): Promise<Reply> {
  const over = await overBudget(site.budgets.writes, session.chat)
  return over ? failed(over) : submitted(site, session, id, input)
}

async function type(site: Site, session: Session, req: Request): Promise<Reply> {
  const body = parse(typingBody, req.body ?? {})
  if (body.kind === 'bad') return failed(body.fault)
  const over = await overBudget(site.budgets.typing, session.chat)
  if (over) return failed(over)
  site.signals.send({ conversation: session.conversation, who: 'customer' })
  return { kind: 'ok', status: 204 }
}
