import { count, max } from 'drizzle-orm'
import type { Store } from '../port.ts'
import { bounded } from './bounds.ts'
import type { Connection } from './connection.ts'
import { conversations, outbox, parked } from './schema.ts'

export function upkeep({ raw, db, answer }: Connection): Pick<Store, 'prune' | 'counts'> {
  // Conversations are never deleted, so the last number is their count; counting a million rows takes 20 ms and more.
  const lastConversation = db
    .select({ n: max(conversations.number) })
    .from(conversations)
    .prepare()
  const undelivered = db.select({ n: count() }).from(outbox).prepare()
  const parkedInputs = db.select({ n: count() }).from(parked).prepare()
  // Each looks at its oldest `limit` rows by number and no further: no index on a date is kept for this.
  const prunes = [
    'DELETE FROM arrived WHERE at < ? AND number IN (SELECT number FROM arrived ORDER BY number LIMIT ?)',
    'DELETE FROM refused WHERE created_at < ? AND id IN (SELECT id FROM refused ORDER BY id LIMIT ?)',
    'DELETE FROM sessions WHERE expires_at < ? AND rowid IN (SELECT rowid FROM sessions ORDER BY expires_at LIMIT ?)',
  ].map((text) => raw.prepare<[olderThan: number, limit: number]>(text))
  const prune = raw.transaction((olderThan: number, limit: number) =>
    prunes.reduce((gone, statement) => gone + statement.run(olderThan, limit - gone).changes, 0),
  )
  return {
    prune: (olderThan, limit) => answer(() => prune.immediate(olderThan, bounded(limit))),
    counts: () =>
      answer(() => ({
        conversations: lastConversation.get()?.n ?? 0,
        undelivered: undelivered.get()?.n ?? 0,
        parked: parkedInputs.get()?.n ?? 0,
      })),
  }
}
