/** Threads made, renamed, closed and deleted, whoever does it. */
import type { Chat, Thread, User } from './model.ts'
import type { World } from './world.ts'

/** The six colours a thread may have; the first is what clients take. */
export const THREAD_COLORS = [0x6fb9f0, 0xffd67e, 0xcb86db, 0x8eee98, 0xff93b2, 0xfb6f5f] as const

/** A thread is named by the id of the service message that opens it. */
export function createThread(
  world: World,
  chat: Chat,
  by: User,
  name: string,
  color: number,
  emoji: string | undefined,
): Thread {
  const created = {
    name,
    icon_color: color,
    ...(emoji === undefined ? {} : { icon_custom_emoji_id: emoji }),
  }
  const opens = (id: number): Thread => ({ id, name, color, emoji, closed: false, by: by.id })
  const content = { kind: 'service', fields: { forum_topic_created: created } } as const
  const thread = opens(world.post({ chat, from: by, content, opens }).id)
  return chat.threads.get(thread.id) ?? thread
}

export function renameThread(
  world: World,
  chat: Chat,
  by: User,
  thread: Thread,
  name: string,
  emoji: string | undefined,
): void {
  const fields = {
    forum_topic_edited: {
      ...(name === thread.name ? {} : { name }),
      ...(emoji === thread.emoji ? {} : { icon_custom_emoji_id: emoji ?? '' }),
    },
  }
  thread.name = name
  thread.emoji = emoji
  world.post({ chat, from: by, content: { kind: 'service', fields }, thread: thread.id })
}

export function closeThread(world: World, chat: Chat, by: User, thread: Thread, closed: boolean): void {
  thread.closed = closed
  const fields = closed ? { forum_topic_closed: {} } : { forum_topic_reopened: {} }
  world.post({ chat, from: by, content: { kind: 'service', fields }, thread: thread.id })
}

/** Its messages go with it; bots hear nothing of it, as of every deletion. */
export function deleteThread(world: World, chat: Chat, thread: Thread): void {
  chat.threads.delete(thread.id)
  for (const message of chat.messages.values())
    if (message.thread === thread.id) chat.messages.delete(message.id)
  world.onChange(chat)
}
