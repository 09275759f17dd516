/**
 * The store on one SQLite file, for one process. Reads live beside the tables they read; everything a decision writes
 * goes through `commit.ts`. Statements are prepared once, at open: unprepared drizzle costs 8–11 times as much.
 * All calls are synchronous underneath: SQLite answers in microseconds, and only a commit waits for the disk.
 */
import type { Store } from '../port.ts'
import { deskSessions, operatorAccounts } from './accounts.ts'
import { aggregates } from './aggregates.ts'
import { commits } from './commit.ts'
import { connectionOver } from './connection.ts'
import { type DatabaseOptions, type OpenDatabase, openDatabase } from './database.ts'
import { fileRecords } from './files.ts'
import { installation } from './installation.ts'
import { laterReads, poison } from './later.ts'
import { logReads } from './log.ts'
import { messengers } from './messengers.ts'
import { outboxReads } from './outbox.ts'
import { ticketReads } from './tickets.ts'
import { upkeep } from './upkeep.ts'

/** Rejects with a `StoreError` that says what was found, what is allowed and how to fix it. */
export async function openSqliteStore(options: DatabaseOptions): Promise<Store> {
  return storeOver(openDatabase(options))
}

export function storeOver({ raw, close }: OpenDatabase): Store {
  const connection = connectionOver(raw)
  return {
    ...aggregates(connection),
    ...commits(connection),
    ...laterReads(connection),
    ...poison(connection),
    ...outboxReads(connection),
    ...logReads(connection),
    ...ticketReads(connection),
    ...operatorAccounts(connection),
    ...deskSessions(connection),
    ...fileRecords(connection),
    ...installation(connection),
    ...messengers(connection),
    ...upkeep(connection),
    close: () => connection.answer(close),
  }
}
