import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { EXIT } from '../../src/cli/exit-code.ts'
import { PROJECT_DIR } from '../../src/config.ts'
import { passwordFits } from '../../src/desk/password.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { kotik } from './terminal.ts'

const PASSWORD = 'кот на крыше 42'

let folder = ''
let env: { readonly DATABASE_URL: string }
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kotik-cli-'))
  env = { DATABASE_URL: `file:${folder}/kotik.db` }
})
afterEach(() => rmSync(folder, { recursive: true }))

const operator = (args: readonly string[], stdin = '') => kotik(['operator', ...args], { env, stdin })
const addAnna = (...more: readonly string[]) =>
  operator(['add', 'anna', '--name', 'Анна', '--password-stdin', ...more], `${PASSWORD}\n`)

const openStore = (exclusive: boolean) =>
  openSqliteStore({ url: env.DATABASE_URL, migrationsDir: join(PROJECT_DIR, 'migrations/sqlite'), exclusive })

async function accounts() {
  const store = await openStore(false)
  const found = await store.operators()
  await store.close()
  return found
}

describe('kotik operator', () => {
  test('adds an account with the password of the standard input, in the first group', async () => {
    expect(await addAnna()).toMatchObject({ code: EXIT.ok, out: 'Заведён оператор anna (Анна).\n', err: '' })
    const [account] = await accounts()
    expect(account).toMatchObject({ id: 'anna', name: 'Анна', lead: false, groups: ['first-line'] })
    expect(await passwordFits(PASSWORD, account?.passwordHash ?? '')).toBe(true)
  })

  test('takes groups, a lead and a capacity', async () => {
    await addAnna('--group', 'first-line', 'finance', '--lead', '--capacity', '5')
    expect(await accounts()).toMatchObject([{ groups: ['first-line', 'finance'], lead: true, capacity: 5 }])
  })

  test('works beside a Kotik that runs on the same database', async () => {
    const running = await openStore(true)
    expect((await addAnna()).code).toBe(EXIT.ok)
    expect(await running.operators()).toHaveLength(1)
    await running.close()
  })

  test('lists without hashes', async () => {
    expect((await operator(['list'])).out).toContain('Операторов пока нет')
    await addAnna()
    expect((await operator(['list'])).out).toMatch(/^anna +Анна +first-line$/mu)
    const { out } = await operator(['list', '--json'])
    expect(JSON.parse(out)).toMatchObject([{ id: 'anna' }])
    expect(out).not.toContain('scrypt')
  })

  test('changes a password', async () => {
    await addAnna()
    const { code } = await operator(['password', 'anna', '--password-stdin'], 'другой пароль')
    expect(code).toBe(EXIT.ok)
    const [account] = await accounts()
    expect(await passwordFits('другой пароль', account?.passwordHash ?? '')).toBe(true)
  })

  test('removes', async () => {
    await addAnna()
    expect((await operator(['remove', 'anna'])).code).toBe(EXIT.ok)
    expect(await accounts()).toEqual([])
  })
})

describe('kotik operator refuses', () => {
  test.each([
    [['add', 'Анна', '--name', 'Анна', '--password-stdin'], PASSWORD, /строчные латинские/u],
    [['add', 'anna', '--name', ' ', '--password-stdin'], PASSWORD, /от 1 до 60/u],
    [
      ['add', 'anna', '--name', 'Анна', '--password-stdin', '--group', 'nobody'],
      PASSWORD,
      /first-line, finance/u,
    ],
    [['add', 'anna', '--name', 'Анна', '--password-stdin', '--capacity', '99'], PASSWORD, /от 1 до 6/u],
    [['add', 'anna', '--name', 'Анна', '--password-stdin'], 'short', /5 знаков.*от 8/su],
    [['add', 'anna', '--name', 'Анна'], '', /--password-stdin/u],
  ])('%j', async (args, stdin, expected) => {
    const { code, err } = await operator(args, stdin)
    expect(code).toBe(EXIT.usage)
    expect(err).toMatch(expected)
    expect(await accounts()).toEqual([])
  })

  test('a login that is taken, and one that is not there', async () => {
    await addAnna()
    const taken = await addAnna()
    expect(taken).toMatchObject({ code: EXIT.found })
    expect(taken.err).toContain('npx kotik operator password anna')
    const missing = await operator(['remove', 'boris'])
    expect(missing).toMatchObject({ code: EXIT.found })
    expect(missing.err).toMatch(/Нет оператора boris.*anna/su)
  })

  test('a file that is no database, saying what to do', async () => {
    writeFileSync(join(folder, 'kotik.db'), 'not a database'.repeat(100))
    const { code, err } = await operator(['list'])
    expect(code).toBe(EXIT.surroundings)
    expect(err).toContain('Что делать')
  })
})
