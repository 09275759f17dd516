import { mkdtempSync, rmSync } from 'node:fs'
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
