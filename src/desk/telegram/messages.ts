/**
 * What people write in threads. An operator's words go to the customer (`// …` stays inside); resolving means they are in
 * the log or on the shelf, or that whoever wrote them was told why not. Called in the turn of their line (turns.ts): what is
 * said first goes first, whether it is done at once or waits on the shelf.
 */
import type { Message } from 'grammy/types'
import type { InputKey } from '../../domain/ids.ts'
import type { Attachment, Content } from '../../domain/message.ts'
import { type Duration, duration, minutes, seconds } from '../../domain/time.ts'
import { unreachable } from '../../domain/unreachable.ts'
import { fileIn, type TelegramFile } from '../../telegram/files.ts'
import type { Fetched, Media } from '../../telegram/media.ts'
import { ticketButton } from './buttons.ts'
import { type Doer, note, outcome, say, submitted, ticketNumbered } from './deeds.ts'
import { behind, doing, isLeft, lineOf, placeNow, type Told, threadAt } from './guard.ts'
import { postId, type Thread } from './model.ts'
import type { Room } from './room.ts'
import { findSent, type SentHere, standsAt } from './sent.ts'
import { type Arrival, Shelf, type Shelved } from './shelf.ts'
import { soon } from './soon.ts'
import { answered, commandIn, isService, type Spoken, spokenIn } from './spoken.ts'

const MEGABYTE = 1_048_576
// Ten messages into somebody else's chat are one explanation and nine marks.
const EXPLAINED_FOR = minutes(1)
const NOT_SENT = '👎'
const WAITS = '🤔'
// Telegram says in a fifth of a second who is in the group; the words of whom it does not are put on the shelf.
const KNOWN_WITHIN = duration(300)
// All files of one message: 20 MB over a slow line. What was typed behind them waits for that long at most.
const FETCHED_WITHIN = seconds(60)

export interface MessagesParts {
  readonly room: Room
  readonly told: Told
  readonly media: Pick<Media, 'fetch'>
  /** A command in its turn. */
  readonly command: (message: Message, key: InputKey) => Promise<void>
}

export class Messages {
  readonly #parts: MessagesParts
  readonly shelf: Shelf

  constructor(parts: MessagesParts) {
    this.#parts = parts
    const { store, clock, log } = parts.room
    this.shelf = new Shelf({
      ...{ store, clock, log },
      lineOf: (message) => lineOf(parts.room, message),
      perform: (item, begins) => this.#perform(item, begins),
      waits: (message, waits) => this.#mark(message, waits ? WAITS : undefined),
      giveUp: ({ messages: [message] }) => message && this.#reply(message, parts.room.words.refused.parked),
    })
  }

  /** A new message of a thread; anything else is of no interest. */
  async said(arrival: Arrival): Promise<void> {
    const { message } = arrival
    if (!isService(message) && (await this.#isTickets(message))) await this.take(arrival)
  }

  async edited(arrival: Arrival): Promise<void> {
    const { message } = arrival
    if (this.#threadOf(message) !== undefined) return this.take(arrival)
    if (this.#isLeft(message)) this.#reply(message, this.#words.notForMe(this.#words.movedAway))
  }

  /** At once, or from the shelf when that takes its time or others of the line are there already. */
  async take(arrival: Arrival): Promise<void> {
    const { deed, key, message } = arrival
    const takesTime = deed === 'words' && (message.media_group_id !== undefined || fileIn(message))
    if (takesTime || this.shelf.has(lineOf(this.#parts.room, message)) || !(await this.#isKnown(message)))
      return this.shelf.put(arrival)
    await this.#perform({ deed, key, messages: [message] }, () => undefined)
  }

  async #isKnown(message: Message): Promise<boolean> {
    const { room } = this.#parts
    return (await soon(room.clock, behind(room, doing(message)), KNOWN_WITHIN)) !== undefined
  }

  async #perform({ deed, key, messages }: Shelved, begins: () => void): Promise<void> {
    const [message] = messages
    if (message === undefined) return
    switch (deed) {
      case 'words':
        return this.#speak(inTurn(messages), key, begins)
      case 'edit':
        return this.#edit(message, key)
      case 'command':
        begins()
        return this.#parts.command(message, key)
      default:
        return unreachable(deed)
    }
  }

  /** The first has the words. */
  async #speak(messages: readonly Message[], key: InputKey, begins: () => void): Promise<void> {
    const [first] = messages
    const thread = first && this.#threadOf(first)
    const doer = first && thread && (await this.#doer(first, key, begins))
    if (!first || !thread || !doer) return
    const command = commandIn(first)
    if (command !== undefined) return this.#reply(first, this.#parts.room.words.command.unknown(command))
    const { text, entities, inside } = spokenIn(first)
    const attachments = await this.#attachments(messages, thread)
    const replyTo = await this.#replyTo(first, thread)
    begins()
    if (text.trim() === '' && attachments.length === 0) {
      const { words } = this.#parts.room
      if (!messages.some(fileIn)) this.#reply(first, inside ? words.emptyNote : words.files.unknown)
      return
    }
    const content: Content = {
      text,
      ...(entities.length > 0 ? { entities } : {}),
      ...(attachments.length > 0 ? { attachments } : {}),
      ...(replyTo === undefined ? {} : { replyTo }),
    }
    await this.#send(first, thread, doer, { content, inside, externalId: externalIdOf(messages) })
  }

  async #send(
    message: Message,
    thread: Thread,
    doer: Doer,
    { content, inside, externalId }: { content: Content; inside: boolean; externalId: string },
  ): Promise<void> {
    const { room } = this.#parts
    const ticket = { id: thread.ticket, conversation: thread.conversation }
    const receipt = await (inside ? note : say)(room, doer, { ticket, content, externalId })
    const refused = await outcome(room, receipt, ticket.id)
    if (refused) await this.#refuse(message, thread, refused.text)
  }

  /** Told in full once, then by a mark: what was not sent must show. [Взять] where that would help. */
  async #refuse(message: Message, thread: Thread, why: string): Promise<void> {
    const { room, told } = this.#parts
    if (!told.fresh(`refused:${thread.ticket}:${message.from?.id}:${why}`, EXPLAINED_FOR)) {
      this.#mark(message, NOT_SENT)
      return
    }
    const ticket = await ticketNumbered(room, thread.ticket)
    const buttons =
      ticket?.status === 'waiting' ? [[ticketButton(ticket.id, 'take', room.language)]] : undefined
    const place = placeNow(room, message)
    const asked = { place, urgency: 'first', kept: true, replyTo: message.message_id } as const
    void room.writer.write({ ...asked, text: room.words.notSent(why), ...(buttons ? { buttons } : {}) })
  }

  async #edit(message: Message, key: InputKey): Promise<void> {
    const { room } = this.#parts
    const thread = this.#threadOf(message)
    const doer = thread && (await this.#doer(message, key, () => undefined))
    if (!thread || !doer) return
    const { conversation, ticket } = thread
    const { chat, message_id: id } = message
    const sent = await findSent(room.store, conversation, standsAt(room.chats, chat.id, id))
    const said = spokenIn(message)
    if (!sent?.note && commandIn(message) !== undefined) return
    const why = this.#whyNotEdited(sent, said)
    if (why !== undefined || !sent) return this.#reply(message, why ?? room.words.edits.unknown)
    const content = contentAfter(sent, said)
    if (content === undefined) return
    const { id: operator } = doer.account
    const input = {
      type: 'operatorEdited',
      ...{ operator, ticket, content },
      message: sent.number,
      externalId: postId(chat.id, id),
    } as const
    const receipt = await submitted(room, { to: 'conversation', id: conversation, key, input })
    const refused = await outcome(room, receipt, ticket)
    if (refused) this.#reply(message, room.words.notForMe(refused.text))
  }

  /** A note was never the customer's, and an edit of one must not become so; nor do sent words become a note. */
  #whyNotEdited(sent: SentHere | undefined, { inside }: Spoken): string | undefined {
    const { edits } = this.#parts.room.words
    if (sent?.note) return edits.note
    if (!sent) return edits.unknown
    return inside ? edits.late : undefined
  }

  async #doer(message: Message, key: InputKey, begins: () => void): Promise<Doer | undefined> {
    const { room, told } = this.#parts
    const found = await behind(room, doing(message))
    if (found.kind === 'operator') return { account: found.account, key }
    begins()
    // Another bot of the group writes as it likes.
    if (message.from?.is_bot && found.why === 'stranger') return undefined
    const { nobody } = room.words
    const why = found.why === 'stranger' ? nobody.unheard : nobody[found.why]
    if (told.nobody(found.why, doing(message))) this.#reply(message, why)
    // An operator's words that went nowhere show, also those that nothing more is said about.
    else if (found.why === 'unsure') this.#mark(message, NOT_SENT)
    return undefined
  }

  async #attachments(messages: readonly Message[], thread: Thread): Promise<readonly Attachment[]> {
    const { clock } = this.#parts.room
    const until = clock.now() + FETCHED_WITHIN
    const kept: Attachment[] = []
    for (const message of messages) {
      const file = fileIn(message)
      if (file === undefined) continue
      const fetched = await this.#fetch(file, thread, duration(until - clock.now()))
      if (fetched.kind === 'kept') kept.push(fetched.attachment)
      else this.#reply(message, this.#lost(fetched))
    }
    return kept
  }

  async #fetch(file: TelegramFile, { conversation }: Thread, within: Duration): Promise<Fetched> {
    const { media, room } = this.#parts
    const fetched = await soon(room.clock, media.fetch(file, conversation), within)
    return fetched ?? { kind: 'gone', name: file.name, sent: file.kind }
  }

  #lost(fetched: Exclude<Fetched, { kind: 'kept' }>): string {
    const { files } = this.#parts.room.words
    if (fetched.kind === 'tooLarge') return files.tooLarge(fetched.name, Math.floor(fetched.limit / MEGABYTE))
    return fetched.kind === 'gone' ? files.gone(fetched.name) : files.refused(fetched.name)
  }

  async #replyTo(message: Message, thread: Thread) {
    const reply = answered(message)
    const post = reply && (await this.#parts.room.threads.post(message.chat.id, reply.message_id))
    return post?.conversation === thread.conversation ? post.number : undefined
  }

  /** A thread left over by a crash looks like one: its words would go nowhere. */
  async #isTickets(message: Message): Promise<boolean> {
    if (this.#threadOf(message) !== undefined) return true
    const { room } = this.#parts
    if (this.#isLeft(message)) {
      this.#loseHere(message)
      return false
    }
    const { chat, thread } = placeNow(room, message)
    const title = message.reply_to_message?.forum_topic_created?.name
    if (thread === undefined || title === undefined) return false
    const real = await room.stray({ chat, thread }, title)
    if (real) this.#reply(message, room.words.notSent(room.words.strayThread))
    return false
  }

  /** The conversation goes on in another thread. */
  #isLeft(message: Message): boolean {
    const { room } = this.#parts
    return message.from?.is_bot !== true && isLeft(room, placeNow(room, message))
  }

  #loseHere(message: Message): void {
    const { room, told } = this.#parts
    const { chat, thread } = placeNow(room, message)
    const fresh = told.fresh(`left:${chat}:${thread}:${message.from?.id}`, EXPLAINED_FOR)
    if (fresh) this.#reply(message, this.#words.notSent(this.#words.movedAway))
    else this.#mark(message, NOT_SENT)
  }

  #threadOf(message: Message): Thread | undefined {
    return threadAt(this.#parts.room, placeNow(this.#parts.room, message))
  }

  get #words() {
    return this.#parts.room.words
  }

  #mark({ chat, message_id: message }: Message, emoji: string | undefined): void {
    const kept = emoji === NOT_SENT ? ({ kept: true } as const) : {}
    void this.#parts.room.writer.react({ chat: chat.id, message, emoji, urgency: 'first', ...kept })
  }

  #reply(message: Message, text: string): void {
    const place = placeNow(this.#parts.room, message)
    const letter = { place, urgency: 'first', kept: true, replyTo: message.message_id } as const
    void this.#parts.room.writer.write({ ...letter, text })
  }
}

/** An album's words stand under one of its pictures, mostly the first. */
function inTurn(messages: readonly Message[]): readonly Message[] {
  const worded = messages.filter(({ caption }) => caption !== undefined).slice(0, 1)
  return [...worded, ...messages.filter((one) => !worded.includes(one))]
}

const externalIdOf = (messages: readonly Message[]): string =>
  messages.map(({ chat, message_id }) => postId(chat.id, message_id)).join(' ')

/** Undefined when it says what it said: whoever puts a mark of their own on a message edits nothing. */
function contentAfter({ content }: SentHere, { text, entities }: Spoken): Content | undefined {
  const { entities: formatting = [], ...before } = content
  if (before.text === text && JSON.stringify(formatting) === JSON.stringify(entities)) return undefined
  return { ...before, text, ...(entities.length > 0 ? { entities } : {}) }
}
