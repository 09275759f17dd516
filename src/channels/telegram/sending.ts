/**
 * One message of ours as calls of Telegram; the buttons stand under its last part. What was sent of a long message is
 * remembered, so that a refusal in the middle (429) does not repeat its beginning.
 */
import type { InlineKeyboardMarkup, Message } from 'grammy/types'
import { type ConversationId, channelAndChat } from '../../domain/ids.ts'
import type { Attachment, Content, Language, Outgoing } from '../../domain/message.ts'
import type { Clock } from '../../domain/time.ts'
import { unreachable } from '../../domain/unreachable.ts'
import { type Piece, split } from '../../messengers/split.ts'
import type { Store } from '../../store/port.ts'
import type { BotApi } from '../../telegram/api.ts'
import { toTelegram } from '../../telegram/entities.ts'
import { readFailure, sendFailure } from '../../telegram/errors.ts'
import { type Media, TELEGRAM_NOTES } from '../../telegram/media.ts'
import { type Caption, type FilePlace, sendAlbum, sendFile } from '../../telegram/send-file.ts'
import type { Numbers } from '../numbers.ts'
import type { SendResult } from '../port.ts'
import type { Answers } from './answers.ts'
import { keyboardOf, withoutLinks } from './buttons.ts'
import type { Pace } from './pace.ts'
import { type Part, partsOf } from './parts.ts'
import { WORDS } from './words.ts'

export interface SendingParts {
  readonly api: BotApi
  readonly store: Store
  readonly clock: Clock
  readonly media: Media
  readonly numbers: Numbers
  readonly answers: Answers
  readonly pace: Pace
  readonly language: () => Language
}

/** `chat_id`, with what belongs to this part: buttons, the message it answers. */
type Target = FilePlace & { readonly reply_markup?: object }

export class Sending {
  readonly #parts: SendingParts
  /** Chats that have [Отправить мой номер] under their writing field. */
  readonly #asked = new Set<number>()
  /** Ids of what was sent, by part, of messages that stopped in the middle. */
  readonly #begun = new Map<number, readonly string[]>()

  constructor(parts: SendingParts) {
    this.#parts = parts
  }

  /** Rejects never. */
  async send(to: ConversationId, message: Outgoing, delivery: number): Promise<SendResult> {
    const chat = Number(channelAndChat(to).chat)
    this.#parts.pace.begun(delivery)
    try {
      if (message.replaces !== undefined) return await this.#edit(to, chat, message)
      return await this.#new(to, chat, message, delivery)
    } catch (error) {
      return sendFailure(readFailure(error), this.#parts.clock.now())
    }
  }

  async #new(to: ConversationId, chat: number, message: Outgoing, delivery: number): Promise<SendResult> {
    const { numbers, answers } = this.#parts
    const keyboard = keyboardOf(message)
    const parts = partsOf(shownContent(message), keyboard && this.#words.buttonsBelow)
    const ids = await this.#all(parts, chat, message, delivery, await this.#answered(to, message.content))
    const last = ids.at(-1)
    if (last === undefined) return { kind: 'sent' }
    numbers.sent(to, message.number, ids)
    if (message.prompt && keyboard) {
      answers.shown(to, message.prompt.id, { chat, message: Number(last), number: message.number })
    }
    return { kind: 'sent', externalId: ids.join(' ') }
  }

  async #all(
    parts: readonly Part[],
    chat: number,
    message: Outgoing,
    delivery: number,
    answered: object,
  ): Promise<readonly string[]> {
    const done = parts.length > 1 ? [...(await this.#progress(delivery))] : []
    const begun = done.length > 0
    try {
      for (const [index, part] of parts.entries()) {
        if (index < done.length) continue
        if (index > 0) this.#parts.pace.spend(chat)
        const markup = index === parts.length - 1 ? this.#markup(chat, message) : {}
        const target: Target = { chat_id: chat, ...(index === 0 ? answered : {}), ...markup }
        done.push((await this.#part(part, target)).join(' '))
      }
    } catch (error) {
      if (done.length > 0) await this.#remember(delivery, done)
      throw error
    }
    if (begun) await this.#remember(delivery, undefined)
    this.#noteContact(chat, message)
    return done.flatMap((ids) => ids.split(' ')).filter(Boolean)
  }

  async #part(part: Part, target: Target): Promise<readonly number[]> {
    switch (part.kind) {
      case 'text':
        return [await this.#text(target, part.piece)]
      case 'file':
        return [await this.#file(target, part.attachment, part.caption)]
      case 'album':
        return this.#album(target, part.attachments, part.caption)
      default:
        return unreachable(part)
    }
  }

  /** What Telegram does not like in the formatting or in a link must not cost the words. */
  async #text(target: Target, { text, entities }: Piece): Promise<number> {
    const { api } = this.#parts
    const formatted = toTelegram(text, entities)
    try {
      const sent = await api.call<Message>('sendMessage', {
        ...target,
        text,
        ...(formatted.length > 0 ? { entities: formatted } : {}),
      })
      return sent.message_id
    } catch (error) {
      const plain = plainer(target)
      const same = formatted.length === 0 && plain === target
      if (readFailure(error).kind !== 'badContent' || same) throw error
      return (await api.call<Message>('sendMessage', { ...plain, text })).message_id
    }
  }

  async #file(target: Target, attachment: Attachment, caption: Piece | undefined): Promise<number> {
    const { api, media } = this.#parts
    const sent = await sendFile(api, media, target, attachment, captionOf(caption))
    if (sent) return sent.message_id
    const missing = this.#words.fileMissing(attachment.name)
    const text = caption ? `${caption.text}\n${missing}` : missing
    return this.#text(target, { text, entities: caption?.entities ?? [] })
  }

  async #album(
    target: Target,
    attachments: readonly Attachment[],
    caption: Piece | undefined,
  ): Promise<readonly number[]> {
    const { api, media, pace } = this.#parts
    const sent = await sendAlbum(api, media, target, attachments, captionOf(caption))
    const ids = sent?.map(({ message_id: id }) => id) ?? []
    for (const [index, attachment] of sent ? [] : attachments.entries()) {
      ids.push(await this.#file(target, attachment, index === 0 ? caption : undefined))
    }
    for (const _ of ids.slice(1)) pace.spend(target.chat_id)
    return ids
  }

  /** Nothing to edit (never arrived, deleted, says so already) is as good as edited. */
  async #edit(to: ConversationId, chat: number, message: Outgoing): Promise<SendResult> {
    const { api, numbers, answers } = this.#parts
    const ids = await numbers.idsOfOurs(to, message.number)
    if (ids.length === 0) return { kind: 'sent' }
    const { text, entities } = shownContent(message)
    const pieces = split(text, entities)
    const places = await this.#textsAmong(ids, to, message, pieces.length)
    const keyboard = keyboardOf(message)
    for (const [index, id] of places.entries()) {
      const piece = pieces[index]
      if (!piece) {
        answers.quietly('deleteMessage', { chat_id: chat, message_id: Number(id) })
        continue
      }
      const markup = keyboard && index === pieces.length - 1 ? { reply_markup: keyboard } : {}
      await this.#rewrite({ chat_id: chat, message_id: Number(id), ...markup }, piece)
    }
    const more: string[] = []
    for (const piece of pieces.slice(places.length)) {
      const sent = await api.call<Message>('sendMessage', { chat_id: chat, ...messageText(piece) })
      more.push(String(sent.message_id))
    }
    numbers.sent(to, message.number, [...ids, ...more])
    return { kind: 'sent' }
  }

  /** Files come before texts, and an edit is about the words. */
  async #textsAmong(
    ids: readonly string[],
    to: ConversationId,
    { number }: Outgoing,
    pieces: number,
  ): Promise<readonly string[]> {
    if (ids.length === 1) return ids
    const tail = await this.#parts.store.conversationTail(to, Number.MAX_SAFE_INTEGER, 1_000)
    const files = tail.some(
      ({ event }) =>
        event.type === 'messageSent' &&
        event.message.number === number &&
        (event.message.content.attachments?.length ?? 0) > 0,
    )
    return files ? ids.slice(-pieces) : ids
  }

  async #rewrite(target: object, piece: Piece): Promise<void> {
    const { api } = this.#parts
    try {
      await api.call('editMessageText', { ...target, ...messageText(piece) })
    } catch (error) {
      const failure = readFailure(error)
      if (failure.kind === 'notModified' || failure.kind === 'messageGone') return
      if (failure.kind !== 'badContent' || !/no text in the message/iu.test(failure.why)) throw error
      await this.#recaption(target, piece)
    }
  }

  async #recaption(target: object, piece: Piece): Promise<void> {
    try {
      await this.#parts.api.call('editMessageCaption', { ...target, ...captionOf(piece) })
    } catch (error) {
      const { kind } = readFailure(error)
      if (kind !== 'notModified' && kind !== 'messageGone') throw error
    }
  }

  /** What a quoted message is called there; one that is gone does not stop the answer. */
  async #answered(to: ConversationId, { replyTo }: Content): Promise<object> {
    const id = replyTo === undefined ? undefined : await this.#parts.numbers.idOf(to, replyTo)
    if (id === undefined) return {}
    return { reply_parameters: { message_id: id, allow_sending_without_reply: true } }
  }

  #markup(chat: number, message: Outgoing): { readonly reply_markup?: object } {
    const keyboard = keyboardOf(message)
    if (keyboard) return { reply_markup: keyboard }
    if (message.asks === 'phone') return { reply_markup: contactKeyboard(this.#words.shareContact) }
    return this.#asked.has(chat) ? { reply_markup: { remove_keyboard: true } } : {}
  }

  /** Buttons in the message leave the keyboard as it is: one message can change only one of the two. */
  #noteContact(chat: number, message: Outgoing): void {
    if (keyboardOf(message)) return
    if (message.asks === 'phone') this.#asked.add(chat)
    else this.#asked.delete(chat)
  }

  async #progress(delivery: number): Promise<readonly string[]> {
    const begun = this.#begun.get(delivery)
    if (begun) return begun
    const key = progressKey(delivery)
    const noted = (await this.#parts.store.notes(TELEGRAM_NOTES, key)).get(key)
    return typeof noted === 'string' ? noted.split(',') : []
  }

  async #remember(delivery: number, done: readonly string[] | undefined): Promise<void> {
    if (done) this.#begun.set(delivery, done)
    else this.#begun.delete(delivery)
    await this.#parts.store.note(TELEGRAM_NOTES, new Map([[progressKey(delivery), done?.join(',')]]))
  }

  get #words() {
    return WORDS[this.#parts.language()]
  }
}

// The `;` ends the number, so that delivery 12 is not found as the beginning of 123.
const progressKey = (delivery: number) => `begun:${delivery};`

/** Stars that were given stand under the question for them. */
function shownContent({ content, control }: Outgoing): Content {
  if (control?.kind !== 'rating' || control.score === undefined) return content
  return { ...content, text: `${content.text}\n${'⭐'.repeat(control.score)}` }
}

function messageText({ text, entities }: Piece) {
  const formatted = toTelegram(text, entities)
  return { text, ...(formatted.length > 0 ? { entities: formatted } : {}) }
}

function captionOf(piece: Piece | undefined): Caption | undefined {
  return piece && { caption: piece.text, caption_entities: toTelegram(piece.text, piece.entities) }
}

/** One touch instead of eleven digits. */
const contactKeyboard = (text: string) => ({
  keyboard: [[{ text, request_contact: true }]],
  resize_keyboard: true,
  one_time_keyboard: true,
})

function plainer(target: Target): Target {
  const { reply_markup: markup } = target
  if (!isInline(markup)) return target
  const plain = withoutLinks(markup)
  return plain.inline_keyboard.flat().length === markup.inline_keyboard.flat().length
    ? target
    : { ...target, reply_markup: plain }
}

const isInline = (markup: object | undefined): markup is InlineKeyboardMarkup =>
  markup !== undefined && 'inline_keyboard' in markup
