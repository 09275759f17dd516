/** Forum threads ("topics" in the Bot API): in groups, and in private chats of bots that have them. */
import { badRequest, threadNotFound } from '../errors.ts'
import type { Chat, Thread, Wire } from '../world/model.ts'
import { GENERAL_THREAD, hasRight } from '../world/model.ts'
import { closeThread, createThread, deleteThread, renameThread, THREAD_COLORS } from '../world/threads.ts'
import type { Call, Methods } from './call.ts'
import { chatOf, placeOf } from './call.ts'
import { Params } from './params.ts'

const NAME_MOST = 128

/** The chat, if this bot may manage its threads; `verb` goes into the refusal. */
function manageable(call: Call, verb: string, own: Thread | undefined): Chat {
  const chat = chatOf(call)
  if (chat.type !== 'private') {
    if (!chat.forum) throw badRequest('the chat is not a forum')
    if (!hasRight(chat.members.get(call.bot.user.id), 'can_manage_topics') && own?.by !== call.bot.user.id)
      throw badRequest(`not enough rights to ${verb}`)
  } else if (!call.bot.topicsEnabled) {
    throw badRequest(verb === 'create a topic' ? 'BOT_FORUM_CREATE_FORBIDDEN' : 'the chat is not a forum')
  }
  // A blocked bot, or one that was kicked.
  return placeOf({ ...call, params: Params.of({ chat_id: chat.id }) }).chat
}

/** The thread a call names. */
function threadOf(call: Call, verb: string): { readonly chat: Chat; readonly thread: Thread } {
  const id = call.params.whole('message_thread_id')
  const thread = id === undefined ? undefined : chatOf(call).threads.get(id)
  const chat = manageable(call, verb, thread)
  if (id === GENERAL_THREAD || !thread) throw threadNotFound()
  return { chat, thread }
}

function nameOf(params: Params): string {
  const name = params.text('name').trim()
  if (name.length > NAME_MOST) throw badRequest('TOPIC_TITLE_TOO_LONG: topic name is too long')
  return name
}

function emojiOf(params: Params): string | undefined {
  const emoji = params.text('icon_custom_emoji_id')
  if (emoji !== '' && !ICONS.some((icon) => icon.custom_emoji_id === emoji))
    throw badRequest('DOCUMENT_INVALID')
  return emoji === '' ? undefined : emoji
}

function createForumTopic(call: Call): Wire {
  const chat = manageable(call, 'create a topic', undefined)
  const name = nameOf(call.params)
  if (name === '') throw badRequest('topic name must be non-empty')
  const color = call.params.whole('icon_color') ?? THREAD_COLORS[0]
  if (!THREAD_COLORS.some((one) => one === color))
    throw badRequest('invalid forum topic icon color specified')
  const thread = createThread(call.world, chat, call.bot.user, name, color, emojiOf(call.params))
  return {
    message_thread_id: thread.id,
    name,
    icon_color: color,
    ...(thread.emoji === undefined ? {} : { icon_custom_emoji_id: thread.emoji }),
  }
}

function editForumTopic(call: Call): true {
  const { chat, thread } = threadOf(call, 'edit the topic')
  const name = nameOf(call.params) || thread.name
  const emoji = call.params.has('icon_custom_emoji_id') ? emojiOf(call.params) : thread.emoji
  if (name === thread.name && emoji === thread.emoji) throw badRequest('TOPIC_NOT_MODIFIED')
  renameThread(call.world, chat, call.bot.user, thread, name, emoji)
  return true
}

function setClosed(call: Call, closed: boolean): true {
  const { chat, thread } = threadOf(call, closed ? 'close the topic' : 'reopen the topic')
  if (chat.type === 'private') throw badRequest('the chat is not a forum')
  if (thread.closed === closed) throw badRequest('TOPIC_NOT_MODIFIED')
  closeThread(call.world, chat, call.bot.user, thread, closed)
  return true
}

function deleteForumTopic(call: Call): true {
  const { chat, thread } = threadOf(call, 'delete the topic')
  if (chat.type !== 'private' && !hasRight(chat.members.get(call.bot.user.id), 'can_delete_messages'))
    throw badRequest('not enough rights to delete the topic')
  deleteThread(call.world, chat, thread)
  return true
}

/** Changes the General thread; nothing to change is an error. */
function general(call: Call, change: (of: Chat['general']) => boolean, fields: Wire): true {
  const chat = manageable(call, 'manage the General topic', undefined)
  if (!change(chat.general)) throw badRequest('TOPIC_NOT_MODIFIED')
  call.world.post({ chat, from: call.bot.user, content: { kind: 'service', fields } })
  return true
}

const turn =
  (name: 'closed' | 'hidden', to: boolean) =>
  (of: Chat['general']): boolean => {
    const changed = of[name] !== to
    of[name] = to
    // A hidden General is closed too.
    if (name === 'hidden' && to) of.closed = true
    return changed
  }

function editGeneral(call: Call): true {
  const chat = manageable(call, 'edit the topic', undefined)
  const name = nameOf(call.params)
  if (name === '') throw badRequest('topic name must be non-empty')
  if (name === chat.general.name) throw badRequest('TOPIC_NOT_MODIFIED')
  chat.general.name = name
  call.world.onChange(chat)
  return true
}

/** A few of Telegram's own thread icons; the ids are ours. */
export const ICONS: readonly { readonly emoji: string; readonly custom_emoji_id: string }[] = [
  '📰',
  '💡',
  '⚡️',
  '🎙',
  '❗️',
  '❓',
  '💬',
  '✅',
  '⏰',
  '🔥',
  '👀',
  '💰',
].map((emoji, index) => ({ emoji, custom_emoji_id: `54341446905112900${10 + index}` }))

const iconSticker = (icon: (typeof ICONS)[number]): Wire => ({
  file_id: `icon-${icon.custom_emoji_id}`,
  file_unique_id: icon.custom_emoji_id,
  type: 'custom_emoji',
  width: 100,
  height: 100,
  is_animated: false,
  is_video: false,
  needs_repainting: false,
  ...icon,
})

export const THREADS: Methods = {
  createForumTopic,
  editForumTopic,
  closeForumTopic: (call) => setClosed(call, true),
  reopenForumTopic: (call) => setClosed(call, false),
  deleteForumTopic,
  editGeneralForumTopic: editGeneral,
  closeGeneralForumTopic: (call) => general(call, turn('closed', true), { forum_topic_closed: {} }),
  reopenGeneralForumTopic: (call) => general(call, turn('closed', false), { forum_topic_reopened: {} }),
  hideGeneralForumTopic: (call) => general(call, turn('hidden', true), { general_forum_topic_hidden: {} }),
  unhideGeneralForumTopic: (call) =>
    general(call, turn('hidden', false), { general_forum_topic_unhidden: {} }),
  getForumTopicIconStickers: () => ICONS.map(iconSticker),
}
