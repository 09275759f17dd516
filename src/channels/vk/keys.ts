/** How an update is known when it comes again, by whichever way. */
import { createHash } from 'node:crypto'
import { type InputKey, inputKey } from '../../domain/ids.ts'
import { VK } from './peer.ts'
import type { VkUpdate } from './updates.ts'

/** A message is known by its number in the dialogue, whichever way it comes. */
export function keyOf(group: number, update: VkUpdate): InputKey {
  switch (update.type) {
    case 'message_new':
    case 'message_reply': {
      const message = update.type === 'message_new' ? update.object.message : update.object
      return inputKey(`${VK}:${message.peer_id}:${message.conversation_message_id}`)
    }
    case 'message_edit': {
      const { peer_id: peer, conversation_message_id: id, update_time: at = 0, text } = update.object
      // Two edits may come within one second.
      const words = createHash('sha256').update(text).digest('base64url').slice(0, 8)
      return inputKey(`${VK}:${peer}:${id}:edited:${at}:${words}`)
    }
    case 'message_event':
      return inputKey(`${VK}:${group}:pressed:${update.object.event_id}`)
    default:
      return inputKey(`${VK}:${group}:${update.event_id}`)
  }
}
