/** What is done to messages that are there, to presses, and the marks of typing and reading. */

import { isObject } from '../../messenger/objects.ts'
import { badParam, vkError } from '../errors.ts'
import type { Content, Dialog, Message, Wire } from '../world/model.ts'
import { isOut } from '../world/model.ts'
import { byCmid, byId, type Call, type Methods, neededDialog, writableDialog } from './call.ts'
import type { Params } from './params.ts'
import { contentOf, isEmpty } from './sending.ts'

// A community edits its own for a day, and takes back for everybody as long.
const CHANGED_WITHIN_S = 24 * 60 * 60
// A press is answered within a minute, once.
const ANSWERED_WITHIN_MS = 60_000
const SNACKBAR_MOST = 90
const ACTIVITIES = new Set(['typing', 'audiomessage', 'photo', 'video', 'file'])
const EVENT_ACTIONS = new Set(['show_snackbar', 'open_link', 'open_app'])

function messageOf({ group, params }: Call, dialog: Dialog): Message {
  const cmid = params.whole('cmid') ?? params.whole('conversation_message_id')
  const id = params.whole('message_id')
  if (cmid === undefined && id === undefined) throw badParam('message_id or cmid should be specified')
  const message = cmid === undefined ? byId(group, id ?? 0) : byCmid(dialog, cmid)
  if (!message || message.dialog !== dialog) throw badParam('message_id is invalid')
  return message
}

function edit(call: Call): 1 {
  const { world } = call
  const dialog = neededDialog(call)
  const message = messageOf(call, dialog)
  if (!isOut(message)) throw vkError(15)
  if (message.content.attachments.some(isUnchangeable)) throw vkError(920)
  if (world.now() - message.date > CHANGED_WITHIN_S) throw vkError(909)
  const content: Content = contentOf(call)
  if (isEmpty(content) && message.forwarded.length === 0) throw badParam('message is empty or invalid')
  world.edit(message, content)
  return 1
}

const isUnchangeable = (one: Content['attachments'][number]): boolean =>
  one.kind === 'thing' ? one.type === 'sticker' : one.file.kind === 'audio_message'

function remove(call: Call): readonly Wire[] {
  const { group, params, world } = call
  const forAll = params.flag('delete_for_all')
  const cmids = params.wholes('cmids', 1_000)
  const dialog = cmids.length > 0 ? neededDialog(call) : undefined
  const messages = [
    ...cmids.map((cmid) => dialog && byCmid(dialog, cmid)),
    ...params.wholes('message_ids', 1_000).map((id) => byId(group, id)),
  ]
  if (messages.length === 0) throw badParam('message_ids or cmids should be specified')
  return messages.map((message) => {
    if (!message) return { response: 0, error: { code: 100, description: 'message_id is invalid' } }
    const place = {
      peer_id: message.dialog.peerId,
      message_id: message.id,
      conversation_message_id: message.cmid,
    }
    const tooLate = !isOut(message) || world.now() - message.date > CHANGED_WITHIN_S
    if (forAll && tooLate) return { ...place, error: errorOf(924) }
    world.delete(message)
    return { ...place, response: 1 }
  })
}

const errorOf = (code: number): Wire => ({ code, description: vkError(code).message })

function answerPress(call: Call): 1 {
  const { world, params, group } = call
  const [user, peer] = [params.needed('user_id'), params.needed('peer_id')]
  const press = world.presses.get(params.text('event_id'))
  const fits = press?.userId === user && press.dialog.peerId === peer && press.dialog.group === group
  const late = press && world.clock.now() - press.at >= ANSWERED_WITHIN_MS
  if (!press || !fits || late || press.answer !== undefined) throw badParam('invalid event_id')
  press.answer = eventData(params)
  world.onChange(press.dialog)
  return 1
}

function eventData(params: Params): Wire {
  const said = params.json('event_data')
  if (said === undefined) return {}
  if (!isObject(said) || !EVENT_ACTIONS.has(String(said.type))) throw badParam('event_data is invalid')
  const { type, text, link } = said
  if (type === 'show_snackbar' && (typeof text !== 'string' || text === '' || text.length > SNACKBAR_MOST))
    throw badParam(`event_data text should be 1 to ${SNACKBAR_MOST} letters length`)
  if (type === 'open_link' && typeof link !== 'string') throw badParam('event_data link is invalid')
  return said
}

function setActivity(call: Call): 1 {
  const { params, world } = call
  const type = params.text('type') || 'typing'
  if (!ACTIVITIES.has(type)) throw badParam('type is invalid')
  const { peerId } = neededDialog(call)
  world.setTyping(writableDialog(call, peerId), type)
  return 1
}

/** Up to a message when one is named, else all. */
function markAsRead(call: Call): 1 {
  const dialog = neededDialog(call)
  const start = call.params.whole('start_message_id')
  const upTo = start === undefined ? undefined : byId(call.group, start)?.cmid
  dialog.inRead = Math.max(dialog.inRead, upTo ?? dialog.lastCmid)
  if (call.params.flag('mark_conversation_as_read')) dialog.answered = true
  call.world.onChange(dialog)
  return 1
}

export const CHANGING: Methods = {
  'messages.edit': edit,
  'messages.delete': remove,
  'messages.sendMessageEventAnswer': answerPress,
  'messages.setActivity': setActivity,
  'messages.markAsRead': markAsRead,
}
