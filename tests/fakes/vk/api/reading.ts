/** Dialogs and their history: what a community reads again after it missed something. */
import { badParam } from '../errors.ts'
import type { Dialog, Message, Wire } from '../world/model.ts'
import { isChat, isOut } from '../world/model.ts'
import { wireConversation, wireGroup, wireMessage, wireUser } from '../world/wire.ts'
import { byCmid, byId, type Call, dialogOf, type Methods, neededDialog } from './call.ts'

const DIALOGS_MOST = 200
const HISTORY_MOST = 200
const BY_CMID_MOST = 100

const visible = ({ messages }: Dialog): readonly Message[] => messages.filter((one) => !one.deleted)

/** People and the community itself, when the call asks for them. */
function extended({ world, group, params }: Call, dialogs: readonly Dialog[]): Wire {
  if (!params.flag('extended')) return {}
  const fields = params.words('fields')
  const ids = new Set(dialogs.flatMap((dialog) => [dialog.person?.id ?? 0, ...dialog.members]))
  const people = [...ids].flatMap((id) => world.users.get(id) ?? [])
  return { profiles: people.map((user) => wireUser(user, fields)), groups: [wireGroup(group)] }
}

const FILTERS: { readonly [name: string]: (dialog: Dialog) => boolean } = {
  all: () => true,
  unread: (dialog) => dialog.messages.some((one) => !isOut(one) && one.cmid > dialog.inRead),
  unanswered: (dialog) => !dialog.answered,
  important: () => false,
}

function getConversations(call: Call): Wire {
  const { group, params, world } = call
  const filter = FILTERS[params.text('filter') || 'all']
  if (!filter) throw badParam('filter is invalid')
  const [offset, count] = [params.whole('offset') ?? 0, params.count('count', 20, DIALOGS_MOST)]
  const all = [...group.dialogs.values()].filter((dialog) => visible(dialog).length > 0 && filter(dialog))
  all.sort((one, other) => lastOf(other) - lastOf(one))
  const shown = all.slice(offset, offset + count)
  const unread = all.filter((dialog) => FILTERS.unread?.(dialog)).length
  return {
    count: all.length,
    items: shown.map((dialog) => {
      const last = visible(dialog).at(-1)
      return {
        conversation: wireConversation(dialog),
        ...(last ? { last_message: wireMessage(last, world.base) } : {}),
      }
    }),
    unread_count: unread,
    ...extended(call, shown),
  }
}

// The newest first: by time, and within a second by the number.
function lastOf(dialog: Dialog): number {
  const last = visible(dialog).at(-1)
  return last ? last.date * 1_000_000 + last.id : 0
}

/** Newest first, or oldest first with `rev`; from a message on, or an offset before or behind it. */
function getHistory(call: Call): Wire {
  const { params, world, group } = call
  const dialog = neededDialog(call)
  const count = params.count('count', 20, HISTORY_MOST)
  const all = [...visible(dialog)]
  if (!params.flag('rev')) all.reverse()
  const startId = params.whole('start_message_id')
  const startCmid = params.whole('start_cmid')
  const start =
    startCmid ?? (startId === undefined || startId === -1 ? undefined : byId(group, startId)?.cmid)
  const from = start === undefined ? 0 : indexOf(all, start, params.flag('rev'))
  const begin = Math.max(0, from + (params.whole('offset') ?? 0))
  const shown = all.slice(begin, begin + count)
  return {
    count: all.length,
    items: shown.map((message) => wireMessage(message, world.base)),
    ...(params.flag('extended') ? { conversations: [wireConversation(dialog)] } : {}),
    ...extended(call, [dialog]),
  }
}

function indexOf(all: readonly Message[], cmid: number, rev: boolean): number {
  const at = all.findIndex((message) => (rev ? message.cmid >= cmid : message.cmid <= cmid))
  return at < 0 ? all.length : at
}

function getByCmid(call: Call): Wire {
  const dialog = neededDialog(call)
  const wanted = call.params.wholes('conversation_message_ids', BY_CMID_MOST)
  if (wanted.length === 0) throw badParam('conversation_message_ids is undefined')
  return listed(
    call,
    wanted.flatMap((cmid) => byCmid(dialog, cmid) ?? []),
  )
}

function getById(call: Call): Wire {
  const { group, params } = call
  const cmids = params.wholes('cmids', BY_CMID_MOST)
  const dialog = cmids.length > 0 ? neededDialog(call) : undefined
  const ids = params.wholes('message_ids', BY_CMID_MOST)
  return listed(call, [
    ...cmids.flatMap((cmid) => (dialog && byCmid(dialog, cmid)) ?? []),
    ...ids.flatMap((id) => byId(group, id) ?? []),
  ])
}

function listed(call: Call, messages: readonly Message[]): Wire {
  const dialogs = [...new Set(messages.map(({ dialog }) => dialog))]
  return {
    count: messages.length,
    items: messages.map((message) => wireMessage(message, call.world.base)),
    ...extended(call, dialogs),
  }
}

function getConversationsById(call: Call): Wire {
  const peers = call.params.wholes('peer_ids', BY_CMID_MOST)
  if (peers.length === 0) throw badParam('peer_ids is undefined')
  const dialogs = peers.map((peer) => dialogOf(call, peer))
  return {
    count: dialogs.length,
    items: dialogs.map((dialog) => wireConversation(dialog)),
    ...extended(call, dialogs),
  }
}

function getMembers(call: Call): Wire {
  const dialog = neededDialog(call)
  if (!isChat(dialog)) throw badParam('peer_id is invalid')
  const ids = [...dialog.members, -call.group.id]
  return { count: ids.length, items: ids.map((member_id) => ({ member_id })), ...extended(call, [dialog]) }
}

export const READING: Methods = {
  'messages.getConversations': getConversations,
  'messages.getConversationsById': getConversationsById,
  'messages.getConversationMembers': getMembers,
  'messages.getHistory': getHistory,
  'messages.getByConversationMessageId': getByCmid,
  'messages.getById': getById,
  'messages.isMessagesFromGroupAllowed': ({ group, params }) => {
    const dialog = group.dialogs.get(params.needed('user_id'))
    return { is_allowed: dialog?.allowed ? 1 : 0 }
  },
}
