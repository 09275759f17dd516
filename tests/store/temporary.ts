import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export const MIGRATIONS = 'migrations/sqlite'

/** A folder for the running test. It is kept when the test fails, so that one can look into the database. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kotik-store-'))
  onTestFinished(({ task }) => {
    if (task.result?.state !== 'fail') rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

/** How many migrations there are. */
export const VERSION = readdirSync(MIGRATIONS).length

/** A folder with all of them and one more. */
export function migrationsAnd(sql: string): string {
  const dir = temporaryFolder()
  cpSync(MIGRATIONS, dir, { recursive: true })
  writeFileSync(join(dir, `${String(VERSION + 1).padStart(4, '0')}_more.sql`), sql)
  return dir
}
