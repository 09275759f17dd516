import { asc, gt, sql } from 'drizzle-orm'
import type { Delivery, Store } from '../port.ts'
import { bounded } from './bounds.ts'
import type { Connection } from './connection.ts'
import { outbox } from './schema.ts'

export function outboxReads({ db, answer }: Connection): Pick<Store, 'undelivered'> {
  const after = db
    .select()
    .from(outbox)
    .where(gt(outbox.id, sql.placeholder('after')))
    .orderBy(asc(outbox.id))
    .limit(sql.placeholder('limit'))
    .prepare()
  return {
    undelivered: (id, limit) =>
      answer(() => after.all({ after: id, limit: bounded(limit) }).flatMap(delivery)),
  }
}

// Rows without a conversation were for desks in messengers, which read the log now.
function delivery({ error: _, conversation, ...row }: typeof outbox.$inferSelect): readonly Delivery[] {
  return conversation === null ? [] : [{ ...row, conversation }]
}
