/** Puts a crowd into an empty database by bulk insert; some 100,000 conversations in two seconds. */
import { rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { openSqliteStore } from '../src/store/sqlite/open.ts'
import { idOf, populationOf, type Role, roleOf, ticketOf } from './crowd.ts'
import { TEMPLATE_ID, TEMPLATE_TICKET, type Template, type Templates, THEN } from './templates.ts'

// Of each conversation's log; a whole one of some twenty lines would make the million 6 GB.
const EVENTS_EACH = 3
const KEYS_EACH = 1
const AT_ONCE = 10_000

export const MIGRATIONS = 'migrations/sqlite'

export async function fill(file: string, crowd: number, templates: Templates): Promise<void> {
  rmSync(file, { force: true })
  const store = await openSqliteStore({ url: `file:${file}`, migrationsDir: MIGRATIONS })
  await store.close()
  const raw = new Database(file)
  try {
    raw.pragma('journal_mode = OFF')
    raw.pragma('synchronous = OFF')
    raw.pragma('cache_size = -400000')
    const some = insertion(raw, crowd, templates)
    const all = populationOf(crowd)
    for (let from = 0; from < all; from += AT_ONCE) some(from, Math.min(from + AT_ONCE, all))
  } finally {
    raw.close()
  }
}

interface Copies {
  readonly state: (index: number) => string
  readonly events: readonly ((index: number) => string)[]
}

function copies({ state, events }: Template): Copies {
  return { state: copier(state), events: events.slice(-EVENTS_EACH).map(copier) }
}

/** The value as JSON, with the ids of the one it is for. */
function copier(value: object): (index: number) => string {
  const parts = JSON.stringify(value)
    .split(TEMPLATE_ID)
    .map((part) => part.split(String(TEMPLATE_TICKET)))
  return (index) => parts.map((part) => part.join(String(ticketOf(index)))).join(idOf(index))
}

function insertion(raw: Database.Database, crowd: number, templates: Templates) {
  const of: { readonly [R in Role]: Copies } = {
    withOperator: copies(templates.withOperator),
    inFlow: copies(templates.inFlow),
    greeted: copies(templates.greeted),
  }
  const conversation = raw.prepare(
    'INSERT INTO conversations (number, id, version, state) VALUES (?, ?, 12, ?)',
  )
  const event = raw.prepare('INSERT INTO events (at, conversation, event) VALUES (?, ?, ?)')
  const arrived = raw.prepare('INSERT INTO arrived (key, at) VALUES (?, ?)')
  return raw.transaction((from: number, till: number) => {
    for (let index = from; index < till; index += 1) {
      const { state, events } = of[roleOf(index, crowd)]
      conversation.run(index + 1, idOf(index), state(index))
      for (const text of events) event.run(THEN, index + 1, text(index))
      for (let key = 0; key < KEYS_EACH; key += 1) arrived.run(`${idOf(index)}:before-${key}`, THEN)
    }
  })
}
