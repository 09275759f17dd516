/**
 * How messages are called on their channels, and what messengers remember of their own. Statements are raw: a message relayed
 * to operators writes three notes, and thirty in a transaction cost 3.8 to 4.3 µs each by prepared drizzle, 3.1 to 3.2 raw.
 */
import { type MessageNumber, messageNumber } from '../../domain/ids.ts'
import type { Json } from '../../domain/message.ts'
import type { Store } from '../port.ts'
import type { Connection } from './connection.ts'

// Whoever edits or answers does so within what the screen holds.
const LOOK_BACK = 1000

type Messengers = Pick<Store, 'sentAs' | 'sentNumber' | 'notes' | 'note'>

export function messengers(connection: Connection): Messengers {
  return { ...names(connection), ...memory(connection) }
}

interface Sent {
  readonly number: number
  readonly external: string
}

function names({ raw, numbers, answer }: Connection): Pick<Messengers, 'sentAs' | 'sentNumber'> {
  const sentAs = raw
    .prepare<[conversation: number, number: number], string>(
      'SELECT external FROM sent_messages WHERE conversation = ? AND number = ?',
    )
    .pluck()
  const lastSent = raw.prepare<[conversation: number], Sent>(
    `SELECT number, external FROM sent_messages WHERE conversation = ? ORDER BY number DESC LIMIT ${LOOK_BACK}`,
  )
  return {
    sentAs: (id, wanted) =>
      answer(() => {
        const conversation = numbers.of(id)
        const names = new Map<MessageNumber, string>()
        if (conversation === undefined) return names
        for (const number of wanted) {
          const external = sentAs.get(conversation, number)
          if (external !== undefined) names.set(number, external)
        }
        return names
      }),
    sentNumber: (id, externalId) =>
      answer(() => {
        const conversation = numbers.of(id)
        if (conversation === undefined) return undefined
        const found = lastSent
          .all(conversation)
          .find(({ external }) => external.split(' ').includes(externalId))
        return found && messageNumber(found.number)
      }),
  }
}

interface Noted {
  readonly key: string
  readonly value: string
}

function memory({ raw, answer }: Connection): Pick<Messengers, 'notes' | 'note'> {
  const beginning = raw.prepare<[owner: string, from: string, to: string], Noted>(
    'SELECT key, value FROM notes WHERE owner = ? AND key >= ? AND key < ? ORDER BY key',
  )
  const write = raw.prepare<[owner: string, key: string, value: string]>(
    `INSERT INTO notes (owner, key, value) VALUES (?, ?, ?)
     ON CONFLICT (owner, key) DO UPDATE SET value = excluded.value`,
  )
  const remove = raw.prepare<[owner: string, key: string]>('DELETE FROM notes WHERE owner = ? AND key = ?')
  const writeAll = raw.transaction((owner: string, entries: Iterable<[string, Json | undefined]>) => {
    for (const [key, value] of entries) {
      if (value === undefined) remove.run(owner, key)
      else write.run(owner, key, JSON.stringify(value))
    }
  })
  return {
    // U+FFFF is above every character a key begins with.
    notes: (owner, prefix) =>
      answer(() => {
        const found = beginning.all(owner, prefix, `${prefix}\uffff`)
        return new Map(found.map(({ key, value }): [string, Json] => [key, JSON.parse(value)]))
      }),
    note: (owner, entries) =>
      answer(() => {
        writeAll.immediate(owner, entries)
      }),
  }
}
