/**
 * Updates of VK that take their time: files, which are fetched first; whatever a customer sends beyond the limit of a
 * minute.
 */
import type { InputKey } from '../../domain/ids.ts'
import type { Clock } from '../../domain/time.ts'
import { type LateNotes, type LateParts, LateUpdates } from '../late-updates.ts'
import type { Receipt } from '../port.ts'
import { VK_NOTES } from './media.ts'
import { updateIn, type VkUpdate } from './updates.ts'

export interface ShelfParts extends Pick<LateParts<VkUpdate>, 'store' | 'clock' | 'pauses' | 'log'> {
  readonly group: number
  readonly keyOf: (update: VkUpdate) => InputKey
  perform(update: VkUpdate): Promise<Receipt>
}

export type Shelf = LateUpdates<VkUpdate>

export function vkShelf({ group, keyOf, perform, ...parts }: ShelfParts): Shelf {
  return new LateUpdates({
    ...{ ...parts, notes: notesOf(group, keyOf, parts.clock) },
    perform: async ([update]) => (update ? perform(update) : { kind: 'duplicate' }),
  })
}

/** `late:<group>:<time>-<count>:<peer>`: in the order of arrival, for a press has no number among the messages. */
function notesOf(group: number, idOf: (update: VkUpdate) => InputKey, clock: Clock): LateNotes<VkUpdate> {
  const prefix = `late:${group}:`
  let count = 0
  return {
    ...{ owner: VK_NOTES, prefix, idOf },
    keyOf: (peer) => {
      count += 1
      return `${prefix}${String(clock.now()).padStart(15, '0')}-${String(count).padStart(9, '0')}:${peer}`
    },
    read: (key, note) => {
      const update = updateIn(note)
      const chat = Number(key.split(':')[3])
      return update && Number.isSafeInteger(chat) ? { chat, update } : undefined
    },
  }
}
