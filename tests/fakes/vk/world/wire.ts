/** The world in VK's own JSON, version 5.199. */
import { endingOf } from '../../messenger/mime.ts'
import { pathOf } from './files.ts'
import type { Attachment, Dialog, Group, Message, StoredFile, User, Wire } from './model.ts'
import { CHAT_PEERS, isChat, isOut } from './model.ts'

export const API_VERSION = '5.199'

const SPECIAL_FIELDS: { readonly [field: string]: (user: User) => unknown } = {
  screen_name: (user) => user.screenName,
  domain: (user) => user.screenName,
  sex: (user) => user.sex,
  photo_50: () => 'https://vk.com/images/camera_50.png',
  photo_100: () => 'https://vk.com/images/camera_100.png',
  photo_200: () => 'https://vk.com/images/camera_200.png',
  has_photo: () => 0,
  online: () => 0,
}

export function wireUser(user: User, fields: readonly string[] = []): Wire {
  const gone = user.deactivated
  const asked = fields.flatMap((field) => {
    const value = SPECIAL_FIELDS[field]?.(user)
    return value === undefined ? [] : [[field, value] as const]
  })
  return {
    id: user.id,
    first_name: gone === 'deleted' ? 'DELETED' : user.firstName,
    last_name: gone === 'deleted' ? '' : user.lastName,
    ...(gone ? { deactivated: gone } : { can_access_closed: true, is_closed: false }),
    ...Object.fromEntries(asked),
  }
}

export const wireGroup = (group: Group): Wire => ({
  id: group.id,
  name: group.name,
  screen_name: group.screenName,
  is_closed: 0,
  type: 'group',
  photo_50: 'https://vk.com/images/community_50.png',
  photo_100: 'https://vk.com/images/community_100.png',
  photo_200: 'https://vk.com/images/community_200.png',
})

/** `base`: the fake's own address, where the files are. */
export function wireMessage(message: Message, base: string): Wire {
  const { content, dialog } = message
  const keyboard = content.keyboard
  return {
    date: message.date,
    from_id: message.fromId,
    id: message.id,
    out: isOut(message) ? 1 : 0,
    attachments: [...content.attachments.map((one) => wireAttachment(one, base)), ...wireTemplate(message)],
    conversation_message_id: message.cmid,
    fwd_messages: message.forwarded.map((one) => wireForeign(one, base)),
    important: false,
    is_hidden: false,
    peer_id: dialog.peerId,
    random_id: message.randomId,
    text: content.text,
    ...(message.edited === undefined ? {} : { update_time: message.edited }),
    ...(message.deleted ? { deleted: 1 } : {}),
    ...(content.geo === undefined ? {} : { geo: content.geo }),
    ...(message.payload === undefined ? {} : { payload: message.payload }),
    ...(message.ref === undefined ? {} : { ref: message.ref }),
    ...(message.refSource === undefined ? {} : { ref_source: message.refSource }),
    ...(message.replyTo === undefined ? {} : { reply_message: wireForeign(message.replyTo, base) }),
    ...(keyboard === undefined ? {} : { keyboard: wireKeyboard(keyboard, dialog.group) }),
    ...(message.adminId === undefined ? {} : { admin_author_id: message.adminId }),
    ...(message.action === undefined ? {} : { action: message.action }),
  }
}

/** An answered or forwarded message, without what it answered itself. */
const wireForeign = ({ content, ...message }: Message, base: string): Wire => ({
  date: message.date,
  from_id: message.fromId,
  text: content.text,
  attachments: content.attachments.map((one) => wireAttachment(one, base)),
  conversation_message_id: message.cmid,
  id: message.id,
  peer_id: message.dialog.peerId,
})

const wireTemplate = ({ content }: Message): readonly Wire[] =>
  content.template === undefined ? [] : [{ type: 'carousel', carousel: content.template }]

const wireKeyboard = (keyboard: Wire, group: Group): Wire => ({
  one_time: keyboard.one_time === true,
  author_id: -group.id,
  buttons: keyboard.buttons,
  ...(keyboard.inline === true ? { inline: true } : {}),
})

export function wireAttachment(attachment: Attachment, base: string): Wire {
  if (attachment.kind === 'thing') return { type: attachment.type, [attachment.type]: attachment.object }
  const { file } = attachment
  return { type: file.kind, [file.kind]: wireFile(file, base) }
}

export function wireFile(file: StoredFile, base: string): Wire {
  const url = `${base}/_files/${pathOf(file)}`
  const place = { id: file.id, owner_id: file.ownerId, access_key: file.accessKey }
  switch (file.kind) {
    case 'photo':
      return { ...place, album_id: -3, date: file.savedAt, text: '', has_tags: false, sizes: sizesOf(url) }
    case 'doc':
      return {
        ...place,
        title: file.name,
        size: file.size,
        ext: endingOf(file.name),
        date: file.savedAt,
        type: docType(file.mime),
        url,
      }
    case 'audio_message':
      return { ...place, duration: 3, waveform: [0, 5, 12, 31, 12, 5, 0], link_ogg: url, link_mp3: url }
  }
}

const sizesOf = (url: string): readonly Wire[] => [
  { type: 's', width: 75, height: 56, url },
  { type: 'x', width: 604, height: 453, url },
  { type: 'z', width: 1_280, height: 960, url },
]

// VK's own numbers: 1 text, 2 archive, 3 gif, 4 picture, 5 sound, 6 video, 8 unknown.
function docType(mime: string): number {
  if (mime === 'image/gif') return 3
  const types = { text: 1, image: 4, audio: 5, video: 6 } as const
  const [family] = mime.split('/')
  if (mime.includes('zip')) return 2
  if (mime.includes('pdf')) return 1
  return family === 'text' || family === 'image' || family === 'audio' || family === 'video'
    ? types[family]
    : 8
}

export function wirePeer({ peerId }: Dialog): Wire {
  return peerId > CHAT_PEERS
    ? { id: peerId, type: 'chat', local_id: peerId - CHAT_PEERS }
    : { id: peerId, type: 'user', local_id: peerId }
}

export function wireConversation(dialog: Dialog): Wire {
  const last = dialog.messages.findLast((message) => !message.deleted)
  const unread = dialog.messages.filter((one) => !isOut(one) && !one.deleted && one.cmid > dialog.inRead)
  const idOf = (cmid: number) => dialog.messages.findLast((one) => one.cmid <= cmid)?.id ?? 0
  return {
    peer: wirePeer(dialog),
    last_message_id: last?.id ?? 0,
    in_read: idOf(dialog.inRead),
    out_read: idOf(dialog.outRead),
    last_conversation_message_id: last?.cmid ?? 0,
    sort_id: { major_id: 0, minor_id: last?.id ?? 0 },
    is_marked_unread: false,
    important: false,
    unanswered: !dialog.answered,
    ...(unread.length === 0 ? {} : { unread_count: unread.length }),
    ...(dialog.keyboard ? { current_keyboard: wireKeyboard(dialog.keyboard, dialog.group) } : {}),
    can_write: canWrite(dialog),
    ...(isChat(dialog) ? { chat_settings: chatSettings(dialog) } : {}),
  }
}

function canWrite(dialog: Dialog): Wire {
  if (dialog.person?.deactivated) return { allowed: false, reason: 18 }
  if (dialog.blacklisted) return { allowed: false, reason: 900 }
  if (dialog.left) return { allowed: false, reason: 917 }
  return dialog.allowed ? { allowed: true } : { allowed: false, reason: 901 }
}

const chatSettings = (dialog: Dialog): Wire => ({
  title: dialog.title,
  members_count: dialog.members.size + 1,
  owner_id: [...dialog.members][0] ?? 0,
  state: dialog.left ? 'kicked' : 'in',
  active_ids: [...dialog.members],
  acl: {
    can_change_info: false,
    can_change_invite_link: false,
    can_change_pin: false,
    can_invite: false,
    can_promote_users: false,
    can_see_invite_link: false,
    can_moderate: false,
    can_copy_chat: false,
    can_call: false,
    can_use_mass_mentions: false,
  },
})
