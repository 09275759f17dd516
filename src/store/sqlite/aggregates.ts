import type { Conversation } from '../../domain/conversation/state.ts'
import { EMPTY_DESK } from '../../domain/desk/state.ts'
import type { ConversationId } from '../../domain/ids.ts'
import type { Store, Versioned } from '../port.ts'
import type { Connection } from './connection.ts'
import { desk } from './schema.ts'

export function aggregates({ raw, db, numbers, answer }: Connection): Pick<Store, 'conversations' | 'desk'> {
  // Raw, as the writes are: with each message of somebody who was silent for a while a state is read.
  const conversation = raw.prepare<[id: string], { number: number; version: number; state: string }>(
    'SELECT number, version, state FROM conversations WHERE id = ?',
  )
  const theDesk = db.select({ state: desk.state, version: desk.version }).from(desk).prepare()

  return {
    conversations: (ids) =>
      answer(() => {
        const found = new Map<ConversationId, Versioned<Conversation>>()
        for (const id of ids) {
          const row = conversation.get(id)
          if (!row) continue
          numbers.keep(id, row.number)
          found.set(id, { state: JSON.parse(row.state), version: row.version })
        }
        return found
      }),
    desk: () => answer(() => theDesk.get() ?? { state: EMPTY_DESK, version: 0 }),
  }
}
