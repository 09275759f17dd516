/** The mirror's notes as they are read back: by their form, never by trust. What has another form is as good as not there. */
import { z } from 'zod'
import { type ConversationId, messageNumber, operatorId, ticketId } from '../../domain/ids.ts'
import type { Json } from '../../domain/message.ts'
import type { SpentNote } from './budget.ts'
import type { Post, Thread } from './model.ts'

const conversation = z.custom<ConversationId>((id) => typeof id === 'string')
const ticket = z.int().transform(ticketId)

const thread = z.object({
  ...{ ticket, conversation },
  place: z.object({ chat: z.int(), thread: z.int() }),
  shown: z.int(),
  card: z.int().exactOptional(),
  title: z.string(),
  icon: z.string().exactOptional(),
  closed: z.boolean(),
  part: z.int().exactOptional(),
  cardUpTo: z.int().exactOptional(),
  again: z.boolean().exactOptional(),
  twice: z.boolean().exactOptional(),
  facts: z.string().exactOptional(),
  told: z.string().exactOptional(),
  over: z.boolean().exactOptional(),
  // Without these a reply or an edit finds less; without the thread there would be a second one.
  recent: z.array(z.int()).catch([]),
  own: z.array(z.int()).catch([]),
})
const post = z.object({
  ...{ ticket, conversation },
  number: z.int().transform(messageNumber),
  by: z.string().transform(operatorId).exactOptional(),
})
const spent = z.object({ spent: z.array(z.number()), notBefore: z.number() })

export const threadIn = (note: Json): Thread | undefined => thread.safeParse(note).data

export const postIn = (note: Json | undefined): Post | undefined => post.safeParse(note).data

export const spentIn = (note: Json): SpentNote | undefined => spent.safeParse(note).data
