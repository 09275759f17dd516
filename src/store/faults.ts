/** Turns what SQLite and the file system throw into the store's own errors; anything else is a bug and passes through. */
import { StoreError, type StoreErrorCode } from './errors.ts'

// By SQLite's primary result code (https://www.sqlite.org/rescode.html); extended ones begin with it.
const CODES: readonly (readonly [string, StoreErrorCode])[] = [
  ['SQLITE_CORRUPT', 'databaseCorrupt'],
  ['SQLITE_NOTADB', 'databaseCorrupt'],
  ['SQLITE_FULL', 'diskFull'],
  ['SQLITE_IOERR', 'diskFailing'],
  ['SQLITE_BUSY', 'databaseLocked'],
  ['SQLITE_LOCKED', 'databaseLocked'],
  ['SQLITE_READONLY', 'databaseReadOnly'],
  ['SQLITE_CANTOPEN', 'cannotOpen'],
  ['ENOSPC', 'diskFull'],
  ['EDQUOT', 'diskFull'],
  ['EIO', 'diskFailing'],
  ['EROFS', 'databaseReadOnly'],
  ['EACCES', 'cannotOpen'],
  ['EPERM', 'cannotOpen'],
  ['ENOENT', 'cannotOpen'],
  ['ENOTDIR', 'cannotOpen'],
  ['EISDIR', 'cannotOpen'],
  ['EEXIST', 'cannotOpen'],
]

export function asStoreError(file: string, error: unknown): unknown {
  if (error instanceof StoreError || !(error instanceof Error)) return error
  const found = systemCode(error)
  const known = CODES.find(([code]) => found === code || found.startsWith(`${code}_`))
  if (!known) return error
  return new StoreError(known[1], { file, reason: error.message }, error)
}

function systemCode(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}
