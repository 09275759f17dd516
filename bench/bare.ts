/**
 * What SQLite alone could do: the very rows that Kotik committed, serialised beforehand, written by raw prepared statements
 * in the same batches on an equal database. No reading, no JSON, no deciding.
 */
import Database from 'better-sqlite3'
import type { ConversationId } from '../src/domain/ids.ts'
import { type CommitUnit, type DeliveryOutcome, laneOf, type Store } from '../src/store/port.ts'

interface Batch {
  readonly units: readonly CommitUnit[]
  readonly outcomes: readonly DeliveryOutcome[]
}

export class Recorder {
  readonly #batches: Batch[] = []
  #on = false

  /** Between Kotik and its store. */
  readonly around = (store: Store): Store => ({
    ...store,
    commit: (units, outcomes) => {
      if (this.#on) this.#batches.push({ units, outcomes })
      return store.commit(units, outcomes)
    },
  })

  begin(): void {
    this.#on = true
  }

  /** What was committed since `begin`. */
  end(): readonly Batch[] {
    this.#on = false
    return this.#batches.splice(0)
  }
}

type Value = string | number | null

interface Row {
  readonly statement: keyof ReturnType<typeof statements>
  readonly values: readonly Value[]
}

/** A database that has seen nothing of the recorded batches but what was before them. */
export class Bare {
  readonly #raw: Database.Database
  readonly #statements: ReturnType<typeof statements>
  readonly #numbers: Database.Statement<[id: string], number>

  constructor(file: string) {
    this.#raw = new Database(file)
    // As src/store/sqlite/database.ts sets them.
    this.#raw.pragma('journal_mode = WAL')
    this.#raw.pragma('synchronous = FULL')
    this.#raw.pragma('foreign_keys = ON')
    this.#raw.pragma('cache_size = -16000')
    this.#raw.pragma('journal_size_limit = 67108864')
    this.#statements = statements(this.#raw)
    this.#numbers = this.#raw
      .prepare<[id: string], number>('SELECT number FROM conversations WHERE id = ?')
      .pluck()
  }

  /** The batches as rows. Outbox rows get ids of their own; what removes them follows. */
  prepare(batches: readonly Batch[]): readonly (readonly Row[])[] {
    const firstRow = this.#raw
      .prepare<[], number>("SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'outbox'")
      .pluck()
      .get()
    return new Rows((id) => this.#numbers.get(id) ?? null, firstRow ?? 1).of(batches)
  }

  /** One transaction a batch, as Kotik commits. */
  write(batches: readonly (readonly Row[])[]): void {
    const commit = this.#raw.transaction((rows: readonly Row[]) => {
      for (const { statement, values } of rows) this.#statements[statement].run(...values)
    })
    for (const rows of batches) commit.immediate(rows)
  }

  close(): void {
    this.#raw.close()
  }
}

function statements(raw: Database.Database) {
  return {
    conversation: raw.prepare(
      'UPDATE conversations SET version = version + 1, state = ? WHERE id = ? AND version = ?',
    ),
    newConversation: raw.prepare('INSERT INTO conversations (id, version, state) VALUES (?, 1, ?)'),
    desk: raw.prepare('UPDATE desk SET version = version + 1, state = ? WHERE id = 1 AND version = ?'),
    arrived: raw.prepare('INSERT INTO arrived (key, at) VALUES (?, ?)'),
    event: raw.prepare('INSERT INTO events (at, conversation, event) VALUES (?, ?, ?)'),
    outbox: raw.prepare('INSERT INTO outbox (lane, conversation, effect, created_at) VALUES (?, ?, ?, ?)'),
    later: raw.prepare('INSERT OR REPLACE INTO later_inputs (key, due, input) VALUES (?, ?, ?)'),
    handled: raw.prepare('DELETE FROM later_inputs WHERE key = ?'),
    delivered: raw.prepare('DELETE FROM outbox WHERE id = ?'),
  }
}

class Rows {
  readonly #numberOf: (id: ConversationId) => number | null
  readonly #firstRow: number
  #firstRecorded = 0

  constructor(numberOf: (id: ConversationId) => number | null, firstRow: number) {
    this.#numberOf = numberOf
    this.#firstRow = firstRow
  }

  of(batches: readonly Batch[]): readonly (readonly Row[])[] {
    const ids = batches.flatMap(({ outcomes }) => outcomes.map(({ id }) => id))
    this.#firstRecorded = ids.reduce((first, id) => Math.min(first, id), Number.POSITIVE_INFINITY)
    return batches.map(({ units, outcomes }) => [
      ...outcomes.map(({ id }): Row => ({ statement: 'delivered', values: [this.#ownId(id)] })),
      ...units.flatMap((unit) => this.#unit(unit)),
    ])
  }

  /** Deliveries are numbered without gaps and all were delivered, so the first one fixes all. */
  #ownId(recorded: number): number {
    return this.#firstRow + recorded - this.#firstRecorded
  }

  #unit(unit: CommitUnit): readonly Row[] {
    const id = unit.target.to === 'conversation' ? unit.target.state.id : undefined
    const number = id === undefined ? null : this.#numberOf(id)
    return [
      this.#state(unit),
      ...unit.arrived.map((key): Row => ({ statement: 'arrived', values: [key, unit.at] })),
      ...unit.handled.map(({ key }): Row => ({ statement: 'handled', values: [key] })),
      ...unit.events.map(
        (event): Row => ({ statement: 'event', values: [unit.at, number, JSON.stringify(event)] }),
      ),
      ...(id === undefined
        ? []
        : unit.effects.map(
            (effect): Row => ({
              statement: 'outbox',
              values: [laneOf(effect, id), id, JSON.stringify(effect), unit.at],
            }),
          )),
      ...unit.later.map(
        (later): Row => ({ statement: 'later', values: [later.key, later.due, JSON.stringify(later)] }),
      ),
    ]
  }

  #state({ target, expected }: CommitUnit): Row {
    const state = JSON.stringify(target.state)
    if (target.to === 'desk') return { statement: 'desk', values: [state, expected] }
    if (expected === 0) return { statement: 'newConversation', values: [target.state.id, state] }
    return { statement: 'conversation', values: [state, target.state.id, expected] }
  }
}
