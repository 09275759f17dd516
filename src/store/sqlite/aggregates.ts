import { eq, sql } from 'drizzle-orm'
import type { Conversation } from '../../domain/conversation/state.ts'
import { EMPTY_DESK } from '../../domain/desk/state.ts'
import type { ConversationId } from '../../domain/ids.ts'
import type { Store, Versioned } from '../port.ts'
import type { Connection } from './connection.ts'
import { conversations, desk } from './schema.ts'

export function aggregates({ db, answer }: Connection): Pick<Store, 'conversations' | 'desk'> {
  const conversation = db
    .select({ state: conversations.state, version: conversations.version })
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
          if (row) found.set(id, row)
        }
        return found
      }),
    desk: () => answer(() => theDesk.get() ?? { state: EMPTY_DESK, version: 0 }),
  }
}
