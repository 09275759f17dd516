/** A basic group becomes a supergroup: another id, the same people, a service message in each. */

import { memberAs } from './members.ts'
import type { Chat, User } from './model.ts'
import type { World } from './world.ts'

export function migrate(world: World, group: Chat, by: User): Chat {
  const chat = world.newGroup({ title: group.title, owner: by })
  for (const { user, status, rights } of group.members.values())
    chat.members.set(user.id, memberAs(user, status, rights))
  chat.migratedFrom = group.id
  world.post({ chat: group, from: by, content: { kind: 'service', fields: { migrate_to_chat_id: chat.id } } })
  group.migratedTo = chat.id
  world.post({ chat, from: by, content: { kind: 'service', fields: { migrate_from_chat_id: group.id } } })
  return chat
}
