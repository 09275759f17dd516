import { eq, sql } from 'drizzle-orm'
import type { Conversation } from '../../domain/conversation/state.ts'
import { EMPTY_DESK } from '../../domain/desk/state.ts'
import type { ConversationId } from '../../domain/ids.ts'
import type { Store, Versioned } from '../port.ts'
import type { Connection } from './connection.ts'
import { conversations, desk } from './schema.ts'

export function aggregates({ db, numbers, answer }: Connection): Pick<Store, 'conversations' | 'desk'> {
  const conversation = db
    .select({ number: conversations.number, state: conversations.state, version: conversations.version })
    .from(conversations)
    .where(eq(conversations.id, sql.placeholder('id')))
    .prepare()
  const theDesk = db.select({ state: desk.state, version: desk.version }).from(desk).prepare()

  return {
    conversations: (ids) =>
      answer(() => {
        const found = new Map<ConversationId, Versioned<Conversation>>()
        for (const id of ids) {
          const row = conversation.get({ id })
          if (!row) continue
          numbers.keep(id, row.number)
          found.set(id, { state: row.state, version: row.version })
        }
        return found
      }),
    desk: () => answer(() => theDesk.get() ?? { state: EMPTY_DESK, version: 0 }),
  }
}
