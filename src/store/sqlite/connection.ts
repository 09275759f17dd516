import type Database from 'better-sqlite3'
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3'
import { asStoreError } from '../faults.ts'
import { Numbers } from './numbers.ts'

/** What every part of the store works with. */
export interface Connection {
  /** For the hot path and for what drizzle has no words for. */
  readonly raw: Database.Database
  readonly db: BetterSQLite3Database
  readonly numbers: Numbers
  /** Runs synchronous work as a promise; what SQLite throws comes out as a `StoreError`. */
  answer<T>(work: () => T): Promise<T>
}

export function connectionOver(raw: Database.Database): Connection {
  const answer = async <T>(work: () => T) => {
    try {
      return work()
    } catch (error) {
      throw asStoreError(raw.name, error)
    }
  }
  return { raw, db: drizzle({ client: raw }), numbers: new Numbers(raw), answer }
}
