/** How messages are called on their channels, and what messengers remember of their own. */
import { and, desc, eq, gte, lt, sql } from 'drizzle-orm'
import type { Json } from '../../domain/message.ts'
import type { Store } from '../port.ts'
import type { Connection } from './connection.ts'
import { notes, sentMessages } from './schema.ts'

// Whoever edits or answers does so within what the screen holds.
const LOOK_BACK = 1000

type Messengers = Pick<Store, 'sentAs' | 'sentNumber' | 'notes' | 'note'>

export function messengers(connection: Connection): Messengers {
  return { ...names(connection), ...memory(connection) }
}

function names({ db, numbers, answer }: Connection): Pick<Messengers, 'sentAs' | 'sentNumber'> {
  const ofConversation = eq(sentMessages.conversation, sql.placeholder('conversation'))
  const sentAs = db
    .select({ number: sentMessages.number, external: sentMessages.external })
    .from(sentMessages)
    .where(and(ofConversation, eq(sentMessages.number, sql.placeholder('number'))))
    .prepare()
  const lastSent = db
    .select({ number: sentMessages.number, external: sentMessages.external })
    .from(sentMessages)
    .where(ofConversation)
    .orderBy(desc(sentMessages.number))
    .limit(LOOK_BACK)
    .prepare()
  return {
    sentAs: (id, wanted) =>
      answer(() => {
        const conversation = numbers.of(id)
        if (conversation === undefined) return new Map()
        const found = wanted.flatMap((number) => sentAs.get({ conversation, number }) ?? [])
        return new Map(found.map(({ number, external }) => [number, external]))
      }),
    sentNumber: (id, externalId) =>
      answer(() => {
        const conversation = numbers.of(id)
        if (conversation === undefined) return undefined
        const last = lastSent.all({ conversation })
        return last.find(({ external }) => external.split(' ').includes(externalId))?.number
      }),
  }
}

function memory({ db, raw, answer }: Connection): Pick<Messengers, 'notes' | 'note'> {
  const ofOwner = eq(notes.owner, sql.placeholder('owner'))
  const beginning = db
    .select({ key: notes.key, value: notes.value })
    .from(notes)
    .where(and(ofOwner, gte(notes.key, sql.placeholder('from')), lt(notes.key, sql.placeholder('to'))))
    .orderBy(notes.key)
    .prepare()
  const write = db
    .insert(notes)
    .values({ owner: sql.placeholder('owner'), key: sql.placeholder('key'), value: sql.placeholder('value') })
    .onConflictDoUpdate({ target: [notes.owner, notes.key], set: { value: sql`excluded.value` } })
    .prepare()
  const remove = db
    .delete(notes)
    .where(and(ofOwner, eq(notes.key, sql.placeholder('key'))))
    .prepare()
  const writeAll = raw.transaction((owner: string, entries: Iterable<[string, Json | undefined]>) => {
    for (const [key, value] of entries) {
      if (value === undefined) remove.run({ owner, key })
      else write.run({ owner, key, value })
    }
  })
  return {
    // U+FFFF is above every character a key begins with.
    notes: (owner, prefix) =>
      answer(
        () =>
          new Map(
            beginning
              .all({ owner, from: prefix, to: `${prefix}\uffff` })
              .map(({ key, value }) => [key, value]),
          ),
      ),
    note: (owner, entries) =>
      answer(() => {
        writeAll.immediate(owner, entries)
      }),
  }
}
