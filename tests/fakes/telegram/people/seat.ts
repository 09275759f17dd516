/** A person in a chat: all that people do there, and what they see. */

import type { Waiting } from '../../messenger/waiting.ts'
import { withFound } from '../api/entities.ts'
import { setBlocked } from '../world/members.ts'
import type { Chat, Content, Entity, MediaType, Message, Thread, User, Wire } from '../world/model.ts'
import { isAdmin, isIn } from '../world/model.ts'
import type { CallbackAnswer } from '../world/presses.ts'
import { closeThread, createThread, deleteThread, renameThread, THREAD_COLORS } from '../world/threads.ts'
import { wordsOf } from '../world/words.ts'
import type { World } from '../world/world.ts'
import { type Seen, seen } from './seen.ts'

export interface Saying {
  readonly thread?: number
  readonly replyTo?: number
  readonly quote?: string
  readonly entities?: readonly Entity[]
}

export interface Attached extends Saying {
  readonly type?: MediaType
  readonly bytes?: Uint8Array
  /** More than the bytes, to play a file too large to hold. */
  readonly size?: number
  readonly name?: string
  readonly mime?: string
  readonly caption?: string
  readonly about?: Wire
}

export interface Pressed {
  readonly id: string
  /** What the bot answered to this press; undefined so far. */
  readonly answer: CallbackAnswer | undefined
  /** Resolves when the bot answers it. */
  answered(): Promise<CallbackAnswer>
}

export class Seat {
  readonly chat: Chat
  readonly person: User
  readonly #world: World
  readonly #waiting: Waiting

  constructor(world: World, waiting: Waiting, chat: Chat, person: User) {
    this.#world = world
    this.#waiting = waiting
    this.chat = chat
    this.person = person
  }

  /** The first press on Start, or a link with a payload. */
  start(payload = ''): Seen {
    if (this.chat.blocked) this.unblock()
    return this.say(payload === '' ? '/start' : `/start ${payload}`)
  }

  say(text: string, saying: Saying = {}): Seen {
    return this.#post({ kind: 'text', text, entities: withFound(text, saying.entities ?? []) }, saying)
  }

  /** A photo unless another type is named. */
  attach(attached: Attached): Seen {
    return this.#post(this.#media(attached), attached)
  }

  /** Several files as one album. */
  attachAlbum(items: readonly Attached[], saying: Saying = {}): readonly Seen[] {
    const album = this.#world.newAlbum()
    return items.map((item) => this.#post({ ...this.#media(item), album }, saying))
  }

  sendLocation(latitude: number, longitude: number, saying: Saying = {}): Seen {
    return this.#post({ kind: 'fields', name: 'location', fields: { latitude, longitude } }, saying)
  }

  /** Their own number, as `request_contact` sends it, unless another is given. */
  sendContact(
    phone: string,
    saying: Saying & { readonly userId?: number; readonly name?: string } = {},
  ): Seen {
    const { userId = this.person.id, name = this.person.firstName } = saying
    const fields = { phone_number: phone, first_name: name, user_id: userId }
    return this.#post({ kind: 'fields', name: 'contact', fields }, saying)
  }

  /** Changes the text or the caption of an own message. */
  edit(id: number, text: string): Seen {
    const message = this.#message(id)
    if (message.from !== this.person) throw new Error(`message ${id} is not by ${this.person.firstName}`)
    const entities = withFound(text, [])
    if (message.content.kind === 'media') message.content = { ...message.content, caption: text, entities }
    else message.content = { kind: 'text', text, entities }
    this.#world.edited(message)
    return seen(message)
  }

  /** Bots never hear of it. */
  delete(id: number): void {
    this.chat.messages.delete(id)
    this.chat.pinned.delete(id)
    this.#world.onChange(this.chat)
  }

  /** Presses the newest button with this text, or on the message named. */
  press(text: string, on?: number): Pressed {
    const [message, data] = this.#button(text, on)
    return this.pressData(message.id, data)
  }

  /** Presses with any data, also what the message no longer has: an old screen, or a forged press. */
  pressData(on: number, data: string): Pressed {
    const id = this.#world.presses.press(this.#message(on), this.person, data)
    const world = this.#world
    const what = `an answer to the press on "${data}"`
    return {
      id,
      get answer() {
        return world.presses.answers.get(id)
      },
      answered: () => this.#waiting.waitFor(() => world.presses.answers.get(id), what),
    }
  }

  /** No emoji takes the reaction back. */
  react(id: number, ...emoji: readonly string[]): void {
    this.#world.react(this.#message(id), this.person, emoji)
  }

  block(): void {
    this.#setBlocked(true)
  }

  unblock(): void {
    this.#setBlocked(false)
  }

  /** Opens a thread in a forum. */
  createThread(name: string): Thread {
    return createThread(this.#world, this.chat, this.person, name, THREAD_COLORS[0], undefined)
  }

  renameThread(id: number, name: string): void {
    const thread = this.#thread(id)
    renameThread(this.#world, this.chat, this.person, thread, name, thread.emoji)
  }

  closeThread(id: number): void {
    closeThread(this.#world, this.chat, this.person, this.#thread(id), true)
  }

  reopenThread(id: number): void {
    closeThread(this.#world, this.chat, this.person, this.#thread(id), false)
  }

  deleteThread(id: number): void {
    deleteThread(this.#world, this.chat, this.#thread(id))
  }

  /** Threads that stand, by id. */
  get threads(): readonly Thread[] {
    return [...this.chat.threads.values()]
  }

  /** All messages, or a thread's; `'general'` is what stands in no thread. */
  messages(thread?: number | 'general'): readonly Seen[] {
    const all = [...this.chat.messages.values()]
    const wanted = thread === 'general' ? undefined : thread
    return (thread === undefined ? all : all.filter((message) => message.thread === wanted)).map(seen)
  }

  last(thread?: number | 'general'): Seen | undefined {
    return this.messages(thread).at(-1)
  }

  /** What a bot shows that it is doing now, if it does. */
  get action(): string | undefined {
    const { action } = this.chat
    return action && action.until > this.#world.clock.now() ? action.name : undefined
  }

  /** The first message by a bot, there already or to come, that has this text or fits. */
  sees(fits: string | RegExp | ((message: Seen) => boolean), thread?: number | 'general'): Promise<Seen> {
    const wanted = thread === 'general' ? undefined : thread
    return this.#waiting.waitFor(
      () => {
        for (const message of this.chat.messages.values()) {
          if (!message.from.isBot || (thread !== undefined && message.thread !== wanted)) continue
          // Built only for what is asked of it whole: a chat may hold thousands.
          if (typeof fits === 'function' ? fits(seen(message)) : reads(wordsOf(message.content), fits))
            return seen(message)
        }
        return undefined
      },
      `a message ${typeof fits === 'function' ? 'that fits' : String(fits)} for ${this.person.firstName}`,
    )
  }

  #post(content: Content, { thread, replyTo, quote }: Saying): Seen {
    this.#mayWrite(thread)
    return seen(this.#world.post({ chat: this.chat, from: this.person, content, thread, replyTo, quote }))
  }

  #mayWrite(thread: number | undefined): void {
    const { chat, person } = this
    if (chat.type === 'private') return
    const member = chat.members.get(person.id)
    if (!isIn(member)) throw new Error(`${person.firstName} is not in "${chat.title}"`)
    if (thread !== undefined && thread !== 1 && this.#thread(thread).closed && !isAdmin(member))
      throw new Error(`thread ${thread} is closed`)
  }

  #media({ type = 'photo', bytes = SOME_BYTES, size, name, mime, caption = '', about, entities }: Attached) {
    const file = this.#world.files.keep({
      type,
      bytes,
      name,
      mime,
      ...(size === undefined ? {} : { size }),
      about: about ?? ABOUT[type] ?? {},
    })
    return { kind: 'media', file, caption, entities: withFound(caption, entities ?? []) } as const
  }

  #button(text: string, on: number | undefined): readonly [Message, string] {
    const messages = on === undefined ? [...this.chat.messages.values()].reverse() : [this.#message(on)]
    for (const message of messages) {
      const button = seen(message)
        .buttons.flat()
        .find((one) => one.text === text && one.data !== undefined)
      if (button?.data !== undefined) return [message, button.data]
    }
    const there = messages.flatMap((message) =>
      seen(message)
        .buttons.flat()
        .map((button) => button.text),
    )
    throw new Error(`no button "${text}" here; there are: ${there.join(', ') || 'none'}`)
  }

  #message(id: number): Message {
    const message = this.chat.messages.get(id)
    if (!message) throw new Error(`no message ${id} in "${this.chat.title}"`)
    return message
  }

  #thread(id: number): Thread {
    const thread = this.chat.threads.get(id)
    if (!thread) throw new Error(`no thread ${id} in "${this.chat.title}"`)
    return thread
  }

  #setBlocked(blocked: boolean): void {
    const { bot, person } = this.chat
    if (!bot || !person) throw new Error('only a private chat is blocked')
    setBlocked(this.#world, this.chat, person, bot, blocked)
  }
}

// The start of a JPEG: enough for whoever looks at the first bytes.
const SOME_BYTES = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1])

const ABOUT: { readonly [type in MediaType]?: Wire } = {
  voice: { duration: 3 },
  audio: { duration: 180, title: 'Песня' },
  video: { duration: 5, width: 640, height: 360 },
  video_note: { duration: 5, length: 240 },
  animation: { duration: 2, width: 320, height: 240 },
  sticker: { width: 512, height: 512, type: 'regular', is_animated: false, is_video: false, emoji: '👍' },
}

const reads = (text: string, fits: string | RegExp): boolean =>
  typeof fits === 'string' ? text === fits : fits.test(text)
