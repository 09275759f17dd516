import { sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'

// A page of the log is some 5 MB then; readers go on from its last row. (SQLite takes a negative limit for none.)
const MOST_ROWS = 10_000

export function bounded(limit: number): number {
  return Math.max(0, Math.min(Math.trunc(limit), MOST_ROWS))
}

/** A placeholder that is written the way its column is (JSON, booleans); drizzle's own `set` takes no placeholders. */
export function given(name: string, column: SQLiteColumn) {
  return sql`${sql.param(sql.placeholder(name), column)}`
}
