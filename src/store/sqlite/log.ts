/** Reading the log, a page at a time; readers go on from the last `seq`. */
import { and, asc, desc, eq, gt, lt, max, sql } from 'drizzle-orm'
import type { ConversationId } from '../../domain/ids.ts'
import type { LoggedEvent, Store } from '../port.ts'
import { bounded } from './bounds.ts'
import type { Connection } from './connection.ts'
import { conversations, events } from './schema.ts'

type LogReads = Pick<Store, 'conversationEvents' | 'conversationTail' | 'events' | 'lastSeq'>
type EventRow = Pick<LoggedEvent, 'seq' | 'at' | 'event'>

const ROW = { seq: events.seq, at: events.at, event: events.event }

export function logReads({ db, answer }: Connection): LogReads {
  const number = sql`(select ${conversations.number} from ${conversations} where ${conversations.id} = ${sql.placeholder('id')})`
  const ofConversation = eq(events.conversation, number)
  const after = db
    .select(ROW)
    .from(events)
    .where(and(ofConversation, gt(events.seq, sql.placeholder('after'))))
    .orderBy(asc(events.seq))
    .limit(sql.placeholder('limit'))
    .prepare()
  const before = db
    .select(ROW)
    .from(events)
    .where(and(ofConversation, lt(events.seq, sql.placeholder('before'))))
    .orderBy(desc(events.seq))
    .limit(sql.placeholder('limit'))
    .prepare()
  const all = db
    .select({ ...ROW, conversation: conversations.id })
    .from(events)
    .leftJoin(conversations, eq(conversations.number, events.conversation))
    .where(gt(events.seq, sql.placeholder('after')))
    .orderBy(asc(events.seq))
    .limit(sql.placeholder('limit'))
    .prepare()
  const last = db
    .select({ seq: max(events.seq) })
    .from(events)
    .prepare()

  return {
    conversationEvents: (id, seq, limit) =>
      answer(() => after.all({ id, after: seq, limit: bounded(limit) }).map((row) => logged(row, id))),
    conversationTail: (id, seq, limit) =>
      answer(() =>
        before
          .all({ id, before: seq, limit: bounded(limit) })
          .reverse()
          .map((row) => logged(row, id)),
      ),
    events: (seq, limit) =>
      answer(() =>
        all
          .all({ after: seq, limit: bounded(limit) })
          .map(({ conversation, ...row }) => logged(row, conversation)),
      ),
    lastSeq: () => answer(() => last.get()?.seq ?? 0),
  }
}

function logged(row: EventRow, conversation: ConversationId | null): LoggedEvent {
  return {
    ...row,
    address: conversation === null ? { to: 'desk' } : { to: 'conversation', id: conversation },
  }
}
