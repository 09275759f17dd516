/** What a killed process leaves behind in the store alone: a migration by half, a batch by half. */
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { startChild } from '../store/child.ts'
import { MIGRATIONS, migrationsAnd, temporaryFolder, VERSION } from '../store/temporary.ts'

const FULL = process.env.CRASH === 'full'
// The full form kills every 5 ms of the migration, and ten times as often among commits.
const MIGRATION_STEP = FULL ? 5 : 40
const COMMIT_KILLS = FULL ? 20 : 2

// A migration long enough to be hit (some 200 ms): a new table filled from nothing, then the old one changed.
const LONG_MIGRATION = `
  CREATE TABLE many (n INTEGER PRIMARY KEY, text TEXT NOT NULL);
  WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 200000)
  INSERT INTO many SELECT n, hex(randomblob(16)) FROM numbers;
  ALTER TABLE kept ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
`

/** Version and tables, read without opening the store. */
function look(file: string) {
  const raw = new Database(file)
  try {
    const version = raw.pragma('user_version', { simple: true })
    const many = raw.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'many'").pluck().get()
    return { version, many, check: raw.pragma('integrity_check', { simple: true }) }
  } finally {
    raw.close()
  }
}

describe('a process killed inside a migration', () => {
  it('leaves the version before it, and the next start goes on', async () => {
    const folder = temporaryFolder()
    const migrationsDir = migrationsAnd(LONG_MIGRATION)
    const file = join(folder, 'kotik.db')
    const first = await openSqliteStore({ url: `file:${file}`, migrationsDir: MIGRATIONS })
    await first.keep('secret', 'kept')
    await first.close()
    cpSync(file, `${file}.before`)

    const versions: unknown[] = []
    for (let delay = 0; delay < 160; delay += MIGRATION_STEP) {
      const child = startChild('migrator', `file:${file}`, migrationsDir)
      await child.lines.next()
      const killing = new Promise((resolve) => setTimeout(resolve, delay)).then(child.kill)
      await killing
      const { version, many, check } = look(file)
      versions.push(version)
      expect(check).toBe('ok')
      expect(many).toBe(version === VERSION + 1 ? 1 : 0)
      // It was through: the next kill meets it from the beginning again.
      if (version === VERSION + 1) cpSync(`${file}.before`, file)
    }
    expect(versions).toContain(VERSION)

    const store = await openSqliteStore({ url: `file:${file}`, migrationsDir })
    expect(await store.keep('secret', 'other')).toBe('kept')
    await store.close()
    expect(look(file)).toEqual({ version: VERSION + 1, many: 1, check: 'ok' })
  }, 300_000)
})

describe('a process killed among commits', () => {
  it('has lost nothing it acknowledged and written nothing by half', async () => {
    const url = `file:${join(temporaryFolder(), 'kotik.db')}`
    const file = url.slice('file:'.length)
    for (let kill = 0; kill < COMMIT_KILLS; kill += 1) {
      const child = startChild('committer', url, MIGRATIONS)
      let acknowledged = 0
      for (let line = 0; line < 5 + kill * 7; line += 1)
        acknowledged = Number((await child.lines.next()).value)
      await child.kill()
      const { versions, whole } = tally(file)
      expect(versions).toHaveLength(1)
      expect(versions[0]).toBeGreaterThanOrEqual(acknowledged)
      expect(whole).toEqual({ events: 40, outbox: 20, arrived: 20, later: 20 })
    }
  }, 300_000)
})

/** All conversations' versions (one value, as a batch is whole), and the rows of each kind for one round. */
function tally(file: string) {
  const raw = new Database(file)
  try {
    const versions = raw.prepare<[], number>('SELECT DISTINCT version FROM conversations').pluck().all()
    const perRound = (table: string) =>
      Number(raw.prepare(`SELECT count(*) FROM ${table}`).pluck().get()) / (versions[0] ?? 1)
    const whole = {
      events: perRound('events'),
      outbox: perRound('outbox'),
      arrived: perRound('arrived'),
      later: perRound('later_inputs'),
    }
    return { versions, whole }
  } finally {
    raw.close()
  }
}
