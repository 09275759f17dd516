/** Which messages of a group a bot is shown. */
import type { Bot, Chat, Entity, Message } from './model.ts'
import { isAdmin } from './model.ts'

export const isShownTo = (bot: Bot, message: Message): boolean =>
  message.chat.bot !== undefined || seesAll(bot, message.chat) || isFor(bot, message)

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
