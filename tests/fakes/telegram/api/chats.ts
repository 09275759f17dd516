/** Methods about the bot itself, its chats, their members and its commands. */

import { isObject } from '../../messenger/objects.ts'
import { badRequest } from '../errors.ts'
import { changeMember, memberAs } from '../world/members.ts'
import type { Chat, Wire } from '../world/model.ts'
import { isAdmin, isIn } from '../world/model.ts'
import { wireChat, wireMember, wireMessage, wireUser } from '../world/wire.ts'
import type { Call, Methods } from './call.ts'
import { chatOf } from './call.ts'

function getMe({ bot }: Call): Wire {
  return {
    ...wireUser(bot.user),
    can_join_groups: true,
    can_read_all_group_messages: bot.readsAll,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: bot.topicsEnabled,
    allows_users_to_create_topics: false,
  }
}

function getChat(call: Call): Wire {
  const chat = chatOf(call)
  const last = Math.max(...chat.pinned)
  const pinned = chat.messages.get(last)
  return {
    ...wireChat(chat),
    accent_color_id: 0,
    max_reaction_count: 11,
    accepted_gift_types: {},
    ...(pinned ? { pinned_message: wireMessage(pinned, call.bot) } : {}),
    ...(chat.type === 'private'
      ? {}
      : { permissions: { can_send_messages: true, can_manage_topics: false } }),
  }
}

function getChatMember(call: Call): Wire {
  const chat = chatOf(call)
  const id = call.params.whole('user_id')
  if (id === undefined) throw badRequest('invalid user_id specified')
  const user = call.world.users.get(id)
  if (!user) throw badRequest('PARTICIPANT_ID_INVALID')
  if (chat.type === 'private') return wireMember(memberAs(user, 'member'))
  return wireMember(chat.members.get(id) ?? memberAs(user, 'left'))
}

function group(call: Call): Chat {
  const chat = chatOf(call)
  if (chat.type === 'private') throw badRequest('there are no administrators in the private chat')
  return chat
}

/** People who administer, and this bot if it does: other bots are left out. */
const getChatAdministrators = (call: Call): readonly Wire[] =>
  [...group(call).members.values()]
    .filter((member) => isAdmin(member) && (!member.user.isBot || member.user.id === call.bot.user.id))
    .map(wireMember)

const getChatMemberCount = (call: Call): number => {
  const chat = chatOf(call)
  return chat.type === 'private' ? 2 : [...chat.members.values()].filter(isIn).length
}

function leaveChat(call: Call): true {
  const chat = chatOf(call)
  if (chat.type === 'private') throw badRequest("chat member status can't be changed in private chats")
  changeMember(call.world, chat, call.bot.user, call.bot.user, 'left')
  return true
}

const scopeOf = ({ params }: Call): string =>
  JSON.stringify([params.object('scope') ?? { type: 'default' }, params.text('language_code')])

function setMyCommands(call: Call): true {
  const commands = call.params.list('commands')
  if (!commands) throw badRequest('commands are not specified')
  if (commands.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH')
  call.bot.commands.set(scopeOf(call), commands.map(commandOf))
  call.world.onChange(undefined)
  return true
}

function commandOf(command: unknown): Wire {
  if (!isObject(command)) throw badRequest("can't parse BotCommand: expected an Object")
  const [name, description] = [
    String(command.command ?? '').replace(/^\//u, ''),
    String(command.description ?? ''),
  ]
  if (!/^[a-z0-9_]{1,32}$/u.test(name)) throw badRequest('BOT_COMMAND_INVALID')
  if (description.length < 1 || description.length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID')
  return { command: name, description }
}

export const CHATS: Methods = {
  getMe,
  getChat,
  getChatMember,
  getChatAdministrators,
  getChatMemberCount,
  leaveChat,
  setMyCommands,
  getMyCommands: (call) => call.bot.commands.get(scopeOf(call)) ?? [],
  deleteMyCommands: (call) => {
    call.bot.commands.delete(scopeOf(call))
    return true
  },
  setMyName: () => true,
  setMyDescription: () => true,
  setMyShortDescription: () => true,
  setChatMenuButton: () => true,
  getChatMenuButton: () => ({ type: 'commands' }),
}
