import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { operatorId } from '../../src/domain/ids.ts'
import { duration } from '../../src/domain/time.ts'
import { STORE_ERRORS, StoreError, type StoreErrorCode } from '../../src/store/errors.ts'
import type { Store } from '../../src/store/port.ts'
import { type DatabaseOptions, openDatabase } from '../../src/store/sqlite/database.ts'
import { openSqliteStore, storeOver } from '../../src/store/sqlite/open.ts'
import { conversationUnit, deskUnit, said, VERA, waitingTicket } from '../contracts/store-samples.ts'
import { startChild } from './child.ts'
import { MIGRATIONS, migrationsAnd, temporaryFolder, VERSION } from './temporary.ts'

type Options = Partial<DatabaseOptions>

async function openAt(file: string, options: Options = {}): Promise<Store> {
  const store = await openSqliteStore({ url: `file:${file}`, migrationsDir: MIGRATIONS, ...options })
  onTestFinished(() => store.close())
  return store
}

/** The error an attempt ends with; its English and Russian words are complete. */
async function refusal(attempt: Promise<unknown>): Promise<StoreError> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof StoreError)) throw new Error(`no StoreError but ${String(error)}`)
  const said = (['en', 'ru'] as const).flatMap((language) => Object.values(error.words(language)))
  expect(said.join(' ')).not.toMatch(/[{}]|undefined/)
  return error
}

function freshFile(): string {
  return join(temporaryFolder(), 'kotik.db')
}

describe('pragmas', () => {
  it('are set on every open, and synchronous = FULL above all', () => {
    const file = freshFile()
    for (let open = 0; open < 3; open += 1) {
      const { raw, close } = openDatabase({ url: `file:${file}`, migrationsDir: MIGRATIONS })
      const pragma = (name: string) => raw.pragma(name, { simple: true })
      expect(pragma('synchronous')).toBe(2)
      expect(pragma('journal_mode')).toBe('wal')
      expect(pragma('foreign_keys')).toBe(1)
      expect(pragma('busy_timeout')).toBe(5000)
      close()
    }
    // Why it must be so: a connection that sets nothing gets NORMAL.
    const careless = new Database(file)
    expect(careless.pragma('synchronous', { simple: true })).toBe(1)
    careless.close()
  })
})

describe('where the database is', () => {
  it('makes a folder that is missing', async () => {
    const file = join(temporaryFolder(), 'a', 'b', 'kotik.db')
    await openAt(file)
    expect(existsSync(file)).toBe(true)
  })

  it('takes file:/// with an escaped path', async () => {
    const file = join(temporaryFolder(), 'мой котик.db')
    await openAt('', { url: new URL(`file://${file}`).href })
    expect(existsSync(file)).toBe(true)
  })

  it('keeps what was committed over a restart', async () => {
    const file = freshFile()
    const first = await openSqliteStore({ url: `file:${file}`, migrationsDir: MIGRATIONS })
    await first.commit([conversationUnit(VERA, { events: [said('привет')] })], [])
    await first.close()
    const second = await openAt(file)
    expect((await second.conversationEvents(VERA, 0, 10)).map(({ event }) => event)).toEqual([said('привет')])
  })

  it.each(['postgres://localhost/kotik', 'data/kotik.db', 'file:', ''])(
    'refuses the address "%s"',
    async (url) => {
      const error = await refusal(openSqliteStore({ url, migrationsDir: MIGRATIONS }))
      expect(error.code).toBe('badUrl')
      expect(error.message).toContain(`"${url}"`)
    },
  )

  it('refuses a folder that cannot be made, and a file that is a folder', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')
    expect((await refusal(openAt(join(folder, 'file', 'kotik.db')))).code).toBe('cannotOpen')
    mkdirSync(join(folder, 'folder.db'))
    expect((await refusal(openAt(join(folder, 'folder.db')))).code).toBe('cannotOpen')
  })
})

// The system's user without rights; root may write everywhere and would prove nothing.
const NOBODY = 65_534

async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work()
  process.seteuid?.(NOBODY)
  try {
    return await work()
  } finally {
    process.seteuid?.(0)
  }
}

describe('rights', () => {
  it('refuses a folder it may not write', async () => {
    const folder = temporaryFolder()
    chmodSync(folder, 0o555)
    const opened = await asNobody(() => refusal(openAt(join(folder, 'kotik.db'))))
    expect(opened.code).toBe('cannotOpen')
  })
})

describe('files that are not ours', () => {
  it('refuses a text file and leaves it as it was', async () => {
    const file = freshFile()
    const text = 'not a database, and longer than a header: '.repeat(100)
    writeFileSync(file, text)
    expect((await refusal(openAt(file))).code).toBe('databaseCorrupt')
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  it('refuses a database of another program and leaves it as it was', async () => {
    const file = freshFile()
    const other = new Database(file)
    other.exec('CREATE TABLE songs (id INTEGER)')
    other.close()
    const before = readFileSync(file)
    expect((await refusal(openAt(file))).code).toBe('databaseForeign')
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('refuses a damaged database when it meets the damage', async () => {
    const file = freshFile()
    const store = await openSqliteStore({ url: `file:${file}`, migrationsDir: MIGRATIONS })
    await store.commit([conversationUnit(VERA, { events: [said('привет')] })], [])
    await store.close()
    const bytes = readFileSync(file)
    // The first page (header and schema) stays, everything behind it is noise.
    writeFileSync(file, Buffer.concat([bytes.subarray(0, 4096), Buffer.alloc(bytes.length - 4096, 0xa5)]))
    const damaged = openAt(file).then((opened) => opened.conversations([VERA]))
    expect((await refusal(damaged)).code).toBe('databaseCorrupt')
  })

  it('refuses a database newer than the program, naming both versions', async () => {
    const file = freshFile()
    const migrationsDir = migrationsAnd('CREATE TABLE future (id INTEGER);')
    await (await openSqliteStore({ url: `file:${file}`, migrationsDir })).close()

    const error = await refusal(openAt(file, { programVersion: '0.1.0' }))
    expect(error.code).toBe('databaseNewer')
    expect(error.message).toContain(`version ${VERSION + 1}`)
    expect(error.message).toContain(`(0.1.0) knows versions up to ${VERSION}`)
  })
})

describe('migrations', () => {
  it.each([
    ['none', {}],
    ['a gap', { '0001_a.sql': '', '0003_c.sql': '' }],
    ['two of one number', { '0001_a.sql': '', '0001_b.sql': '' }],
  ])('refuses a folder with %s', async (_, files) => {
    const migrationsDir = temporaryFolder()
    for (const [name, text] of Object.entries(files)) writeFileSync(join(migrationsDir, name), text)
    expect((await refusal(openAt(freshFile(), { migrationsDir }))).code).toBe('badMigrations')
  })

  it('leaves the version before one that fails', async () => {
    const file = freshFile()
    const migrationsDir = migrationsAnd('CREATE TABLE half (id INTEGER); SELECT no_such_function();')
    await expect(openAt(file, { migrationsDir })).rejects.toThrow('no_such_function')
    const raw = new Database(file)
    expect(raw.pragma('user_version', { simple: true })).toBe(VERSION)
    expect(raw.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").pluck().get()).toBe(0)
    raw.close()
    await openAt(file)
  })
})

describe('one process', () => {
  it('refuses a second, naming the first; a dead one holds nothing', async () => {
    const file = freshFile()
    const child = startChild('holder', `file:${file}`, MIGRATIONS)
    await child.lines.next()

    const error = await refusal(openAt(file))
    expect(error.code).toBe('databaseInUse')
    expect(error.message).toContain(`process ${child.process.pid} on `)
    expect(error.words('ru').found).toContain(String(child.process.pid))

    const reader = await openAt(file, { exclusive: false })
    await reader.saveOperator({ id: operatorId('anna'), name: 'Анна', lead: true, groups: [] })
    await child.kill()
    const next = await openAt(file)
    expect(await next.operators()).toHaveLength(1)
  })

  it('lets a command make the database when nobody is there', async () => {
    const file = freshFile()
    await openAt(file, { exclusive: false })
    await openAt(file)
    expect(existsSync(file)).toBe(true)
  })

  it('lets no command migrate a database that is in use', async () => {
    const file = freshFile()
    const migrationsDir = migrationsAnd('CREATE TABLE next (id INTEGER);')
    const running = await openSqliteStore({ url: `file:${file}`, migrationsDir: MIGRATIONS })
    const command = openAt(file, { migrationsDir, exclusive: false })
    expect((await refusal(command)).code).toBe('databaseInUse')
    await running.close()
    await openAt(file, { migrationsDir, exclusive: false })
  })

  it('says that another program holds the write lock, and goes on when it lets go', async () => {
    const file = freshFile()
    const store = await openAt(file, { patience: duration(50) })
    const browser = new Database(file)
    browser.exec('BEGIN IMMEDIATE')
    const blocked = store.commit([conversationUnit(VERA)], [])
    expect((await refusal(blocked)).code).toBe('databaseLocked')
    browser.close()
    expect(await store.commit([conversationUnit(VERA)], [])).toMatchObject([{ kind: 'committed' }])
  })
})

describe('a full disk', () => {
  it('refuses the batch whole, and takes it when there is room again', async () => {
    const database = openDatabase({ url: `file:${freshFile()}`, migrationsDir: MIGRATIONS })
    const store = storeOver(database)
    onTestFinished(() => store.close())
    const pages = Number(database.raw.pragma('page_count', { simple: true }))
    const batch = [
      conversationUnit(VERA, { events: [said('привет')] }),
      deskUnit({
        events: [{ type: 'ticketOpened', ticket: { ...waitingTicket(1), summary: 'ы'.repeat(50_000) } }],
      }),
    ]
    database.raw.pragma(`max_page_count = ${pages + 2}`)
    expect((await refusal(store.commit(batch, []))).code).toBe('diskFull')
    expect((await store.conversations([VERA])).size).toBe(0)
    expect(await store.lastSeq()).toBe(0)
    database.raw.pragma(`max_page_count = ${pages + 1000}`)
    expect(await store.commit(batch, [])).toMatchObject([{ kind: 'committed' }, { kind: 'committed' }])
  })
})

describe('the catalogue of errors', () => {
  it.each(Object.keys(STORE_ERRORS) as StoreErrorCode[])(
    '%s says what, what is allowed and how to fix it',
    (code) => {
      for (const words of Object.values(STORE_ERRORS[code])) {
        expect(Object.values(words).every((text) => /[.»]$/.test(text))).toBe(true)
      }
    },
  )
})
