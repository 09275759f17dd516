/** What Telegram keeps: accounts, chats, threads, messages, files. Changed by `World` and its rooms only. */

/** A JSON object as it travels. */
export interface Wire {
  readonly [key: string]: unknown
}

export interface User {
  readonly id: number
  readonly isBot: boolean
  readonly firstName: string
  readonly lastName?: string
  readonly username?: string
  readonly languageCode?: string
  /** A deleted account answers 403 "user is deactivated". */
  deactivated: boolean
}

export interface Bot {
  readonly user: User
  token: string
  /** Privacy mode is off: sees every message of its groups without being an administrator. */
  readsAll: boolean
  /** Threads in private chats (Bot API 9.3), switched on by the bot's owner. */
  topicsEnabled: boolean
  /** Command lists by scope and language. */
  readonly commands: Map<string, readonly Wire[]>
}

export type Status = 'creator' | 'administrator' | 'member' | 'restricted' | 'left' | 'kicked'

export const ADMIN_RIGHTS = [
  'can_manage_chat',
  'can_delete_messages',
  'can_manage_video_chats',
  'can_restrict_members',
  'can_promote_members',
  'can_change_info',
  'can_invite_users',
  'can_pin_messages',
  'can_manage_topics',
] as const
export type AdminRight = (typeof ADMIN_RIGHTS)[number]

export interface Member {
  readonly user: User
  status: Status
  rights: ReadonlySet<AdminRight>
}

export interface Thread {
  readonly id: number
  name: string
  readonly color: number
  emoji: string | undefined
  closed: boolean
  readonly by: number
}

export interface Entity extends Wire {
  readonly type: string
  readonly offset: number
  readonly length: number
}

export const MEDIA_TYPES = [
  'photo',
  'document',
  'voice',
  'video',
  'video_note',
  'audio',
  'sticker',
  'animation',
] as const
export type MediaType = (typeof MEDIA_TYPES)[number]

export interface StoredFile {
  /** The same for every bot: what `file_unique_id` shows. */
  readonly key: string
  readonly type: MediaType
  readonly bytes: Uint8Array
  /** May be more than the bytes kept, to play a large file without its memory. */
  readonly size: number
  readonly name: string | undefined
  readonly mime: string
  /** Width, height, duration, emoji: what the sender said about it. */
  readonly about: Wire
}

export type Content =
  | { readonly kind: 'text'; readonly text: string; readonly entities: readonly Entity[] }
  | {
      readonly kind: 'media'
      readonly file: StoredFile
      readonly caption: string
      readonly entities: readonly Entity[]
      readonly album?: string
    }
  | {
      readonly kind: 'fields'
      readonly name: 'location' | 'contact' | 'venue' | 'dice'
      readonly fields: Wire
    }
  | { readonly kind: 'service'; readonly fields: Wire }

export interface Message {
  readonly id: number
  readonly chat: Chat
  readonly from: User
  readonly date: number
  content: Content
  readonly thread: number | undefined
  readonly replyTo: number | undefined
  readonly quote: string | undefined
  readonly forwardedFrom: Wire | undefined
  markup: Wire | undefined
  edited: number | undefined
  /** By user id. */
  reactions: ReadonlyMap<number, readonly string[]>
}

export interface Chat {
  readonly id: number
  readonly type: 'private' | 'group' | 'supergroup'
  title: string
  readonly username: string | undefined
  forum: boolean
  /** A private chat's two sides. */
  readonly person: User | undefined
  readonly bot: Bot | undefined
  /** A person has written here: before that a bot may not. */
  opened: boolean
  blocked: boolean
  readonly members: Map<number, Member>
  readonly messages: Map<number, Message>
  readonly threads: Map<number, Thread>
  readonly general: { closed: boolean; hidden: boolean; name: string }
  readonly pinned: Set<number>
  /** What a bot last showed with sendChatAction, until a message or five seconds. */
  action: { readonly name: string; readonly thread: number | undefined; readonly until: number } | undefined
  migratedTo: number | undefined
  migratedFrom: number | undefined
}

/** General is thread 1 inside Telegram; to send there one names no thread. */
export const GENERAL_THREAD = 1

export const isIn = (member: Member | undefined): member is Member =>
  member !== undefined && member.status !== 'left' && member.status !== 'kicked'

export const isAdmin = (member: Member | undefined): boolean =>
  member?.status === 'creator' || member?.status === 'administrator'

export const hasRight = (member: Member | undefined, right: AdminRight): boolean =>
  member?.status === 'creator' || (member?.status === 'administrator' && member.rights.has(right))
