/**
 * The world the fake Telegram keeps, and the few ways to change it. It knows nothing of HTTP, limits or faults:
 * `api/` is what bots do to it, `people/` what people do. Bots hear of it through `onUpdate`.
 */
import type { FakeClock } from '../../messenger/clock.ts'
import { seconds } from '../../messenger/clock.ts'
import { Files } from './files.ts'
import { memberAs } from './members.ts'
import type { Bot, Chat, Message, User, Wire } from './model.ts'
import { GENERAL_THREAD, isAdmin, isIn } from './model.ts'
import type { NewBot, NewGroup, NewUser, Post } from './new.ts'
import { Presses } from './presses.ts'
import { isShownTo } from './privacy.ts'
import { wireChat, wireMessage, wireUser } from './wire.ts'

export class World {
  readonly clock: FakeClock
  readonly users = new Map<number, User>()
  readonly bots = new Map<number, Bot>()
  readonly groups = new Map<number, Chat>()
  readonly files = new Files()
  readonly presses = new Presses(this)
  /** An update for a bot; the receiver decides whether it was asked for. */
  onUpdate: (bot: Bot, type: string, body: Wire, lane: number) => void = () => {}
  /** Something people can see has changed. */
  onChange: (chat: Chat | undefined) => void = () => {}
  readonly #byToken = new Map<string, Bot>()
  readonly #private = new Map<number, Map<number, Chat>>()
  readonly #privateIds = new Map<number, number>()
  #nextUser = 500_000_001
  #nextBot = 7_000_000_001
  #nextGroup = 1_000_001
  #nextToken = 1
  #nextAlbum = 1

  constructor(clock: FakeClock) {
    this.clock = clock
  }

  now(): number {
    return seconds(this.clock.now())
  }

  newUser({ id = this.#nextUser++, ...about }: NewUser): User {
    const user: User = { id, isBot: false, languageCode: 'ru', ...about, deactivated: false }
    this.users.set(id, user)
    return user
  }

  newBot({
    token,
    username,
    firstName = 'Котик',
    readsAll = false,
    topicsEnabled = false,
  }: NewBot = {}): Bot {
    const id = token === undefined ? this.#nextBot++ : Number(/^(\d+):/.exec(token)?.[1] ?? this.#nextBot++)
    const user: User = {
      id,
      isBot: true,
      firstName,
      username: username ?? `kotik${id}_bot`,
      deactivated: false,
    }
    const own = token ?? `${id}:AA${String(id).padStart(33, 'k')}`
    const bot: Bot = { user, token: own, readsAll, topicsEnabled, commands: new Map() }
    this.users.set(id, user)
    this.bots.set(id, bot)
    this.#byToken.set(own, bot)
    return bot
  }

  botByToken(token: string): Bot | undefined {
    return this.#byToken.get(token)
  }

  /** The owner asked for a new token: the old one answers 401 from now on. */
  revokeToken(bot: Bot): string {
    this.#byToken.delete(bot.token)
    bot.token = `${bot.user.id}:BB${String(this.#nextToken++).padStart(33, 'k')}`
    this.#byToken.set(bot.token, bot)
    return bot.token
  }

  newGroup({ title, id, basic = false, forum = false, username, owner, members = [] }: NewGroup): Chat {
    const type = basic && !forum ? 'group' : 'supergroup'
    const number = this.#nextGroup++
    const chat = emptyChat({
      id: id ?? (type === 'group' ? -number : -1_000_000_000_000 - number),
      type,
      title,
      username,
      forum,
    })
    for (const user of [owner, ...members]) chat.members.set(user.id, memberAs(user, 'member'))
    chat.members.set(owner.id, memberAs(owner, 'creator'))
    this.groups.set(chat.id, chat)
    this.onChange(chat)
    return chat
  }

  /** The chat of a person with a bot; made when the person first opens it. */
  privateChat(bot: Bot, person: User): Chat {
    const known = this.knownPrivateChat(bot, person.id)
    if (known) return known
    const chat = emptyChat({ id: person.id, type: 'private', title: person.firstName, person, bot })
    const chats = this.#private.get(bot.user.id) ?? new Map<number, Chat>()
    this.#private.set(bot.user.id, chats.set(person.id, chat))
    return chat
  }

  knownPrivateChat(bot: Bot, userId: number): Chat | undefined {
    return this.#private.get(bot.user.id)?.get(userId)
  }

  privateChatsOf(bot: Bot): readonly Chat[] {
    return [...(this.#private.get(bot.user.id)?.values() ?? [])]
  }

  /** What the messages of one album have in common. */
  newAlbum(): string {
    return String(13_900_000_000_000 + this.#nextAlbum++)
  }

  /** Writes a message into a chat and tells the bots that may see it. */
  post({ chat, from, content, thread, replyTo, quote, markup, forwardedFrom, opens }: Post): Message {
    const id = this.#nextMessageId(chat)
    if (opens) chat.threads.set(id, opens(id))
    const message: Message = {
      id,
      chat,
      from,
      date: this.now(),
      content,
      thread: opens ? id : thread === GENERAL_THREAD ? undefined : thread,
      replyTo,
      quote,
      forwardedFrom,
      markup,
      edited: undefined,
      reactions: NOBODYS,
    }
    chat.messages.set(message.id, message)
    if (!from.isBot) chat.opened = true
    if (chat.action !== undefined && from.isBot) chat.action = undefined
    this.#tell(message, 'message')
    this.onChange(chat)
    return message
  }

  /** Tells the bots of an edit by a person; an edit by a bot is seen by people only. */
  edited(message: Message): void {
    message.edited = this.now()
    if (!message.from.isBot) this.#tell(message, 'edited_message')
    this.onChange(message.chat)
  }

  react(message: Message, by: User, emoji: readonly string[]): void {
    const { chat } = message
    const old = message.reactions.get(by.id) ?? []
    message.reactions = new Map(message.reactions).set(by.id, emoji)
    this.onChange(chat)
    if (by.isBot) return
    const body = {
      chat: wireChat(chat),
      message_id: message.id,
      user: wireUser(by),
      date: this.now(),
      old_reaction: wireReactions(old),
      new_reaction: wireReactions(emoji),
    }
    // In groups only administrators are told of reactions.
    for (const bot of this.botsIn(chat))
      if (chat.bot === bot || isAdmin(chat.members.get(bot.user.id)))
        this.onUpdate(bot, 'message_reaction', body, chat.id)
  }

  botsIn(chat: Chat): readonly Bot[] {
    if (chat.bot) return [chat.bot]
    return [...this.bots.values()].filter((bot) => isIn(chat.members.get(bot.user.id)))
  }

  #tell(message: Message, type: 'message' | 'edited_message'): void {
    const { chat, from } = message
    for (const bot of this.botsIn(chat)) {
      const own = from.id === bot.user.id
      // Bots do not see other bots, nor themselves, but for service messages.
      if (from.isBot && (message.content.kind !== 'service' || !own)) continue
      if (!isShownTo(bot, message)) continue
      this.onUpdate(bot, type, wireMessage(message, bot), chat.id)
    }
  }

  #nextMessageId(chat: Chat): number {
    // A private chat's messages are numbered over all of a bot's private chats, a group's within the group.
    const owner = chat.bot?.user.id ?? chat.id
    const id = (this.#privateIds.get(owner) ?? 0) + 1
    this.#privateIds.set(owner, id)
    return id
  }
}

// Most messages never have one.
const NOBODYS: Message['reactions'] = new Map()

export const wireReactions = (emoji: readonly string[]): readonly Wire[] =>
  emoji.map((one) => ({ type: 'emoji', emoji: one }))

function emptyChat(
  about: Pick<Chat, 'id' | 'type' | 'title'> & {
    readonly username?: string | undefined
    readonly forum?: boolean
    readonly person?: User
    readonly bot?: Bot
  },
): Chat {
  return {
    id: about.id,
    type: about.type,
    title: about.title,
    username: about.username,
    forum: about.forum ?? false,
    person: about.person,
    bot: about.bot,
    opened: about.bot === undefined,
    blocked: false,
    members: new Map(),
    messages: new Map(),
    threads: new Map(),
    general: { closed: false, hidden: false, name: 'General' },
    pinned: new Set(),
    action: undefined,
    migratedTo: undefined,
    migratedFrom: undefined,
  }
}
