/**
 * Customers' updates become inputs. Whatever can be read at once is submitted at once, in the order of arrival; what must be
 * looked up waits its turn in its dialogue; what takes its time goes by the shelf. One message has one key, by whichever way
 * it comes: long poll, Callback API, or the history that is read after a gap.
 */
import { promptId } from '../../domain/ids.ts'
import type { ConversationInput, Profile } from '../../domain/input.ts'
import type { Attachment, Besides, Content, Language } from '../../domain/message.ts'
import type { Settings } from '../../domain/settings.ts'
import { ComeAgain } from '../../messengers/come-again.ts'
import { lostIn } from '../../messengers/lost-files.ts'
import type { Numbers } from '../numbers.ts'
import { Order } from '../order.ts'
import type { Receipt, Submit } from '../port.ts'
import type { Boards } from './boards.ts'
import { type Clients, languageOf } from './clients.ts'
import { keyOf } from './keys.ts'
import type { Fetched, Media } from './media.ts'
import type { Names } from './names.ts'
import { pressIn } from './payload.ts'
import { conversationOf } from './peer.ts'
import { cameFrom, contentOf, pressOrStart, type Said, saidIn } from './said.ts'
import type { Shelf } from './shelf.ts'
import { type ClientInfo, type Press, peerOf, type VkMessage, type VkUpdate } from './updates.ts'
import { WORDS } from './words.ts'

export interface CustomersParts {
  readonly group: number
  readonly submit: Submit
  readonly media: Media
  readonly names: Names
  readonly numbers: Numbers
  readonly boards: Boards
  readonly clients: Clients
  readonly shelf: Shelf
  readonly settings: () => Settings
  /** A press of a callback button and what became of it. */
  pressed(press: Press, receipt: Receipt): void
  /** A message is committed. */
  heard(peer: number): void
}

type New = Extract<VkUpdate, { readonly type: 'message_new' }>

export class Customers {
  readonly #parts: CustomersParts
  readonly #order = new Order()

  constructor(parts: CustomersParts) {
    this.#parts = parts
  }

  /** Of a private dialogue. Resolves when it is durable; rejects when it must come again. */
  take(update: VkUpdate): Promise<void> {
    const { shelf, clients } = this.#parts
    const peer = peerOf(update)
    if (update.type === 'message_new') clients.told(peer, update.object.client_info)
    if (shelf.has(peer)) return shelf.put(peer, update)
    const ready = this.#atOnce(update)
    if (ready === 'nothing') return Promise.resolve()
    if (ready === 'slowly') return shelf.put(peer, update)
    return this.#order.run(peer, ready !== 'later', async () => {
      const receipt = ready === 'later' ? await this.perform(update) : await this.#submit(update, ready)
      await this.#settle(update, receipt)
    })
  }

  /** Slowly, with all that must be fetched and looked up. */
  async perform(update: VkUpdate): Promise<Receipt> {
    const ready = this.#atOnce(update)
    const input = ready === 'later' || ready === 'slowly' ? await this.#read(update) : ready
    return input === undefined || input === 'nothing' ? NOTHING : this.#submit(update, input)
  }

  /** The input, where nothing must be waited for. */
  #atOnce(update: VkUpdate): ConversationInput | 'later' | 'slowly' | 'nothing' {
    switch (update.type) {
      case 'message_event':
        return { type: 'customerPressed', ...(pressIn(update.object.payload) ?? UNKNOWN_PRESS) }
      case 'message_deny':
        return { type: 'customerBlocked' }
      case 'message_allow':
        return { type: 'customerUnblocked' }
      case 'message_reply':
        return this.#byHandAtOnce(update.object)
      case 'message_edit':
        return isOurs(update.object) ? 'nothing' : 'later'
      case 'message_new':
        return this.#newAtOnce(update)
      case 'message_typing_state':
        return 'nothing'
    }
  }

  #newAtOnce({ object }: New): ConversationInput | 'later' | 'slowly' | 'nothing' {
    const { message, client_info: client } = object
    if (isOurs(message) || message.action) return 'nothing'
    const listed = this.#parts.boards.meant(message.peer_id, message.text)
    if (listed) return { type: 'customerPressed', ...listed }
    const other = pressOrStart(message)
    if (other?.type === 'customerPressed') return other
    const known = this.#parts.names.known(message.from_id)
    if (!known) return carriesFiles(message) ? 'slowly' : 'later'
    if (other) return started(other, this.#profile(known, message, client))
    const said = saidIn(message, this.#language)
    if (said.files.length > 0) return 'slowly'
    return message.reply_message
      ? 'later'
      : saying(message, contentOf(said), this.#profile(known, message, client))
  }

  /** What the API wrote in the community's name, we or another program, comes back without an author. */
  #byHandAtOnce(message: VkMessage): ConversationInput | 'later' | 'slowly' | 'nothing' {
    const { admin_author_id: author } = message
    if (author === undefined || message.action) return 'nothing'
    if (carriesFiles(message)) return 'slowly'
    const known = this.#parts.names.known(author)
    if (!known || message.reply_message) return 'later'
    return byHand(message, contentOf(saidIn(message, this.#language)), known)
  }

  async #read(update: VkUpdate): Promise<ConversationInput | undefined> {
    if (update.type === 'message_edit') return this.#edit(update.object)
    if (update.type === 'message_reply') return this.#byHand(update.object)
    if (update.type !== 'message_new') return undefined
    const { message, client_info: client } = update.object
    const profile = this.#profile(await this.#parts.names.learn(message.from_id), message, client)
    const other = pressOrStart(message)
    if (other) return started(other, profile)
    return saying(message, await this.#whole(message), profile)
  }

  async #byHand(message: VkMessage): Promise<ConversationInput | undefined> {
    const { admin_author_id: author } = message
    if (author === undefined) return undefined
    const profile = await this.#parts.names.learn(author)
    return byHand(message, await this.#whole(message), profile)
  }

  /** With its files, and the number of what it answers. */
  async #whole(message: VkMessage): Promise<Content> {
    const said = saidIn(message, this.#language)
    const { attachments, lost } = await this.#files(said, message)
    const answered = message.reply_message?.conversation_message_id
    const conversation = conversationOf(message.peer_id)
    const replyTo =
      answered === undefined ? undefined : await this.#parts.numbers.numberOf(conversation, answered)
    return {
      ...contentOf(said, lost),
      ...(attachments.length > 0 ? { attachments } : {}),
      ...(replyTo === undefined ? {} : { replyTo }),
    }
  }

  async #files(
    { files }: Said,
    message: VkMessage,
  ): Promise<{ readonly attachments: readonly Attachment[]; readonly lost: readonly Besides[] }> {
    const conversation = conversationOf(message.peer_id)
    const fetched: Fetched[] = []
    for (let at = 0; at < Math.min(files.length, MOST_FILES); at += FILES_AT_ONCE) {
      const some = files.slice(at, at + FILES_AT_ONCE)
      fetched.push(...(await Promise.all(some.map((file) => this.#parts.media.fetch(file, conversation)))))
    }
    const words = WORDS[this.#language]
    const left = files.length - fetched.length
    const more: readonly Besides[] =
      left > 0 ? [{ kind: 'other', shown: words.filesLeft(left, MOST_FILES) }] : []
    return {
      attachments: fetched.flatMap((file) => (file.kind === 'kept' ? [file.attachment] : [])),
      lost: [...lostIn(fetched, words), ...more],
    }
  }

  /** Its files stay as they were; an edit of what we never heard of says nothing. */
  async #edit(message: VkMessage): Promise<ConversationInput | undefined> {
    const conversation = conversationOf(message.peer_id)
    const before = await this.#parts.numbers.ofCustomer(conversation, message.conversation_message_id)
    if (!before) return undefined
    const { attachments, replyTo, besides = [] } = before.content
    const lost = besides.filter(({ kind }) => kind === 'lostFile')
    const content = contentOf(saidIn(message, this.#language), lost)
    const kept = { ...(attachments ? { attachments } : {}), ...(replyTo === undefined ? {} : { replyTo }) }
    return { type: 'customerEdited', message: before.number, content: { ...content, ...kept } }
  }

  async #submit(update: VkUpdate, input: ConversationInput): Promise<Receipt> {
    const { submit, pressed, heard, group } = this.#parts
    const peer = peerOf(update)
    const id = conversationOf(peer)
    const key = keyOf(group, update)
    const receipt = await submit({ to: 'conversation', id, key, input })
    if (update.type === 'message_event') pressed(update.object, receipt)
    if (update.type !== 'message_new') return receipt
    if (receipt.kind === 'done') heard(peer)
    // A number that stands for nothing any more is a text like any other.
    const stale = receipt.kind === 'refused' && input.type === 'customerPressed'
    if (!stale || pressOrStart(update.object.message)) return receipt
    await this.#parts.boards.put(peer, undefined)
    return this.perform(update)
  }

  /** One customer beyond the limit waits on the shelf; when nothing can be kept at all, VK keeps it. */
  #settle(update: VkUpdate, receipt: Receipt): Promise<void> {
    if (receipt.kind !== 'busy') return Promise.resolve()
    if (receipt.why === 'tooManyMessages') return this.#parts.shelf.put(peerOf(update), update)
    throw new ComeAgain(receipt.retryAfter, receipt.why)
  }

  #profile(known: Profile, message: VkMessage, client: ClientInfo | undefined): Profile {
    const language = languageOf(client, this.#languages)
    const from = cameFrom(message)?.attributes
    return {
      ...known,
      ...(language ? { language } : {}),
      ...(from ? { attributes: { ...known.attributes, ...from } } : {}),
    }
  }

  get #languages(): readonly Language[] {
    return this.#parts.settings().bot.languages
  }

  /** What stands in a transcript in place of words is read by operators. */
  get #language(): Language {
    return this.#languages[0] ?? 'ru'
  }
}

// A message brings ten, and a hundred forwarded ones ten each: a thousand would fill the memory, the disk and the desk.
const MOST_FILES = 30
const FILES_AT_ONCE = 5

const NOTHING: Receipt = { kind: 'duplicate' }

// Data that nobody gave out is refused like a button of the past: there is no such prompt.
const UNKNOWN_PRESS = { prompt: promptId('p0'), option: 0 }

const isOurs = ({ out, from_id: from }: VkMessage) => out === 1 || from < 0

const carriesFiles = ({ attachments, fwd_messages: forwarded }: VkMessage) =>
  attachments.length > 0 || forwarded.length > 0

function started(input: ConversationInput, profile: Profile): ConversationInput {
  return input.type === 'customerStarted' ? { ...input, profile } : input
}

function saying(message: VkMessage, content: Content, profile: Profile) {
  return { type: 'customerSaid', content, externalId: idOf(message), profile } as const
}

function byHand(message: VkMessage, content: Content, { name = '' }: Profile) {
  return { type: 'saidByHand', content, name, externalId: idOf(message) } as const
}

const idOf = ({ conversation_message_id: id }: VkMessage) => String(id)
