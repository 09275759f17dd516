/** Methods that change, remove or mark what is in a chat already. */

import { isObject } from '../../messenger/objects.ts'
import { badRequest, notModified } from '../errors.ts'
import type { Chat, Content, Message, Wire } from '../world/model.ts'
import { hasRight, MEDIA_TYPES } from '../world/model.ts'
import { wireMessage } from '../world/wire.ts'
import type { Call, Methods } from './call.ts'
import { chatOf, messageOf, placeOf } from './call.ts'
import { inlineMarkupOf } from './markup.ts'
import { fileOf } from './media.ts'
import { Params } from './params.ts'
import { captionOf, textContent } from './sending.ts'

function editable(call: Call): Message {
  if (call.params.has('inline_message_id')) throw badRequest('MESSAGE_ID_INVALID')
  const message = messageOf(reachable(call), call.params, 'message to edit not found')
  if (message.from.id !== call.bot.user.id || message.content.kind === 'service')
    throw badRequest("message can't be edited")
  return message
}

/** The chat, refusing what a blocked bot may not do. */
function reachable(call: Call): Chat {
  // A thread is not named when something that exists is changed.
  const { chat } = placeOf({ ...call, params: Params.of({ chat_id: call.params.text('chat_id') }) })
  return chat
}

function edit(call: Call, contentOf: (message: Message) => Content, markup: Wire | undefined): Wire {
  const message = editable(call)
  const content = contentOf(message)
  if (same(content, message.content) && same(markup, message.markup)) throw notModified()
  const changed = !same(content, message.content)
  message.content = content
  message.markup = markup
  // A change of the buttons alone leaves no mark on the message.
  if (changed) call.world.edited(message)
  else call.world.onChange(message.chat)
  return wireMessage(message, call.bot)
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

const editMessageText = (call: Call) =>
  edit(
    call,
    ({ content }) => {
      if (content.kind !== 'text') throw badRequest('there is no text in the message to edit')
      return textContent(call.params)
    },
    inlineMarkupOf(call.params),
  )

const editMessageCaption = (call: Call) =>
  edit(
    call,
    ({ content }) => {
      if (content.kind !== 'media') throw badRequest('there is no caption in the message to edit')
      return { ...content, ...captionOf(call.params) }
    },
    inlineMarkupOf(call.params),
  )

const editMessageMedia = (call: Call) =>
  edit(
    call,
    ({ content }) => {
      const media = call.params.object('media')
      const type = MEDIA_TYPES.find((one) => one === media?.type)
      if (!isObject(media) || type === undefined) throw badRequest("can't parse InputMedia")
      if (content.kind !== 'media') throw badRequest("message can't be edited")
      const given = Params.of(media)
      return { kind: 'media', file: fileOf(call, type, given, 'media'), ...captionOf(given) }
    },
    inlineMarkupOf(call.params),
  )

const editMessageReplyMarkup = (call: Call) =>
  edit(call, ({ content }) => content, inlineMarkupOf(call.params))

// A bot deletes its own messages for 48 hours, and others' where it has the right.
const DELETE_WITHIN_S = 48 * 60 * 60

function remove(call: Call, chat: Chat, message: Message): void {
  const member = chat.members.get(call.bot.user.id)
  const mayAny = hasRight(member, 'can_delete_messages')
  const own = message.from.id === call.bot.user.id || chat.type === 'private'
  const fresh = call.world.now() - message.date < DELETE_WITHIN_S
  if (!(mayAny || (own && fresh))) throw badRequest("message can't be deleted")
  chat.messages.delete(message.id)
  chat.pinned.delete(message.id)
  call.world.onChange(chat)
}

function deleteMessage(call: Call): true {
  const chat = chatOf(call)
  remove(call, chat, messageOf(chat, call.params, 'message to delete not found'))
  return true
}

function deleteMessages(call: Call): true {
  const chat = chatOf(call)
  const ids = call.params.list('message_ids') ?? []
  if (ids.length === 0 || ids.length > 100) throw badRequest('message_ids must be 1-100 identifiers')
  for (const message of ids.flatMap((id) => chat.messages.get(Number(id)) ?? [])) remove(call, chat, message)
  return true
}

function answerCallbackQuery({ world, bot, params }: Call): true {
  if (params.text('text').length > 200) throw badRequest('MESSAGE_TOO_LONG')
  const answer = {
    text: params.text('text'),
    alert: params.flag('show_alert'),
    url: params.text('url') || undefined,
  }
  if (!world.presses.answer(bot, params.text('callback_query_id'), answer))
    throw badRequest('query is too old and response timeout expired or query ID is invalid')
  return true
}

const ACTIONS = new Set([
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_document',
  'choose_sticker',
  'find_location',
  'record_video_note',
  'upload_video_note',
])
const ACTION_SHOWN_MS = 5_000

function sendChatAction(call: Call): true {
  const { chat, thread } = placeOf(call)
  const name = call.params.text('action')
  if (!ACTIONS.has(name)) throw badRequest('wrong parameter action in request')
  chat.action = { name, thread, until: call.world.clock.now() + ACTION_SHOWN_MS }
  call.world.onChange(chat)
  return true
}

// What a bot without Premium may react with.
const REACTIONS = new Set(
  '❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡'.split(
    ' ',
  ),
)

function setMessageReaction(call: Call): true {
  const message = messageOf(reachable(call), call.params, 'message to react not found')
  const given = (call.params.list('reaction') ?? []).map((one) => (isObject(one) ? String(one.emoji) : ''))
  if (given.some((emoji) => !REACTIONS.has(emoji))) throw badRequest('REACTION_INVALID')
  if (given.length > 1) throw badRequest('REACTIONS_TOO_MANY')
  call.world.react(message, call.bot.user, given)
  return true
}

const NO_PIN = 'not enough rights to manage pinned messages in the chat'

function pinnable(call: Call): Chat {
  const chat = chatOf(call)
  if (chat.type !== 'private' && !hasRight(chat.members.get(call.bot.user.id), 'can_pin_messages'))
    throw badRequest(NO_PIN)
  return chat
}

function pinChatMessage(call: Call): true {
  const chat = pinnable(call)
  const message = messageOf(chat, call.params, 'message to pin not found')
  if (chat.pinned.has(message.id)) throw badRequest('CHAT_NOT_MODIFIED')
  chat.pinned.add(message.id)
  const fields = { pinned_message: message.id }
  call.world.post({ chat, from: call.bot.user, content: { kind: 'service', fields }, thread: message.thread })
  return true
}

function unpinChatMessage(call: Call): true {
  const chat = pinnable(call)
  const id = call.params.whole('message_id') ?? Math.max(...chat.pinned)
  if (!chat.pinned.delete(id)) throw badRequest('message to unpin not found')
  call.world.onChange(chat)
  return true
}

function unpinAll(call: Call, chosen: (message: Message | undefined) => boolean): true {
  const chat = pinnable(call)
  for (const id of chat.pinned) if (chosen(chat.messages.get(id))) chat.pinned.delete(id)
  call.world.onChange(chat)
  return true
}

export const CHANGING: Methods = {
  editMessageText,
  editMessageCaption,
  editMessageMedia,
  editMessageReplyMarkup,
  deleteMessage,
  deleteMessages,
  answerCallbackQuery,
  sendChatAction,
  setMessageReaction,
  pinChatMessage,
  unpinChatMessage,
  unpinAllChatMessages: (call) => unpinAll(call, () => true),
  unpinAllForumTopicMessages: (call) => {
    const thread = call.params.whole('message_thread_id')
    return unpinAll(call, (message) => message?.thread === thread)
  },
}
