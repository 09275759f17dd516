/** Methods that put a new message into a chat. */

import { isObject } from '../../messenger/objects.ts'
import { badRequest } from '../errors.ts'
import type { Content, Entity, MediaType, Message, Wire } from '../world/model.ts'
import { MEDIA_TYPES } from '../world/model.ts'
import { wireMessage, wireUser } from '../world/wire.ts'
import { wordsOf } from '../world/words.ts'
import type { Call, Method, Methods, Place } from './call.ts'
import { chatOf, messageOf, placeOf } from './call.ts'
import { formatted } from './entities.ts'
import { markupOf } from './markup.ts'
import { fileOf } from './media.ts'
import { Params } from './params.ts'

const TEXT_MOST = 4_096
const CAPTION_MOST = 1_024
const ALBUM_MOST = 10

export function textContent(params: Params): Content {
  const { text, entities } = formatted(params, 'text', 'entities')
  if (text === '') throw badRequest('message text is empty')
  if (text.length > TEXT_MOST) throw badRequest('message is too long')
  return { kind: 'text', text, entities }
}

export interface Caption {
  readonly caption: string
  readonly entities: readonly Entity[]
}

export function captionOf(params: Params): Caption {
  const { text, entities } = formatted(params, 'caption', 'caption_entities')
  if (text.length > CAPTION_MOST) throw badRequest('message caption is too long')
  return { caption: text, entities }
}

/** What a message answers: `reply_parameters`, or the older `reply_to_message_id`. */
function replyOf(params: Params, { chat }: Place): { readonly replyTo?: number; readonly quote?: string } {
  const given = params.object('reply_parameters')
  const said = given ? Params.of(given) : params
  const id = given ? said.whole('message_id') : said.whole('reply_to_message_id')
  if (id === undefined) return {}
  const answered = chat.messages.get(id)
  if (!answered) {
    if (said.flag('allow_sending_without_reply')) return {}
    throw badRequest('message to be replied not found')
  }
  const quote = given ? said.text('quote') : ''
  if (quote === '') return { replyTo: id }
  if (!wordsOf(answered.content).includes(quote)) throw badRequest('QUOTE_TEXT_INVALID')
  return { replyTo: id, quote }
}

function send(call: Call, contentOf: (call: Call) => Content): Message {
  const place = placeOf(call)
  const content = contentOf(call)
  const markup = markupOf(call.params)
  const reply = replyOf(call.params, place)
  return call.world.post({ ...place, from: call.bot.user, content, markup, ...reply })
}

const sender =
  (contentOf: (call: Call) => Content): Method =>
  (call) =>
    wireMessage(send(call, contentOf), call.bot)

const mediaSender = (type: MediaType): Method =>
  sender((call) => ({
    kind: 'media',
    file: fileOf(call, type, call.params, type),
    ...(type === 'sticker' || type === 'video_note' ? { caption: '', entities: [] } : captionOf(call.params)),
  }))

const sendLocation = sender(({ params }) => {
  const [latitude, longitude] = [params.number('latitude'), params.number('longitude')]
  if (latitude === undefined || longitude === undefined) throw badRequest('latitude or longitude is empty')
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) throw badRequest('wrong location specified')
  return { kind: 'fields', name: 'location', fields: { latitude, longitude } }
})

const sendContact = sender(({ params }) => {
  const [phone, name] = [params.text('phone_number'), params.text('first_name')]
  if (phone === '') throw badRequest('phone number is empty')
  if (name === '') throw badRequest('first name is empty')
  return { kind: 'fields', name: 'contact', fields: { phone_number: phone, first_name: name } }
})

function sendMediaGroup(call: Call): readonly Wire[] {
  const place = placeOf(call)
  const items = call.params.list('media') ?? []
  if (items.length === 0) throw badRequest('there must be at least one media')
  if (items.length > ALBUM_MOST) throw badRequest('too many messages to send as an album')
  const album = call.world.newAlbum()
  const contents = items.map((item) => albumItem(call, item, album))
  const types = new Set(contents.map(({ file }) => (file.type === 'video' ? 'photo' : file.type)))
  if (types.size > 1) throw badRequest("photo/video, document and audio can't be mixed in one album")
  const reply = replyOf(call.params, place)
  return contents.map((content) =>
    wireMessage(call.world.post({ ...place, from: call.bot.user, content, ...reply }), call.bot),
  )
}

function albumItem(call: Call, item: unknown, album: string): Content & { readonly kind: 'media' } {
  if (!isObject(item)) throw badRequest("can't parse InputMedia: expected an Object")
  const type = MEDIA_TYPES.find((one) => one === item.type)
  if (type === undefined || !['photo', 'video', 'document', 'audio'].includes(type))
    throw badRequest("can't parse InputMedia: type must be one of photo, video, document, audio")
  const params = Params.of(item)
  return { kind: 'media', file: fileOf(call, type, params, 'media'), ...captionOf(params), album }
}

/** A copy comes from the bot and remembers nothing; a forward says whose it was. */
function copied(call: Call, source: Message): Message {
  const place = placeOf(call)
  const content = copyOf(source.content, call.params)
  const markup = markupOf(call.params)
  const reply = replyOf(call.params, place)
  return call.world.post({ ...place, from: call.bot.user, content, markup, ...reply })
}

function copyOf(content: Content, params: Params): Content {
  if (content.kind === 'service') throw badRequest("message can't be copied")
  if (content.kind !== 'media') return content
  const { file } = content
  return { kind: 'media', file, ...(params.has('caption') ? captionOf(params) : content) }
}

function forwarded(call: Call, source: Message): Message {
  const place = placeOf(call)
  if (source.content.kind === 'service') throw badRequest("message can't be forwarded")
  const origin = { type: 'user', sender_user: wireUser(source.from), date: source.date }
  const forwardedFrom = source.forwardedFrom ?? origin
  return call.world.post({ ...place, from: call.bot.user, content: source.content, forwardedFrom })
}

const one = (call: Call, what: string): Message =>
  messageOf(chatOf(call, 'from_chat_id'), call.params, `message to ${what} not found`)

/** Several: those that cannot be found are passed over. */
function several(call: Call): readonly Message[] {
  const chat = chatOf(call, 'from_chat_id')
  const ids = call.params.list('message_ids') ?? []
  if (ids.length === 0 || ids.length > 100) throw badRequest('message_ids must be 1-100 identifiers')
  return ids.flatMap((id) => chat.messages.get(Number(id)) ?? [])
}

const identified = ({ id }: Message): Wire => ({ message_id: id })

export const SENDING: Methods = {
  sendMessage: sender(({ params }) => textContent(params)),
  sendPhoto: mediaSender('photo'),
  sendDocument: mediaSender('document'),
  sendVoice: mediaSender('voice'),
  sendVideo: mediaSender('video'),
  sendVideoNote: mediaSender('video_note'),
  sendAudio: mediaSender('audio'),
  sendSticker: mediaSender('sticker'),
  sendAnimation: mediaSender('animation'),
  sendLocation,
  sendContact,
  sendMediaGroup,
  copyMessage: (call) => identified(copied(call, one(call, 'copy'))),
  copyMessages: (call) => several(call).map((message) => identified(copied(call, message))),
  forwardMessage: (call) => wireMessage(forwarded(call, one(call, 'forward')), call.bot),
  forwardMessages: (call) => several(call).map((message) => identified(forwarded(call, message))),
}
