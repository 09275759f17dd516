/**
 * The world the fake Telegram keeps, and the few ways to change it. It knows nothing of HTTP, limits or faults:
 * `api/` is what bots do to it, `people/` what people do. Bots hear of it through `onUpdate`.
 */
import type { FakeClock } from '../clock.ts'
import { seconds } from '../clock.ts'
import { Files } from './files.ts'
import type {
  AdminRight,
  Bot,
  Chat,
  Content,
  Entity,
  Member,
  Message,
  Status,
  Thread,
  User,
  Wire,
} from './model.ts'
import { GENERAL_THREAD, isAdmin, isIn } from './model.ts'
import { wireChat, wireMember, wireMessage, wireUser } from './wire.ts'

export interface Post {
  readonly chat: Chat
  readonly from: User
  readonly content: Content
  readonly thread?: number | undefined
  readonly replyTo?: number | undefined
  readonly quote?: string | undefined
  readonly markup?: Wire | undefined
  readonly forwardedFrom?: Wire | undefined
  /** This message opens a thread, which is named by its id. */
  readonly opens?: (id: number) => Thread
}

export interface NewUser {
  readonly id?: number
  readonly firstName: string
  readonly lastName?: string
  readonly username?: string
  readonly languageCode?: string
}

export interface NewBot {
  readonly token?: string
  readonly username?: string
  readonly firstName?: string
  readonly readsAll?: boolean
  readonly topicsEnabled?: boolean
}

export interface NewGroup {
  readonly title: string
  readonly id?: number
  /** Default: a supergroup; a forum is always one. */
  readonly basic?: boolean
  readonly forum?: boolean
  readonly username?: string
  readonly owner: User
  readonly members?: readonly User[]
}

export interface CallbackAnswer {
  /** A short notice over the chat, or a box to close; '' only stops the button's clock. */
  readonly text: string
  readonly alert: boolean
  readonly url: string | undefined
}

export class World {
  readonly clock: FakeClock
  readonly users = new Map<number, User>()
  readonly bots = new Map<number, Bot>()
  readonly groups = new Map<number, Chat>()
  readonly files = new Files()
  /** What bots answered to presses, by the query's id. */
  readonly callbackAnswers = new Map<string, CallbackAnswer>()
  /** An update for a bot; the receiver decides whether it was asked for. */
  onUpdate: (bot: Bot, type: string, body: Wire, lane: number) => void = () => {}
  /** Something people can see has changed. */
  onChange: (chat: Chat | undefined) => void = () => {}
  readonly #byToken = new Map<string, Bot>()
  readonly #private = new Map<number, Map<number, Chat>>()
  readonly #privateIds = new Map<number, number>()
  readonly #callbacks = new Map<string, { readonly bot: Bot; readonly at: number }>()
  #nextUser = 500_000_001
  #nextBot = 7_000_000_001
  #nextGroup = 1_000_001
  #nextQuery = 1
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
    bot.token = `${bot.user.id}:BB${String(this.#nextQuery++).padStart(33, 'k')}`
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

  /** Changes somebody's standing in a group and tells of it: the bot itself, and bots that administer it. */
  changeMember(chat: Chat, user: User, by: User, status: Status, rights: Iterable<AdminRight> = []): void {
    const before = chat.members.get(user.id) ?? memberAs(user, 'left')
    const after = memberAs(user, status, rights)
    chat.members.set(user.id, after)
    const body = {
      chat: wireChat(chat),
      from: wireUser(by),
      date: this.now(),
      old_chat_member: wireMember(before),
      new_chat_member: wireMember(after),
    }
    const bot = this.bots.get(user.id)
    if (bot) this.onUpdate(bot, 'my_chat_member', body, chat.id)
    for (const other of this.botsIn(chat)) {
      if (other !== bot && isAdmin(chat.members.get(other.user.id)))
        this.onUpdate(other, 'chat_member', body, chat.id)
    }
    this.onChange(chat)
  }

  /** The person blocked the bot, or let it in again. */
  setBlocked(chat: Chat, person: User, bot: Bot, blocked: boolean): void {
    if (chat.blocked === blocked) return
    chat.blocked = blocked
    const member = (status: Status) => wireMember(memberAs(bot.user, status))
    const body = {
      chat: wireChat(chat),
      from: wireUser(person),
      date: this.now(),
      old_chat_member: member(blocked ? 'member' : 'kicked'),
      new_chat_member: member(blocked ? 'kicked' : 'member'),
    }
    this.onUpdate(bot, 'my_chat_member', body, chat.id)
    this.onChange(chat)
  }

  /** A press of an inline button on a bot's message. */
  press(message: Message, by: User, data: string): string {
    const bot = this.bots.get(message.from.id)
    if (!bot) throw new Error('only a bot has buttons')
    const id = String(4_000_000_000_000 + this.#nextQuery++)
    this.#callbacks.set(id, { bot, at: this.clock.now() })
    const body = {
      id,
      from: wireUser(by),
      message: wireMessage(message, bot),
      chat_instance: String(message.chat.id),
      data,
    }
    this.onUpdate(bot, 'callback_query', body, message.chat.id)
    return id
  }

  /** False when it was answered before, is another bot's, or is too old. */
  answerCallback(bot: Bot, id: string, answer: CallbackAnswer): boolean {
    const query = this.#callbacks.get(id)
    if (query?.bot !== bot) return false
    this.#callbacks.delete(id)
    this.callbackAnswers.set(id, answer)
    this.onChange(undefined)
    // The client shows its own "the bot does not answer" about then.
    const TOO_OLD_MS = 15 * 60_000
    return this.clock.now() - query.at < TOO_OLD_MS
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
      if (!chat.bot && !seesAll(bot, chat) && !isFor(bot, message)) continue
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

export const memberAs = (user: User, status: Status, rights: Iterable<AdminRight> = []): Member => ({
  user,
  status,
  rights: new Set(rights),
})

export const wireReactions = (emoji: readonly string[]): readonly Wire[] =>
  emoji.map((one) => ({ type: 'emoji', emoji: one }))

const seesAll = (bot: Bot, chat: Chat): boolean => bot.readsAll || isAdmin(chat.members.get(bot.user.id))

/** What a bot in privacy mode is shown: commands, mentions, answers to it, service messages. */
function isFor(bot: Bot, { content, chat, replyTo }: Message): boolean {
  if (content.kind === 'service') return true
  if (replyTo !== undefined && chat.messages.get(replyTo)?.from.id === bot.user.id) return true
  if (content.kind !== 'text') return false
  const named = `@${bot.user.username}`
  const said = (entity: Entity) => content.text.slice(entity.offset, entity.offset + entity.length)
  return content.entities.some(
    (entity) =>
      (entity.type === 'bot_command' && (!said(entity).includes('@') || said(entity).endsWith(named))) ||
      (entity.type === 'mention' && said(entity) === named),
  )
}

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
