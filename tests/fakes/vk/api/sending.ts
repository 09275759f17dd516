/** messages.send and its rules. */
import { badParam, VkError, vkError } from '../errors.ts'
import type { Content, Dialog, Message, Wire } from '../world/model.ts'

import { attachmentsOf } from './attachments.ts'
import { byCmid, byId, type Call, peerOf, writableDialog } from './call.ts'
import { checkedKeyboard, checkedTemplate } from './keyboards.ts'
import type { Params } from './params.ts'

const TEXT_MOST = 4_096
const PEERS_MOST = 100
const FORWARDED_MOST = 100

/** What is written: text, attachments, place, keyboard, carousel; refused when there is nothing or too much. */
export function contentOf(call: Call): Content {
  const { params } = call
  const text = params.text('message')
  if (text.length > TEXT_MOST) throw vkError(914)
  const attachments = [...attachmentsOf(call), ...stickerOf(params)]
  const geo = geoOf(params)
  const keyboard = checkedKeyboard(params.json('keyboard'))
  const template = checkedTemplate(params.object('template'), text)
  return { text: text.trim(), attachments, geo, keyboard, template }
}

function stickerOf(params: Params): Content['attachments'] {
  const id = params.whole('sticker_id')
  return id === undefined ? [] : [{ kind: 'thing', type: 'sticker', object: { sticker_id: id } }]
}

export function geoOf(params: Params): Wire | undefined {
  const [latitude, longitude] = [params.fraction('lat'), params.fraction('long')]
  if (latitude === undefined || longitude === undefined) return undefined
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) throw badParam('lat or long is out of range')
  return { type: 'point', coordinates: { latitude, longitude } }
}

interface Related {
  readonly replyTo: Message | undefined
  readonly forwarded: readonly Message[]
}

function relatedOf({ group, params }: Call, dialog: Dialog): Related {
  const said = params.object('forward')
  const replyId = params.whole('reply_to')
  const forwarded = params.wholes('forward_messages', FORWARDED_MOST).map((id) => found(byId(group, id)))
  if (replyId !== undefined) return { replyTo: found(byId(group, replyId)), forwarded }
  if (said === undefined) return { replyTo: undefined, forwarded }
  const from = said.peer_id === undefined ? dialog : group.dialogs.get(Number(said.peer_id))
  const messages = [
    ...numbers(said.conversation_message_ids).map((cmid) => found(from && byCmid(from, cmid))),
    ...numbers(said.message_ids).map((id) => found(byId(group, id))),
  ]
  if (messages.length > FORWARDED_MOST) throw vkError(913)
  const isReply = said.is_reply === true || said.is_reply === 1
  if (isReply && messages.length !== 1) throw badParam('forward is_reply needs exactly one message')
  return isReply ? { replyTo: messages[0], forwarded } : { replyTo: undefined, forwarded: messages }
}

const numbers = (value: unknown): readonly number[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : String(value).split(',')).map(Number)

function found(message: Message | undefined): Message {
  if (!message) throw vkError(921)
  return message
}

export function send(call: Call): unknown {
  const { params } = call
  const randomId = params.text('random_id').trim()
  if (randomId === '') throw badParam('random_id is a required parameter')
  if (!/^-?\d{1,19}$/u.test(randomId)) throw badParam('random_id not integer')
  const peers = params.wholes('peer_ids', PEERS_MOST)
  if (peers.length > 0) return peers.map((peer) => sentTo(call, peer, randomId))
  const many = params.wholes('user_ids', PEERS_MOST)
  if (many.length > 0) return many.map((peer) => sentTo(call, peer, randomId))
  const peer = peerOf(params) ?? peerByDomain(call)
  if (peer === undefined)
    throw badParam('you should specify peer_id, user_id, domain, chat_id or user_ids param')
  return sendOne(call, peer, randomId).id
}

function peerByDomain({ world, params }: Call): number | undefined {
  const domain = params.text('domain')
  return [...world.users.values()].find((user) => user.screenName === domain)?.id
}

/** One of several: its refusal stands beside the others' numbers. */
function sentTo(call: Call, peer_id: number, randomId: string): Wire {
  try {
    const message = sendOne(call, peer_id, randomId)
    return { peer_id, message_id: message.id, conversation_message_id: message.cmid }
  } catch (error) {
    // What is wrong with the message itself is refused as a whole.
    if (!(error instanceof VkError) || !PERSONAL.has(error.code)) throw error
    return { peer_id, message_id: 0, error: { code: error.code, description: error.message } }
  }
}

const PERSONAL = new Set([7, 18, 900, 901, 902, 917, 936, 950])

function sendOne(call: Call, peerId: number, randomId: string): Message {
  const { world, group } = call
  const dialog = writableDialog(call, peerId)
  const key = `${group.id} ${peerId} ${randomId}`
  const memory = world.remembered
  const now = world.clock.now()
  const before = randomId === '0' ? undefined : memory.get(key, now)
  if (before) {
    call.sent(before, true)
    return before
  }
  const content = contentOf(call)
  const related = relatedOf(call, dialog)
  if (isEmpty(content) && related.forwarded.length === 0) throw badParam('message is empty or invalid')
  call.mayWrite(peerId, content.text)
  const payload = call.params.text('payload') || undefined
  const message = world.post({
    dialog,
    fromId: -group.id,
    content,
    payload,
    ...related,
    randomId: Number(randomId),
  })
  memory.keep(key, message, now)
  call.sent(message, false)
  return message
}

export const isEmpty = ({ text, attachments, geo }: Content): boolean =>
  text === '' && attachments.length === 0 && geo === undefined
