/**
 * One process on one database. `<file>-lock` is an empty SQLite database on which the process holds an exclusive
 * transaction: the operating system ends it with the process, however that dies, so a lock is never left behind.
 * An exclusively locked database cannot be read, so who holds it stands in `<file>-lock.json`.
 */
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import Database from 'better-sqlite3'
import { StoreError } from '../errors.ts'
import { asStoreError } from '../faults.ts'

export interface ProcessLock {
  release(): void
}

/** What a command holds that does not need to be alone. */
export const NO_LOCK: ProcessLock = { release: () => undefined }

/** Throws `databaseInUse`, naming the holder, when another process has it. */
export function lockForThisProcess(file: string): ProcessLock {
  if (file === ':memory:') return NO_LOCK
  const lock = holdLock(file)
  const holder = `${file}-lock.json`
  writeFileSync(holder, JSON.stringify({ pid: process.pid, host: hostname() }), { mode: 0o600 })
  return {
    release: () => {
      rmSync(holder, { force: true })
      lock.close()
    },
  }
}

function holdLock(file: string): Database.Database {
  const lock = new Database(`${file}-lock`, { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new StoreError('databaseInUse', { file, holder: describeHolder(`${file}-lock.json`) }, error)
    }
    throw asStoreError(`${file}-lock`, error)
  }
}

/** E.g. `process 4711 on desk-1, since 2026-01-12T09:00:00.000Z`; the file's own time says since when. */
function describeHolder(path: string): string {
  try {
    const { pid, host } = JSON.parse(readFileSync(path, 'utf8'))
    return `process ${pid} on ${host}, since ${statSync(path).mtime.toISOString()}`
  } catch {
    // It has just taken the lock and not yet written its name, or is just leaving.
    return 'another process'
  }
}
