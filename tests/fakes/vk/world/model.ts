/** What the fake VK keeps: people, communities, their dialogs and messages. */

export interface Wire {
  readonly [name: string]: unknown
}

export interface User {
  readonly id: number
  firstName: string
  lastName: string
  readonly screenName: string
  /** 1 a woman, 2 a man, 0 unsaid. */
  readonly sex: 0 | 1 | 2
  readonly client: Wire
  deactivated: 'deleted' | 'banned' | undefined
  /** Nobody's community may write to them: 902. */
  closed: boolean
}

export const EVENT_TYPES = [
  'message_new',
  'message_reply',
  'message_edit',
  'message_allow',
  'message_deny',
  'message_event',
  'message_typing_state',
  'message_read',
  'group_join',
  'group_leave',
] as const
export type EventType = (typeof EVENT_TYPES)[number]

export interface EventSettings {
  enabled: boolean
  readonly events: Set<EventType>
}

export interface CallbackServer {
  readonly id: number
  readonly title: string
  readonly url: string
  readonly secret: string
  status: 'unconfigured' | 'failed' | 'wait' | 'ok'
  readonly events: Set<EventType>
}

/** A community. */
export interface Group {
  readonly id: number
  readonly name: string
  readonly screenName: string
  token: string
  readonly confirmation: string
  readonly longPoll: EventSettings
  readonly servers: Map<number, CallbackServer>
  readonly dialogs: Map<number, Dialog>
  /** Number of the last message: one row for all dialogs with people. */
  lastMessageId: number
}

export const FILE_KINDS = ['photo', 'doc', 'audio_message'] as const
export type FileKind = (typeof FILE_KINDS)[number]

export interface StoredFile {
  readonly kind: FileKind
  /** Together with the owner its name in VK: `photo-1_5`. */
  readonly id: number
  readonly ownerId: number
  readonly accessKey: string
  readonly bytes: Uint8Array
  /** May be more than the bytes kept, to play a large file without its memory. */
  readonly size: number
  readonly name: string
  readonly mime: string
  readonly savedAt: number
}

/** A file, or something that needs no bytes, in VK's own JSON: a sticker, a wall post, a product, a link. */
export type Attachment =
  | { readonly kind: 'file'; readonly file: StoredFile }
  | { readonly kind: 'thing'; readonly type: string; readonly object: Wire }

export interface Content {
  readonly text: string
  readonly attachments: readonly Attachment[]
  readonly geo: Wire | undefined
  /** An inline one stands under the message; another goes to the dialog. */
  readonly keyboard: Wire | undefined
  readonly template: Wire | undefined
}

export interface Message {
  /** 0 in a chat of many, as for every community. */
  readonly id: number
  readonly cmid: number
  readonly dialog: Dialog
  readonly fromId: number
  readonly date: number
  content: Content
  readonly payload: string | undefined
  /** Of the link the person came by. */
  readonly ref: string | undefined
  readonly refSource: string | undefined
  readonly replyTo: Message | undefined
  readonly forwarded: readonly Message[]
  readonly randomId: number
  /** The person who wrote in the community's name. */
  readonly adminId: number | undefined
  readonly action: Wire | undefined
  edited: number | undefined
  deleted: boolean
}

export const CHAT_PEERS = 2_000_000_000

/** A community's dialog with one person, or its seat in a chat of many. */
export interface Dialog {
  readonly peerId: number
  readonly group: Group
  /** The other side of a dialog; undefined in a chat. */
  readonly person: User | undefined
  readonly title: string
  readonly members: Set<number>
  /** The community was put out of the chat. */
  left: boolean
  /** The person wrote first, or allowed it: without either 901. */
  allowed: boolean
  /** The community put the person on its blacklist: 900. */
  blacklisted: boolean
  readonly messages: Message[]
  lastCmid: number
  /** Under the writing field, until it is replaced, removed or, a one-time one, used. */
  keyboard: Wire | undefined
  typing: { readonly type: string; readonly until: number } | undefined
  /** Numbers of the last messages read: theirs by the community, ours by the person. */
  inRead: number
  outRead: number
  answered: boolean
}

export const isChat = (dialog: Dialog): boolean => dialog.peerId > CHAT_PEERS

export const isOut = (message: Message): boolean => message.fromId === -message.dialog.group.id

/** Its number: in a chat messages have none but that of the chat. */
export const numberOf = (message: Message): number => (message.id === 0 ? message.cmid : message.id)
