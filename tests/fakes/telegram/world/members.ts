/** Who stands how in a chat, and the telling of it when that changes. */
import type { AdminRight, Bot, Chat, Member, Status, User } from './model.ts'
import { isAdmin } from './model.ts'
import { wireChat, wireMember, wireUser } from './wire.ts'
import type { World } from './world.ts'

export const memberAs = (user: User, status: Status, rights: Iterable<AdminRight> = []): Member => ({
  user,
  status,
  rights: new Set(rights),
})

/** Changes somebody's standing in a group and tells of it: the bot itself, and bots that administer it. */
export function changeMember(
  world: World,
  chat: Chat,
  user: User,
  by: User,
  status: Status,
  rights: Iterable<AdminRight> = [],
): void {
  const before = chat.members.get(user.id) ?? memberAs(user, 'left')
  const after = memberAs(user, status, rights)
  chat.members.set(user.id, after)
  const body = {
    chat: wireChat(chat),
    from: wireUser(by),
    date: world.now(),
    old_chat_member: wireMember(before),
    new_chat_member: wireMember(after),
  }
  const bot = world.bots.get(user.id)
  if (bot) world.onUpdate(bot, 'my_chat_member', body, chat.id)
  for (const other of world.botsIn(chat)) {
    if (other !== bot && isAdmin(chat.members.get(other.user.id)))
      world.onUpdate(other, 'chat_member', body, chat.id)
  }
  world.onChange(chat)
}

/** The person blocked the bot, or let it in again. */
export function setBlocked(world: World, chat: Chat, person: User, bot: Bot, blocked: boolean): void {
  if (chat.blocked === blocked) return
  chat.blocked = blocked
  const member = (status: Status) => wireMember(memberAs(bot.user, status))
  const body = {
    chat: wireChat(chat),
    from: wireUser(person),
    date: world.now(),
    old_chat_member: member(blocked ? 'member' : 'kicked'),
    new_chat_member: member(blocked ? 'kicked' : 'member'),
  }
  world.onUpdate(bot, 'my_chat_member', body, chat.id)
  world.onChange(chat)
}
