/** The end of each conversation that lists show, kept until something is said in it. */
import type { LiveLog } from '../../channels/port.ts'
import type { Ticket } from '../../domain/desk/state.ts'
import type { ConversationId } from '../../domain/ids.ts'
import type { Store } from '../../store/port.ts'
import { NOTHING_SAID, type Recent, withLine } from './cards.ts'
import { transcript } from './lines.ts'

export interface RecentWords {
  /** Nothing of a closed ticket: what is said now belongs to another. */
  of(ticket: Ticket): Promise<Recent>
  close(): void
}

// An exchange between two words of an operator is rarely longer; a longer one only makes the wait look shorter.
const LOOK_BACK = 60
// A few hundred bytes each: the lists of a full queue and of every operator fit with room to spare.
const KEPT = 5000

export function recentWords(store: Store, live: LiveLog): RecentWords {
  const kept = new Map<ConversationId, Promise<Recent>>()
  const close = live.subscribe((events) => {
    for (const { address } of events) if (address.to === 'conversation') kept.delete(address.id)
  })
  const read = async (conversation: ConversationId): Promise<Recent> => {
    const tail = await store.conversationTail(conversation, Number.MAX_SAFE_INTEGER, LOOK_BACK)
    return transcript(tail).reduce(withLine, NOTHING_SAID)
  }
  return {
    of: async ({ conversation, status }) => {
      if (status === 'closed') return NOTHING_SAID
      const known = kept.get(conversation)
      if (known) return known
      if (kept.size >= KEPT) kept.clear()
      const fresh = read(conversation)
      kept.set(conversation, fresh)
      fresh.catch(() => kept.delete(conversation))
      return fresh
    },
    close,
  }
}
