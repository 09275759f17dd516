/**
 * What the desk asks of the Bot API besides writing: who somebody is, what the bot may do, the answer to a press. None of it
 * counts among the twenty messages a minute. Writing goes through the `Writer` alone.
 */
import type { BotCommand, Chat, ChatMember, User, UserFromGetMe } from 'telegraf/types'
import { type Clock, seconds } from '../../domain/time.ts'
import type { BotApi } from '../../telegram/api.ts'
import { cutAfter } from './soon.ts'

/** The bot itself. `threads`: its owner switched threads on in private chats (Bot API 9.3). */
export interface Me {
  readonly id: number
  readonly username: string
  readonly threads: boolean
}

export interface GroupFacts {
  readonly id: number
  readonly title: string
  readonly forum: boolean
}

export type Person = Pick<User, 'id' | 'first_name' | 'last_name' | 'username'>

/** Rejects as Telegram does, unless it says otherwise; what asks about a chat is cut after three seconds. */
export interface Calls {
  me(): Promise<Me>
  group(chat: number): Promise<GroupFacts>
  member(chat: number, user: number): Promise<ChatMember>
  /** The group's creator; undefined when it has left. */
  owner(chat: number): Promise<Person | undefined>
  /** Rejects never: a press that is too old has nobody looking at it. */
  toast(query: string, text?: string, alert?: boolean): Promise<void>
  /** Takes a message of the bot's own away. Rejects never: it may be gone already. */
  remove(chat: number, message: number): Promise<void>
  commands(chat: number, commands: readonly BotCommand[]): Promise<void>
}

// Telegram cuts off what is longer than 200 characters with an error.
const LONGEST_TOAST = 200
// Somebody has written or pressed and looks at the screen; Telegram answers in a fifth of a second.
const ASK_WITHIN = seconds(3)

/** `leaving` is aborted when everything stops. */
export function botCalls(api: Pick<BotApi, 'call'>, clock: Clock, leaving: AbortSignal): Calls {
  const patience = { clock, leaving, within: ASK_WITHIN }
  const ask = <T>(method: string, about: object): Promise<T> =>
    cutAfter(patience, (signal) => api.call<T>(method, about, signal))
  return {
    me: async () => {
      const me = await api.call<UserFromGetMe & { readonly has_topics_enabled?: boolean }>('getMe')
      return { id: me.id, username: me.username, threads: me.has_topics_enabled === true }
    },
    group: async (chat) => {
      const found = await ask<Chat>('getChat', { chat_id: chat })
      return {
        id: found.id,
        title: 'title' in found ? found.title : '',
        forum: 'is_forum' in found && found.is_forum === true,
      }
    },
    member: (chat, user) => ask<ChatMember>('getChatMember', { chat_id: chat, user_id: user }),
    owner: async (chat) => {
      const found = await ask<readonly ChatMember[]>('getChatAdministrators', { chat_id: chat })
      return found.find(({ status }) => status === 'creator')?.user
    },
    toast: async (query, text = '', alert = false) => {
      const said = { text: cut(text), show_alert: alert }
      await quietly(api.call('answerCallbackQuery', { callback_query_id: query, ...said }))
    },
    remove: async (chat, message) => {
      await quietly(api.call('deleteMessage', { chat_id: chat, message_id: message }))
    },
    commands: async (chat, commands) => {
      const scope = { type: 'chat', chat_id: chat } as const
      await api.call('setMyCommands', { commands, scope })
    },
  }
}

const cut = (text: string) => (text.length > LONGEST_TOAST ? `${text.slice(0, LONGEST_TOAST - 1)}…` : text)

async function quietly(call: Promise<unknown>): Promise<void> {
  await call.catch(() => undefined)
}

/** Whether somebody with this standing can read and write in the group. */
export function isIn(member: ChatMember): boolean {
  if (member.status === 'restricted') return member.is_member
  return member.status !== 'left' && member.status !== 'kicked'
}

export const isAdmin = ({ status }: ChatMember): boolean => status === 'creator' || status === 'administrator'
