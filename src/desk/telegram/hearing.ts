/** Which updates are the desk's, whose turn each waits for, and who handles what: the telegraf bot. */
import type { ChatMemberUpdated, Message, Update } from 'grammy/types'
import type { Telegraf } from 'telegraf'
import { type InputKey, inputKey } from '../../domain/ids.ts'
import { hours, later, minutes, seconds } from '../../domain/time.ts'
import { isIn } from './calls.ts'
import type { Command } from './commands/command.ts'
import { runCommand } from './commands/commands.ts'
import { lineOf, nameOfLine, placeOf, type Told } from './guard.ts'
import type { Joining } from './join.ts'
import type { Messages } from './messages.ts'
import { DESK_SURFACE, type Place } from './model.ts'
import { nameOf } from './people.ts'
import { isDeskData, pressed } from './presses.ts'
import type { Room } from './room.ts'
import type { Setup } from './setup.ts'
import type { Arrival } from './shelf.ts'
import { soon } from './soon.ts'
import { wordsOf } from './spoken.ts'

export interface HearingParts {
  readonly room: Room
  readonly setup: Setup
  readonly joining: Joining
  readonly messages: Messages
  readonly commands: readonly Command[]
  readonly told: Told
  /** Customers write to the same bot: what is not the desk's is theirs. */
  readonly shared: boolean
}

// `/start desk_<code>` of the link that makes a group the desk.
const BROUGHT = /^\/start(?:@\w+)?\s+desk_([\w-]{10,60})$/
// What an operator may ask in their own chat with the bot.
const IN_PRIVATE = /^\/(?:web|help|start desk)(?:@\w+)?$/

// A press is nothing until it is answered, and who sees no answer presses again: others' updates do not wait for it.
const PRESSED_WITHIN = seconds(1)

export class Hearing {
  readonly #parts: HearingParts
  /** Groups on their way to another id, by the new one: what is said there waits for it. */
  readonly #moving = new Map<number, Promise<void>>()
  readonly #presses = new Set<Promise<void>>()

  constructor(parts: HearingParts) {
    this.#parts = parts
  }

  /** Asked of each update in its order, before the one before is done: so a group's move is known at once. */
  wants(update: Update): boolean {
    const { people } = this.#parts.room
    const { chat, message, data } = seen(update)
    if (message !== undefined) this.#moves(message)
    this.#opens(update)
    if (!this.#parts.shared) return true
    if (chat === undefined) return false
    if (chat.type !== 'private')
      return this.#isDesk(chat.id) || this.#moving.has(chat.id) || brought(message) !== undefined
    // A customer's chat, unless it is a thread of an operator's own, or an operator asks for what only they have.
    if (message !== undefined && this.#isInThread(message)) return true
    if (!people.knows(chat.id)) return false
    return isDeskData(data) || IN_PRIVATE.test(message?.text ?? '')
  }

  /** An operator pressed Start, or lets the bot in again. */
  #opens({ message, my_chat_member: changed }: Update): void {
    const chat = message?.chat ?? (changed && isIn(changed.new_chat_member) ? changed.chat : undefined)
    if (chat?.type === 'private') this.#parts.room.opened(chat.id)
  }

  /** Also in one that its ticket has no more: what is said there is said to the desk. */
  #isInThread(message: Message): boolean {
    const { threads, me } = this.#parts.room
    const place = placeOf(message)
    return threads.at(place) !== undefined || threads.left(place) || openedBy(message) === me.id
  }

  /** One thread's words go in their order; in General everybody stands for themselves. */
  turnOf(update: Update): string {
    const { chat, message } = seen(update)
    if (message === undefined) return `${chat?.id ?? 0}`
    return lineOf(this.#parts.room, message, update.callback_query?.from ?? message.from)
  }

  async take(bot: Telegraf, update: Update): Promise<void> {
    await this.#moving.get(seen(update).chat?.id ?? 0)
    if (this.#isForeign(update)) return
    // telegraf's types end at Bot API 7.1; it hands the update on as it is.
    await bot.handleUpdate(update as Parameters<Telegraf['handleUpdate']>[0])
  }

  /** Somebody else's group, where the bot does nothing: whoever owns one would be a lead there. */
  #isForeign(update: Update): boolean {
    const { chat, message } = seen(update)
    if (chat === undefined || chat.type === 'private') return false
    return !this.#isDesk(chat.id) && brought(message) === undefined
  }

  /** Also by a number it had before: what was said there is said. */
  #isDesk(chat: number): boolean {
    const { chats } = this.#parts.room
    return chats.get(chats.now(chat)) !== undefined
  }

  /** Every press that was begun is answered. */
  async settle(): Promise<void> {
    await Promise.all(this.#presses)
  }

  attach(bot: Telegraf): Telegraf {
    const { room, commands } = this.#parts
    const of = (ctx: { readonly update: object }) => ctx.update as Update
    for (const { name } of commands) bot.command(name, (ctx) => this.#commanded(of(ctx)))
    bot.command('start', (ctx) => this.#started(of(ctx)))
    bot.on('callback_query', (ctx) => this.#pressed(of(ctx)))
    bot.on('edited_message', (ctx) => this.#edited(of(ctx)))
    bot.on('message', (ctx) => this.#message(of(ctx)))
    bot.on('chat_member', (ctx) => this.#memberChanged(of(ctx).chat_member))
    bot.on('my_chat_member', (ctx) => this.#standingChanged(of(ctx).my_chat_member))
    // Whoever brings updates decides what becomes of a failed one; telegraf's own way is to end the program.
    bot.catch((error) => {
      room.log.debug({ err: error }, 'an update of the desk failed')
      throw error
    })
    return bot
  }

  /** The list Telegram shows when somebody types `/` in the group. */
  async menu(chat: number): Promise<void> {
    const { room, commands } = this.#parts
    const shown = commands.map(({ name, said }) => ({
      command: name,
      description: said[room.language].about,
    }))
    await room.calls.commands(chat, shown)
  }

  /** A group became a supergroup, says its last message or whoever writes there. */
  migrated(from: number, to: number): Promise<void> {
    this.#parts.room.chats.comes(from, to)
    const moving = this.#moving.get(to) ?? this.#migrate(from, to).finally(() => this.#moving.delete(to))
    this.#moving.set(to, moving)
    return moving
  }

  #moves({ chat, migrate_to_chat_id: to, migrate_from_chat_id: from }: Message): void {
    const { chats } = this.#parts.room
    // A failure is met again where the update is handled.
    const begin = (before: number, after: number) => void this.migrated(before, after).catch(() => undefined)
    if (to !== undefined && chats.get(chat.id)) begin(chat.id, to)
    if (from !== undefined && chats.get(from)) begin(from, chat.id)
  }

  async #migrate(from: number, to: number): Promise<void> {
    const { room, setup } = this.#parts
    if (room.chats.get(from) === undefined) return
    await room.chats.migrate(from, to)
    await room.people.moved(from, to)
    await setup
      .check(to)
      .catch((error: unknown) => room.log.warn({ err: error, chat: to }, 'moved, not looked at'))
  }

  /** A command in its turn. */
  async command(message: Message, key: InputKey): Promise<void> {
    const { text, entities } = wordsOf(message)
    const length = entities.find(({ offset }) => offset === 0)?.length ?? 0
    const [name] = text.slice(1, length).split('@')
    const command = this.#parts.commands.find((one) => one.name === name)
    if (command) await runCommand(this.#parts, command, message, text.slice(length).trim(), key)
  }

  async #started({ message }: Update): Promise<void> {
    const code = brought(message)
    if (message === undefined) return
    if (code !== undefined && message.chat.type !== 'private')
      return this.#parts.setup.brought(message.chat, code)
    this.#inPrivate(message)
  }

  async #pressed(update: Update): Promise<void> {
    const { callback_query: query } = update
    if (query === undefined) return
    const { room, messages } = this.#parts
    const isBehind = (place: Place) => messages.shelf.has(nameOfLine(room, place))
    const parts = { ...this.#parts, isBehind }
    const press = pressed(parts, query, this.#key(update)).finally(() => this.#presses.delete(press))
    this.#presses.add(press)
    await soon(room.clock, press, PRESSED_WITHIN)
  }

  async #commanded(update: Update): Promise<void> {
    const { message } = update
    if (message) await this.#parts.messages.take(this.#arrival('command', message, update))
  }

  async #edited(update: Update): Promise<void> {
    const { edited_message: message } = update
    if (message) await this.#parts.messages.edited(this.#arrival('edit', message, update))
  }

  async #message(update: Update): Promise<void> {
    const { message } = update
    if (message === undefined) return
    const { room, messages } = this.#parts
    const { migrate_to_chat_id: to, migrate_from_chat_id: from, left_chat_member: gone } = message
    if (to !== undefined) return this.migrated(message.chat.id, to)
    if (from !== undefined) return this.migrated(from, message.chat.id)
    if (gone && gone.id !== room.me.id) return this.#left(message.chat.id, gone)
    if (message.chat.type === 'private' && !this.#isInThread(message)) return this.#inPrivate(message)
    await messages.said(this.#arrival('words', message, update))
  }

  /** The operators' own bot is no place for customers, and says so once a day. */
  #inPrivate(message: Message): void {
    const { room, told } = this.#parts
    const { chat } = message
    if (chat.type !== 'private' || !told.fresh(`private:${chat.id}`, hours(24))) return
    void room.writer.write({ place: { chat: chat.id }, urgency: 'later', text: room.words.command.private })
  }

  async #memberChanged(changed: ChatMemberUpdated | undefined): Promise<void> {
    if (changed === undefined) return
    const { room } = this.#parts
    const { chat, new_chat_member: member } = changed
    if (room.chats.get(chat.id) === undefined || member.user.id === room.me.id) return
    if (!isIn(member)) return this.#left(chat.id, member.user)
    room.people.saw(chat.id, member.user.id, true)
    if (member.status === 'creator' && room.chats.get(chat.id)?.begun)
      await room.people.welcome(chat.id, member.user, true)
  }

  async #left(chat: number, user: Parameters<typeof nameOf>[0]): Promise<void> {
    const { people, writer, words, clock } = this.#parts.room
    if (!(await people.left(chat, user.id))) return
    const until = later(clock.now(), minutes(10))
    void writer.write({ place: { chat }, urgency: 'later', until, text: words.join.left(nameOf(user)) })
  }

  async #standingChanged(changed: ChatMemberUpdated | undefined): Promise<void> {
    if (changed) await this.#parts.setup.standingChanged(changed)
  }

  #arrival(deed: Arrival['deed'], message: Message, update: Update): Arrival {
    return { deed, message, key: this.#key(update), order: update.update_id }
  }

  #key({ update_id }: Update) {
    return inputKey(`${DESK_SURFACE}:${this.#parts.room.me.id}:${update_id}`)
  }
}

/** Where an update comes from, whatever its kind. */
function seen(update: Update) {
  const { message, edited_message, callback_query: query, chat_member, my_chat_member } = update
  const found = message ?? edited_message ?? query?.message
  const chat = found?.chat ?? chat_member?.chat ?? my_chat_member?.chat
  return {
    chat,
    // An old message comes without anything but its place.
    message: found && 'date' in found && found.date !== 0 ? (found as Message) : undefined,
    data: query?.data,
  }
}

const brought = (message: Message | undefined) => BROUGHT.exec(message?.text ?? '')?.[1]

/** Who made the thread: the bot makes some in private chats, and only for tickets. */
const openedBy = ({ reply_to_message: first }: Message): number | undefined =>
  first?.forum_topic_created === undefined ? undefined : first.from?.id
