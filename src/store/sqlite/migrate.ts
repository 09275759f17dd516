/**
 * Migrations: `0001_name.sql`, `0002_name.sql` … , each in one transaction together with `PRAGMA user_version`, so that
 * a crash inside one leaves the version before it. There is no way back down; before an update one makes a backup.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { StoreError } from '../errors.ts'

export interface Migration {
  readonly number: number
  readonly name: string
  readonly sql: string
}

// 'Kotk', as the first migration sets it.
const APPLICATION_ID = 1265595499

export function readMigrations(dir: string): readonly Migration[] {
  const names = namesIn(dir)
  if (names.length === 0) throw new StoreError('badMigrations', { dir, reason: 'there are none' })
  return names.map((name, index) => {
    const number = Number(name.slice(0, 4))
    if (number !== index + 1) {
      throw new StoreError('badMigrations', { dir, reason: `${name} stands where ${index + 1} is due` })
    }
    return { number, name, sql: readFileSync(join(dir, name), 'utf8') }
  })
}

function namesIn(dir: string): readonly string[] {
  try {
    return readdirSync(dir)
      .filter((name) => /^\d{4}_[\w-]+\.sql$/.test(name))
      .sort()
  } catch (error) {
    throw new StoreError('badMigrations', { dir, reason: 'the folder cannot be read' }, error)
  }
}

/** Those still to be applied. Throws `databaseNewer` or `databaseForeign`. */
export function missingMigrations(
  raw: Database.Database,
  all: readonly Migration[],
  program?: string,
): readonly Migration[] {
  refuseForeign(raw)
  const version = versionOf(raw)
  if (version > all.length) {
    throw new StoreError('databaseNewer', {
      file: raw.name,
      version,
      known: all.length,
      program: program ? ` (${program})` : '',
    })
  }
  return all.slice(version)
}

export function applyMigrations(raw: Database.Database, missing: readonly Migration[]): void {
  for (const { number, sql } of missing) {
    raw
      .transaction(() => {
        // A second starter may have waited for this transaction and find the work done.
        if (versionOf(raw) >= number) return
        raw.exec(sql)
        raw.pragma(`user_version = ${number}`)
      })
      .immediate()
  }
}

function refuseForeign(raw: Database.Database): void {
  if (raw.pragma('application_id', { simple: true }) === APPLICATION_ID) return
  const tables = raw.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()
  if (tables !== 0 || versionOf(raw) !== 0) throw new StoreError('databaseForeign', { file: raw.name })
}

function versionOf(raw: Database.Database): number {
  return Number(raw.pragma('user_version', { simple: true }))
}
