/** Commands that say something: to the customer, or to colleagues. */
import type { Content } from '../../../domain/message.ts'
import { cannedNamed, sayCanned, whichReply } from '../canned.ts'
import { note, outcome } from '../deeds.ts'
import { postId } from '../model.ts'
import { answered, from, spokenIn } from '../spoken.ts'
import {
  type Answer,
  type AskedAboutTicket,
  DONE,
  quietly,
  say,
  type TicketCommand,
  usage,
} from './command.ts'

export const TALK_COMMANDS: readonly TicketCommand[] = [
  {
    name: 't',
    about: 'ticket',
    said: {
      ru: {
        about: 'Готовый ответ: отправить по имени или найти',
        form: '/t имя — отправить; /t слово — найти; /t — все',
        example: '/t возврат',
      },
      en: {
        about: 'A ready reply: send it by its name, or find it',
        form: '/t a name sends; /t a word finds; /t lists all',
        example: '/t refund',
      },
    },
    run: canned,
  },
  {
    name: 'note',
    about: 'ticket',
    said: {
      ru: {
        about: 'Заметка для коллег, клиент её не видит',
        form: '/note слова; то же — «// слова»',
        example: '/note просит вернуть на другую карту',
      },
      en: {
        about: 'A note for colleagues, unseen by the customer',
        form: '/note words; the same as “// words”',
        example: '/note wants it back on another card',
      },
    },
    run: aside,
  },
]

async function canned({ room, words, ticket, doer }: AskedAboutTicket): Promise<Answer> {
  const named = cannedNamed(room, words)
  if (named === undefined) return { kind: 'say', ...whichReply(room, ticket, words) }
  return quietly(await sayCanned(room, doer, ticket, named))
}

async function aside({ room, doer, ticket, words, message }: AskedAboutTicket): Promise<Answer> {
  if (words === '') return usage()
  const { text, entities } = spokenIn(message)
  const spoken = from(text, entities, text.length - words.length)
  const reply = answered(message)
  const post = reply && (await room.threads.post(message.chat.id, reply.message_id))
  const content: Content = {
    text: words,
    ...(spoken.entities.length > 0 ? { entities: spoken.entities } : {}),
    ...(post?.conversation === ticket.conversation ? { replyTo: post.number } : {}),
  }
  const externalId = postId(message.chat.id, message.message_id)
  const refused = await outcome(room, await note(room, doer, { ticket, content, externalId }), ticket.id)
  return refused ? say(refused.text) : DONE
}
