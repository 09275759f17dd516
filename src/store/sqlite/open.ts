/**
 * The store on one SQLite file, for one process. Opening takes the process lock, refuses what is not ours or is newer,
 * sets the pragmas and applies migrations, in this order: a refused file is left as it was.
 * Reads live beside the tables they read; everything a decision writes goes through `commit.ts`.
 * Statements are prepared once: unprepared drizzle costs 8–11 times as much.
 */
import type Database from 'better-sqlite3'
import { asStoreError } from '../faults.ts'
import type { Store } from '../port.ts'
import { deskSessions, operatorAccounts } from './accounts.ts'
import { aggregates } from './aggregates.ts'
import { commits } from './commit.ts'
import { connectionOver, databaseFile, makeFolderOf, openFile, setPragmas } from './connection.ts'
import { fileRecords } from './files.ts'
import { installation } from './installation.ts'
import { laterReads, poison } from './later.ts'
import { lockForThisProcess, NO_LOCK, type ProcessLock } from './lock.ts'
import { logReads } from './log.ts'
import { applyMigrations, type Migration, missingMigrations, readMigrations } from './migrate.ts'
import { outboxReads } from './outbox.ts'
import { ticketReads } from './tickets.ts'
import { upkeep } from './upkeep.ts'

export interface SqliteStoreOptions {
  /** `file:data/kotik.db`, `file:///var/lib/kotik/kotik.db` or `:memory:`. The folder is made when missing. */
  readonly url: string
  /** The folder with `0001_name.sql` … */
  readonly migrationsDir: string
  /** For the message to whoever starts an old program on a newer database. */
  readonly programVersion?: string
  /**
   * Default true: this is the one process that works on the database. False for a command that reads or adds an operator
   * while Kotik may be running; it takes the lock only when the database must be made or migrated first.
   */
  readonly exclusive?: boolean
  /** Durable desks in messengers. Without any, `tellDesk` effects make no outbox rows and their delivery is 0. */
  readonly deskSurfaces?: readonly string[]
}

/** Rejects with a `StoreError` that says what was found, what is allowed and how to fix it. */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const file = databaseFile(options.url)
  try {
    makeFolderOf(file)
    const lock = options.exclusive === false ? NO_LOCK : lockForThisProcess(file)
    return releasingOnFailure(lock, () => openLocked(file, options, lock))
  } catch (error) {
    throw asStoreError(file, error)
  }
}

function releasingOnFailure<T>(resource: { release(): void }, work: () => T): T {
  try {
    return work()
  } catch (error) {
    resource.release()
    throw error
  }
}

function openLocked(file: string, options: SqliteStoreOptions, lock: ProcessLock): Store {
  const migrations = readMigrations(options.migrationsDir)
  const raw = openFile(file)
  return releasingOnFailure({ release: () => raw.close() }, () => {
    const missing = missingMigrations(raw, migrations, options.programVersion)
    if (missing.length > 0) migrate(file, raw, missing, lock)
    setPragmas(raw)
    return assemble(raw, options, lock)
  })
}

function migrate(
  file: string,
  raw: Database.Database,
  missing: readonly Migration[],
  held: ProcessLock,
): void {
  const lock = held === NO_LOCK ? lockForThisProcess(file) : NO_LOCK
  try {
    setPragmas(raw)
    applyMigrations(raw, missing)
  } finally {
    lock.release()
  }
}

function assemble(raw: Database.Database, options: SqliteStoreOptions, lock: ProcessLock): Store {
  const connection = connectionOver(raw)
  return {
    ...aggregates(connection),
    ...commits(connection, { tellsDesk: (options.deskSurfaces ?? []).length > 0 }),
    ...laterReads(connection),
    ...poison(connection),
    ...outboxReads(connection),
    ...logReads(connection),
    ...ticketReads(connection),
    ...operatorAccounts(connection),
    ...deskSessions(connection),
    ...fileRecords(connection),
    ...installation(connection),
    ...upkeep(connection),
    close: () =>
      connection.answer(() => {
        raw.close()
        lock.release()
      }),
  }
}
