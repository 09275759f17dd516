/** One call of a method by a bot, and how its chat and thread are found. */
import { badRequest, chatNotFound, forbidden, threadClosed, threadNotFound, upgraded } from '../errors.ts'
import type { Bot, Chat, Message, Wire } from '../world/model.ts'
import { isAdmin, isIn } from '../world/model.ts'
import type { World } from '../world/world.ts'
import type { Params } from './params.ts'

/** What a method may do besides changing the world: the bot's own updates. */
export interface Delivery {
  getUpdates(bot: Bot, params: Params, gone: (leave: () => void) => void): Promise<unknown>
  setWebhook(bot: Bot, params: Params): unknown
  deleteWebhook(bot: Bot, dropPending: boolean): unknown
  webhookInfo(bot: Bot): Wire
  logOut(bot: Bot): void
}

export interface Call {
  readonly world: World
  readonly bot: Bot
  readonly params: Params
  readonly delivery: Delivery
  /** The caller hung up. */
  readonly gone: (leave: () => void) => void
}

export type Method = (call: Call) => unknown

export interface Methods {
  readonly [name: string]: Method
}

/** The chat a call names, if the bot may know it. */
export function chatOf({ world, bot, params }: Call, name = 'chat_id'): Chat {
  const said = params.text(name).trim()
  if (said === '') throw badRequest(`${name} is empty`)
  const group = said.startsWith('@')
    ? [...world.groups.values()].find((chat) => chat.username === said.slice(1))
    : world.groups.get(Number(said))
  if (group) return ofMember(group, bot, world)
  const chat = world.knownPrivateChat(bot, Number(said))
  if (chat?.opened) return chat
  const known = world.users.has(Number(said)) && sharesGroup(world, bot, Number(said))
  throw known ? forbidden("bot can't initiate conversation with a user") : chatNotFound()
}

function ofMember(chat: Chat, bot: Bot, world: World): Chat {
  const member = chat.members.get(bot.user.id)
  if (!member) throw chatNotFound()
  if (chat.migratedTo !== undefined) throw upgraded(chat.migratedTo)
  if (!world.groups.has(chat.id)) throw chatNotFound()
  const kind = chat.type === 'group' ? 'group' : 'supergroup'
  if (member.status === 'kicked') throw forbidden(`bot was kicked from the ${kind} chat`)
  if (!isIn(member)) throw forbidden(`bot is not a member of the ${kind} chat`)
  return chat
}

const sharesGroup = (world: World, bot: Bot, userId: number): boolean =>
  [...world.groups.values()].some((chat) => chat.members.has(userId) && isIn(chat.members.get(bot.user.id)))

export interface Place {
  readonly chat: Chat
  readonly thread: number | undefined
}

/** Where a call writes to: the chat, and the thread if it names one that stands open for this bot. */
export function placeOf(call: Call): Place {
  const chat = chatOf(call)
  if (chat.blocked) throw forbidden('bot was blocked by the user')
  if (chat.person?.deactivated) throw forbidden('user is deactivated')
  const member = chat.members.get(call.bot.user.id)
  if (member?.status === 'restricted') throw badRequest('not enough rights to send text messages to the chat')
  const thread = call.params.whole('message_thread_id')
  // 0 is what libraries send for "none".
  if (thread === undefined || thread === 0) {
    if (chat.forum && chat.general.closed && !isAdmin(member)) throw threadClosed()
    return { chat, thread: undefined }
  }
  if (chat.threads.get(thread)?.closed && !isAdmin(member)) throw threadClosed()
  // Also for 1: to General one writes without naming a thread.
  if (!chat.threads.has(thread)) throw threadNotFound()
  return { chat, thread }
}

export function messageOf(chat: Chat, params: Params, missing: string, name = 'message_id'): Message {
  const id = params.whole(name)
  if (id === undefined) throw badRequest('message identifier is not specified')
  const message = chat.messages.get(id)
  if (!message) throw badRequest(missing)
  return message
}
