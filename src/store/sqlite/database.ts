/**
 * Opening the file: takes the process lock, refuses what is not ours or is newer, sets the pragmas, applies migrations —
 * in this order, so that a refused file is left as it was.
 */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { type Duration, seconds } from '../../domain/time.ts'
import { StoreError } from '../errors.ts'
import { asStoreError } from '../faults.ts'
import { lockForThisProcess, NO_LOCK, type ProcessLock } from './lock.ts'
import { applyMigrations, type Migration, missingMigrations, readMigrations } from './migrate.ts'

export interface DatabaseOptions {
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
  /** How long to wait for another program's write lock; the whole process waits. Default 5 s. */
  readonly patience?: Duration
}

export interface OpenDatabase {
  readonly raw: Database.Database
  close(): void
}

// Longest that a command like `kotik operator add` holds the write lock is milliseconds; five seconds is a backup tool
// or a database browser, and waiting longer would stop every conversation.
const PATIENCE = seconds(5)

/** Throws a `StoreError`. */
export function openDatabase(options: DatabaseOptions): OpenDatabase {
  const file = databaseFile(options.url)
  try {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    const lock = options.exclusive === false ? NO_LOCK : lockForThisProcess(file)
    return orElse(lock.release, () => openLocked(file, options, lock))
  } catch (error) {
    throw asStoreError(file, error)
  }
}

function databaseFile(url: string): string {
  if (url === ':memory:' || url === 'file::memory:') return ':memory:'
  if (!url.startsWith('file:') || url.length === 'file:'.length) throw new StoreError('badUrl', { url })
  return url.startsWith('file://') ? fileURLToPath(url) : url.slice('file:'.length)
}

function openLocked(file: string, options: DatabaseOptions, lock: ProcessLock): OpenDatabase {
  const migrations = readMigrations(options.migrationsDir)
  const raw = new Database(file, { timeout: options.patience ?? PATIENCE })
  const close = () => {
    raw.close()
    lock.release()
  }
  return orElse(
    () => raw.close(),
    () => {
      const missing = missingMigrations(raw, migrations, options.programVersion)
      if (missing.length > 0) migrateAlone(file, raw, missing, lock)
      else setPragmas(raw)
      return { raw, close }
    },
  )
}

/** Nobody may be working on the database meanwhile, so a command without the lock takes it for this long. */
function migrateAlone(
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

function setPragmas(raw: Database.Database): void {
  raw.pragma('journal_mode = WAL')
  // SQLite does not keep `synchronous` in the file, and better-sqlite3 is built to reopen a WAL database with NORMAL:
  // under simulated power loss NORMAL lost 1,017 of 1,859 acknowledged rows, FULL none of 26,180. So: on every open.
  raw.pragma('synchronous = FULL')
  raw.pragma('foreign_keys = ON')
  // 16 MB of pages: the upper levels of every index of a million conversations, within the 120 MB of the whole process.
  raw.pragma('cache_size = -16000')
  // A WAL that grew under a backlog gives its disk space back at the next checkpoint (bytes).
  raw.pragma('journal_size_limit = 67108864')
}

function orElse<T>(undo: () => void, work: () => T): T {
  try {
    return work()
  } catch (error) {
    undo()
    throw error
  }
}
