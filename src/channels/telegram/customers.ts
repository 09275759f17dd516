/**
 * Customers' updates become inputs. Whatever can be read at once is submitted at once, in the order of arrival; what must be
 * looked up waits its turn in its chat (`order.ts`); what takes its time goes by the shelf (`shelf.ts`).
 */
import type { CallbackQuery, ChatMemberUpdated, Message, Update } from 'grammy/types'
import { type ConversationId, conversationId, inputKey, promptId } from '../../domain/ids.ts'
import type { ConversationInput } from '../../domain/input.ts'
import type { Besides, Content, Language } from '../../domain/message.ts'
import type { Settings } from '../../domain/settings.ts'
import { ComeAgain } from '../../messengers/come-again.ts'
import { lostIn } from '../../messengers/lost-files.ts'
import type { Fetched, Media } from '../../telegram/media.ts'
import type { Numbers } from '../numbers.ts'
import { Order } from '../order.ts'
import type { Receipt, Submit } from '../port.ts'
import { pressIn } from './buttons.ts'
import { profileOf } from './customer.ts'
import { type Said, saidIn, startIn, withoutBotName } from './said.ts'
import type { Shelf } from './shelf.ts'
import { WORDS } from './words.ts'

export const TELEGRAM = 'telegram'
export const conversationOf = (chat: number) => conversationId(TELEGRAM, String(chat))

export interface CustomersParts {
  readonly bot: number
  readonly submit: Submit
  readonly media: Media
  readonly numbers: Numbers
  readonly shelf: Shelf
  readonly settings: () => Settings
  /** A press and what became of it. */
  pressed(press: CallbackQuery, receipt: Receipt): void
}

export class Customers {
  readonly #parts: CustomersParts
  readonly #order = new Order()

  constructor(parts: CustomersParts) {
    this.#parts = parts
  }

  /** An update of a private chat. Resolves when it is durable; rejects when it must come again. */
  async take(update: Update, chat: number): Promise<void> {
    const { shelf } = this.#parts
    const slow = takesTime(update)
    const ready = slow ? 'later' : this.#atOnce(update)
    if (ready === 'nothing') return
    await this.#order.run(chat, ready !== 'later' && !shelf.has(chat), async () => {
      if (slow || shelf.has(chat)) return shelf.put(chat, update)
      const receipt =
        ready === 'later' ? await this.perform([update]) : await this.#submit([update], chat, ready)
      await this.#settle(update, chat, receipt)
    })
  }

  /** What these updates say together; slowly, with all that must be fetched and looked up. */
  async perform(updates: readonly Update[]): Promise<Receipt> {
    const [first] = updates
    const chat = first && privateChatOf(first)
    if (!first || chat === undefined) return NOTHING
    const quick = this.#atOnce(first)
    const input = quick === 'later' || takesTime(first) ? await this.#read(updates, chat) : quick
    return input === undefined || input === 'nothing' ? NOTHING : this.#submit(updates, chat, input)
  }

  /** The input, where nothing must be waited for. */
  #atOnce(update: Update): ConversationInput | 'later' | 'nothing' {
    const { message, callback_query: press, my_chat_member: member } = update
    if (press) return pressed(press)
    if (member) return membership(member)
    if (update.edited_message) return 'later'
    if (!message) return 'nothing'
    const start = startIn(message, this.#languages)
    if (start) return start
    const said = saidIn(message, this.#language)
    if (!said) return 'nothing'
    return message.reply_to_message
      ? 'later'
      : saying([message], contentOf([said]), this.#languages, said.phone)
  }

  async #read(updates: readonly Update[], chat: number): Promise<ConversationInput | undefined> {
    const conversation = conversationOf(chat)
    const edited = updates[0]?.edited_message
    if (edited) return this.#edit(edited, conversation)
    const messages = updates.flatMap(({ message }) => message ?? [])
    const said = messages.flatMap((message) => saidIn(message, this.#language) ?? [])
    const fetched = await this.#files(said, conversation)
    const lost = lostIn(fetched, WORDS[this.#language])
    const attachments = fetched.flatMap((file) => (file.kind === 'kept' ? [file.attachment] : []))
    const content = { ...contentOf(said, lost), ...(attachments.length > 0 ? { attachments } : {}) }
    const answered = messages.find((message) => message.reply_to_message)?.reply_to_message
    const replyTo = answered && (await this.#parts.numbers.numberOf(conversation, answered.message_id))
    const whole: Content = replyTo === undefined ? content : { ...content, replyTo }
    return saying(messages, whole, this.#languages, said[0]?.phone)
  }

  /** The files of an album side by side. */
  async #files(said: readonly Said[], conversation: ConversationId): Promise<readonly Fetched[]> {
    const { media } = this.#parts
    const found = await Promise.all(
      said.map(({ file, asFile }) => {
        if (file) return media.fetch(file, conversation)
        return (
          asFile && media.keep({ kind: 'file', name: asFile.name }, Buffer.from(asFile.text), conversation)
        )
      }),
    )
    return found.flatMap((file) => file ?? [])
  }

  /** Its files stay as they were; an edit of what we never heard of says nothing. */
  async #edit(message: Message, conversation: ConversationId): Promise<ConversationInput | undefined> {
    const said = saidIn(message, this.#language)
    const before = said && (await this.#parts.numbers.ofCustomer(conversation, message.message_id))
    if (!before) return undefined
    const { attachments, replyTo, besides = [] } = before.content
    const kept = {
      ...(attachments ? { attachments } : {}),
      ...(replyTo === undefined ? {} : { replyTo }),
    }
    const lost = besides.filter(({ kind }) => kind === 'lostFile')
    const content = { ...contentOf([said], lost), ...kept }
    return { type: 'customerEdited', message: before.number, content }
  }

  async #submit(updates: readonly Update[], chat: number, input: ConversationInput): Promise<Receipt> {
    const { bot, submit } = this.#parts
    const ids = updates.map(({ update_id: id }) => id).join('-')
    const key = inputKey(`${TELEGRAM}:${bot}:${ids}`)
    const receipt = await submit({ to: 'conversation', id: conversationOf(chat), key, input })
    const press = updates[0]?.callback_query
    if (press) this.#parts.pressed(press, receipt)
    return receipt
  }

  /** One customer beyond the limit waits on the shelf; when nothing can be kept at all, Telegram keeps it. */
  #settle(update: Update, chat: number, receipt: Receipt): Promise<void> {
    if (receipt.kind !== 'busy') return Promise.resolve()
    if (receipt.why === 'tooManyMessages') return this.#parts.shelf.put(chat, update)
    throw new ComeAgain(receipt.retryAfter, receipt.why)
  }

  get #languages(): readonly Language[] {
    return this.#parts.settings().bot.languages
  }

  /** What stands in a transcript in place of words is read by operators. */
  get #language(): Language {
    return this.#languages[0] ?? 'ru'
  }
}

const NOTHING: Receipt = { kind: 'duplicate' }

/** The customer's chat; undefined for groups, channels and what has no chat. */
export function privateChatOf(update: Update): number | undefined {
  const chat = chatOf(update)
  return chat?.type === 'private' ? chat.id : undefined
}

export function chatOf({ message, edited_message, callback_query, my_chat_member }: Update) {
  return (message ?? edited_message ?? callback_query?.message ?? my_chat_member)?.chat
}

/** Albums are gathered, files are fetched. */
function takesTime({ message }: Update): boolean {
  if (!message) return false
  if (message.media_group_id !== undefined) return true
  const { photo, document, voice, audio, video, video_note: round, animation, sticker } = message
  const file = photo ?? document ?? voice ?? audio ?? video ?? round ?? animation
  return file !== undefined || isOthers(message) || fetchable(sticker)
}

const isOthers = ({ contact, from }: Message) => contact !== undefined && contact.user_id !== from?.id

const fetchable = (sticker: Message['sticker']) => sticker !== undefined && !sticker.is_animated

// Data that nobody gave out is refused like a button of the past: there is no such prompt.
const UNKNOWN_PRESS = { prompt: promptId('p0'), option: 0 }

const pressed = ({ data }: CallbackQuery): ConversationInput => ({
  type: 'customerPressed',
  ...(pressIn(data) ?? UNKNOWN_PRESS),
})

/** In a private chat `kicked` is what Telegram calls a customer who blocked the bot, `member` one who let it in again. */
function membership({ new_chat_member: now }: ChatMemberUpdated): ConversationInput | 'nothing' {
  if (now.status === 'kicked') return { type: 'customerBlocked' }
  return now.status === 'member' ? { type: 'customerUnblocked' } : 'nothing'
}

function contentOf(said: readonly Said[], lost: readonly Besides[] = []): Content {
  const [first] = said.map(withoutBotName)
  // Of an album usually one part has words; several keep theirs, line by line, and only the first its formatting.
  const texts = [first?.text ?? '', ...said.slice(1).map(({ text }) => text)].filter(Boolean)
  const formatted = first && first.text !== '' && first.entities.length > 0
  const besides = [...said.flatMap((one) => one.besides ?? []), ...lost]
  return {
    text: texts.join('\n'),
    ...(formatted ? { entities: first.entities } : {}),
    ...(besides.length > 0 ? { besides } : {}),
  }
}

function saying(
  messages: readonly Message[],
  content: Content,
  languages: readonly Language[],
  phone: string | undefined,
): ConversationInput {
  const from = messages[0]?.from
  const profile = from && { ...profileOf(from, languages), ...(phone === undefined ? {} : { phone }) }
  const externalId = messages.map(({ message_id: id }) => id).join(' ')
  return { type: 'customerSaid', content, externalId, ...(profile ? { profile } : {}) }
}
