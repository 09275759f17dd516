/** Commands that say something: to the customer, or to colleagues. */
import { cannedFor, filledCanned } from '../../../domain/canned.ts'
import type { Content } from '../../../domain/message.ts'
import { note, outcome, say as tell } from '../deeds.ts'
import { postId } from '../model.ts'
import { answered, from, spokenIn } from '../spoken.ts'
import { type Answer, type AskedAboutTicket, DONE, say, type TicketCommand, usage } from './command.ts'

export const TALK_COMMANDS: readonly TicketCommand[] = [
  {
    name: 't',
    about: 'ticket',
    said: {
      ru: {
        about: 'Готовый ответ: отправить или найти',
        form: '/t имя; /t — список, /t слово — поиск',
        example: '/t возврат',
      },
      en: {
        about: 'A ready reply: send it or find it',
        form: '/t a name; /t lists, /t a word searches',
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

// Telegram holds 4,096 characters; a list longer than this is searched, not read.
const LISTED = 20
const PREVIEW = 60

async function canned(asked: AskedAboutTicket): Promise<Answer> {
  const { room, words, ticket, doer } = asked
  const { cannedReplies } = room.settings()
  const found = cannedFor(cannedReplies, words)
  if (Object.keys(cannedReplies).length === 0) return say(room.words.command.noCanned)
  if (found.length === 0) return say(room.words.command.noSuchCanned(words))
  const [only] = found
  if (only === undefined || words === '' || found.length > 1) return list(room.words.command.canned, found)
  const filled = filledCanned(only.text, ticket, doer.account.name)
  if (filled.kind === 'missing') return say(room.words.command.noValue(filled.names.join(', ')))
  const externalId = postId(asked.message.chat.id, asked.message.message_id)
  const spoken = { ticket, content: { text: filled.text }, externalId }
  const refused = await outcome(room, await tell(room, doer, spoken))
  // The command stands for what went out, which colleagues must see, too.
  return say(refused ? room.words.notSent(refused.text) : filled.text)
}

function list(title: string, found: readonly { readonly name: string; readonly text: string }[]): Answer {
  const lines = found.slice(0, LISTED).map(({ name, text }) => `/t ${name} — ${shortly(text)}`)
  return say([title, ...lines].join('\n'))
}

const shortly = (text: string) => {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > PREVIEW ? `${line.slice(0, PREVIEW - 1)}…` : line
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
  const refused = await outcome(room, await note(room, doer, { ticket, content, externalId }))
  return refused ? say(refused.text) : DONE
}
