/**
 * What people write in threads. An operator's words go to the customer (`// …` stays inside); resolving means they are in
 * the log, or that whoever wrote them was told why not. Called in the turn of their thread (turns.ts): what is said first goes first.
 */
import type { Message } from 'grammy/types'
import { type InputKey, inputKey } from '../../domain/ids.ts'
import type { Attachment, Content } from '../../domain/message.ts'
import { minutes } from '../../domain/time.ts'
import { fileIn } from '../../telegram/files.ts'
import type { Fetched, Media } from '../../telegram/media.ts'
import { Albums } from './albums.ts'
import { ticketButton } from './buttons.ts'
import { type Doer, note, outcome, say, submitted, ticketNumbered } from './deeds.ts'
import { behind, doing, nameOfPlace, placeOf, type Told } from './guard.ts'
import { DESK_SURFACE, postId, type Thread } from './model.ts'
import type { Room } from './room.ts'
import { findSent, type SentHere, standsAt } from './sent.ts'
import { answered, commandIn, isService, type Spoken, spokenIn } from './spoken.ts'
import type { Turns } from './turns.ts'

const MEGABYTE = 1_048_576
// Ten messages into somebody else's chat are one explanation and nine marks.
const EXPLAINED_FOR = minutes(1)
const NOT_SENT = '👎'

export interface MessagesParts {
  readonly room: Room
  readonly turns: Turns
  readonly told: Told
  readonly media: Pick<Media, 'fetch'>
}

export class Messages {
  readonly #parts: MessagesParts
  readonly albums: Albums

  constructor(parts: MessagesParts) {
    this.#parts = parts
    const { store, clock, log } = parts.room
    this.albums = new Albums({
      store,
      clock,
      log,
      speak: (album, messages) => this.#speakAlbum(album, messages),
      inTurn: (message, work) => parts.turns.take(nameOfPlace(placeOf(message)), work),
      giveUp: ([message]) => message && this.#reply(message, parts.room.words.files.unknown),
    })
  }

  /** A new message of a thread; anything else is of no interest. */
  async said(message: Message, key: InputKey): Promise<void> {
    if (isService(message) || !(await this.#isTickets(message))) return
    const command = commandIn(message)
    if (command !== undefined) return this.#unknown(message, command, key)
    if (message.media_group_id !== undefined || fileIn(message)) return this.#shelve(message)
    await this.albums.flush(message.chat.id, message.message_thread_id)
    await this.#speak([message], key)
  }

  /** In the order of the thread: what was begun before is said before. */
  async #shelve(message: Message): Promise<void> {
    if (message.media_group_id === undefined)
      await this.albums.flush(message.chat.id, message.message_thread_id)
    await this.albums.add(message)
  }

  async edited(message: Message, key: InputKey): Promise<void> {
    if (this.#threadOf(message) === undefined) return
    await this.albums.flush(message.chat.id, message.message_thread_id)
    await this.#edit(message, key)
  }

  #speakAlbum(album: string, messages: readonly Message[]): Promise<void> {
    const key = inputKey(`${DESK_SURFACE}:${this.#parts.room.me.id}:${album}`)
    // Its words stand under one of the pictures, mostly the first.
    const worded = messages.filter(({ caption }) => caption !== undefined).slice(0, 1)
    return this.#speak([...worded, ...messages.filter((one) => !worded.includes(one))], key)
  }

  /** The first has the words. */
  async #speak(messages: readonly Message[], key: InputKey): Promise<void> {
    const [first] = messages
    const thread = first && this.#threadOf(first)
    const doer = first && thread && (await this.#doer(first, key))
    if (!first || !thread || !doer) return
    const { text, entities, inside } = spokenIn(first)
    const attachments = await this.#attachments(messages, thread)
    const replyTo = await this.#replyTo(first, thread)
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
    const refused = await outcome(room, receipt)
    if (refused) await this.#refuse(message, thread, refused.text)
  }

  /** Told in full once, then by a mark: what was not sent must show. [Взять] where that would help. */
  async #refuse(message: Message, thread: Thread, why: string): Promise<void> {
    const { room, told } = this.#parts
    if (!told.fresh(`refused:${thread.ticket}:${message.from?.id}:${why}`, EXPLAINED_FOR)) {
      const { id: chat } = message.chat
      void room.writer.react({ chat, message: message.message_id, emoji: NOT_SENT, urgency: 'first' })
      return
    }
    const ticket = await ticketNumbered(room, thread.ticket)
    const buttons =
      ticket?.status === 'waiting' ? [[ticketButton(ticket.id, 'take', room.language)]] : undefined
    const place = placeOf(message)
    const asked = { place, urgency: 'first', replyTo: message.message_id } as const
    void room.writer.write({ ...asked, text: room.words.notSent(why), ...(buttons ? { buttons } : {}) })
  }

  async #edit(message: Message, key: InputKey): Promise<void> {
    const { room } = this.#parts
    const thread = this.#threadOf(message)
    const doer = thread && (await this.#doer(message, key))
    if (!thread || !doer) return
    const { conversation, ticket } = thread
    const { chat, message_id: id } = message
    const sent = await findSent(room.store, conversation, standsAt(chat.id, id))
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
    const refused = await outcome(room, receipt)
    if (refused) this.#reply(message, room.words.notForMe(refused.text))
  }

  /** A note was never the customer's, and an edit of one must not become so; nor do sent words become a note. */
  #whyNotEdited(sent: SentHere | undefined, { inside }: Spoken): string | undefined {
    const { edits } = this.#parts.room.words
    if (sent?.note) return edits.note
    if (!sent) return edits.unknown
    return inside ? edits.late : undefined
  }

  async #doer(message: Message, key: InputKey): Promise<Doer | undefined> {
    const { room, told } = this.#parts
    const found = await behind(room, doing(message))
    if (found.kind === 'operator') return { account: found.account, key }
    // Another bot of the group writes as it likes.
    if (message.from?.is_bot && found.why === 'stranger') return undefined
    if (told.nobody(found.why, doing(message))) this.#reply(message, room.words.nobody[found.why])
    return undefined
  }

  async #attachments(messages: readonly Message[], thread: Thread): Promise<readonly Attachment[]> {
    const kept: Attachment[] = []
    for (const message of messages) {
      const file = fileIn(message)
      const fetched = file && (await this.#parts.media.fetch(file, thread.conversation))
      if (fetched?.kind === 'kept') kept.push(fetched.attachment)
      else if (fetched) this.#reply(message, this.#lost(fetched))
    }
    return kept
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

  /** A command under a picture, or one that nobody knows, is not for customers. */
  async #unknown(message: Message, command: string, key: InputKey): Promise<void> {
    if (await this.#doer(message, key)) this.#reply(message, this.#parts.room.words.command.unknown(command))
  }

  /** A thread left over by a crash looks like one: its words would go nowhere. */
  async #isTickets(message: Message): Promise<boolean> {
    if (this.#threadOf(message) !== undefined) return true
    const { room } = this.#parts
    const { chat, thread } = placeOf(message)
    const title = message.reply_to_message?.forum_topic_created?.name
    if (thread === undefined || title === undefined) return false
    const real = await room.stray({ chat, thread }, title)
    if (real) this.#reply(message, room.words.notSent(room.words.strayThread))
    return false
  }

  #threadOf(message: Message): Thread | undefined {
    return this.#parts.room.threads.at(placeOf(message))
  }

  #reply(message: Message, text: string): void {
    const place = placeOf(message)
    void this.#parts.room.writer.write({ place, urgency: 'first', text, replyTo: message.message_id })
  }
}

const externalIdOf = (messages: readonly Message[]): string =>
  messages.map(({ chat, message_id }) => postId(chat.id, message_id)).join(' ')

/** Undefined when it says what it said: whoever puts a mark of their own on a message edits nothing. */
function contentAfter({ content }: SentHere, { text, entities }: Spoken): Content | undefined {
  const { entities: formatting = [], ...before } = content
  if (before.text === text && JSON.stringify(formatting) === JSON.stringify(entities)) return undefined
  return { ...before, text, ...(entities.length > 0 ? { entities } : {}) }
}
