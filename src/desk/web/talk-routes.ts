/** What operators say: replies, notes, files, the signal that they are typing, the proposal to close. */

import { messageNumber } from '../../domain/ids.ts'
import type { Attachment, Content } from '../../domain/message.ts'
import { tellConversation } from './command.ts'
import { download, mayTravel, upload } from './files.ts'
import { Problem } from './problem.ts'
import { type AskedAboutTicket, bodyOf, forTicket, type Route } from './route.ts'
import * as shapes from './shapes.ts'

export const talkRoutes: readonly Route[] = [
  forTicket('post', '/tickets/:ticket/replies', 'reader', async (asked) => {
    const { id, content } = await spoken(asked)
    const { account, ticket } = asked
    await tellConversation(asked.room, account.id, id, ticket.conversation, {
      type: 'operatorSaid',
      operator: account.id,
      ticket: ticket.id,
      content,
    })
    return {}
  }),
  forTicket('post', '/tickets/:ticket/notes', 'reader', async (asked) => {
    const { id, content } = await spoken(asked)
    const { account, ticket } = asked
    await tellConversation(asked.room, account.id, id, ticket.conversation, {
      type: 'operatorNoted',
      operator: account.id,
      ticket: ticket.id,
      name: account.name,
      content,
    })
    return {}
  }),
  forTicket('post', '/tickets/:ticket/closing', 'holder', async (asked) => {
    const { id } = await bodyOf(asked, shapes.command)
    const { account, ticket } = asked
    await tellConversation(asked.room, account.id, id, ticket.conversation, {
      type: 'closingProposed',
      operator: account.id,
      ticket: ticket.id,
    })
    return {}
  }),
  forTicket('post', '/tickets/:ticket/typing', 'holder', async (asked) => {
    await bodyOf(asked, shapes.nothing)
    const { conversation } = asked.ticket
    asked.room.deps.signals.send({ conversation, who: 'operator', name: asked.account.name })
    return {}
  }),
  forTicket('post', '/tickets/:ticket/files', 'reader', upload),
  forTicket('get', '/tickets/:ticket/files/:file', 'reader', download),
]

async function spoken(asked: AskedAboutTicket): Promise<{ readonly id: string; readonly content: Content }> {
  const { id, text, files, replyTo } = await bodyOf(asked, shapes.message)
  const attachments: readonly Attachment[] = await Promise.all(files.map((file) => mayTravel(asked, file)))
  if (!text.trim() && attachments.length === 0) throw new Problem('emptyMessage')
  return {
    id,
    content: {
      text,
      ...(attachments.length === 0 ? {} : { attachments }),
      ...(replyTo === undefined ? {} : { replyTo: messageNumber(replyTo) }),
    },
  }
}
