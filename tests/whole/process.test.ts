/** `npm start` where it cannot start: a clear word in the reader's language, an exit code, and no stack. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { VARIABLES } from '../../src/config.ts'
import { programme } from '../crash/server.ts'
import { CONTENT, openKotik, temporaryFolder } from './kotik.ts'
import { smallDisk } from './small-disk.ts'

const ENGLISH = { LANG: 'en_US.UTF-8' }
// A machine with a hundred other things to do.
const PATIENCE = 60_000

interface Ended {
  readonly code: number | null
  readonly said: string
}

/** Runs the program with this environment alone, and waits for its end. */
async function npmStart(env: { readonly [name: string]: string }): Promise<Ended> {
  const child = spawn(process.execPath, programme(), {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: `file:${temporaryFolder()}/kotik.db`,
      CONTENT_DIR: CONTENT,
      PORT: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  const said = out + err
  expect(said).not.toMatch(/^\s+at |node_modules|node:internal/m)
  return { code, said }
}

/** Both languages say it, with the same exit code. */
async function inBoth(
  env: { readonly [name: string]: string },
  code: number,
  russian: string,
  english: string,
): Promise<void> {
  const [ru, en] = [await npmStart(env), await npmStart({ ...env, ...ENGLISH })]
  expect(ru.said).toContain(russian)
  expect(ru.said).toContain('Что делать: ')
  expect(en.said).toContain(english)
  expect(en.said).toContain('How to fix: ')
  expect(en.said).not.toMatch(/[а-яё]/i)
  expect([ru.code, en.code]).toEqual([code, code])
}

describe('npm start', { timeout: PATIENCE }, () => {
  it('with wrong settings tells all of them, never the secret, and ends with 3', async () => {
    const wrong = {
      HOST: 'a b',
      PORT: '99999',
      PUBLIC_URL: 'x',
      DATABASE_URL: 'mysql://x',
      CONTENT_DIR: '/no/such/folder',
      SECRET: 'hunter2',
      SITE_ORIGINS: 'kino',
      TRUST_PROXY: 'yes',
      METRICS_TOKEN: 'hunter2',
      NLU: 'guesswork',
      LOG_LEVEL: 'loud',
      TZ: 'Mars/Olympus',
      TELEGRAM_TOKEN: 'hunter2',
      TELEGRAM_API_URL: 'x',
      TELEGRAM_MODE: 'pigeons',
      TELEGRAM_WEBHOOK_SECRET: 'hunter2',
      TELEGRAM_RATE: 'fast',
      DESK_TELEGRAM_TOKEN: 'hunter2',
      DESK_TELEGRAM_CHATS: 'kitchen',
      DESK_TELEGRAM_PERSONAL: '?!',
      DESK_TELEGRAM_PACE: 'slow',
      VK_TOKEN: 'hunter2',
      VK_GROUP_ID: 'kino',
      VK_API_URL: 'x',
      VK_MODE: 'pigeons',
      VK_SECRET: 'hunter2',
      VK_CONFIRMATION: '?!',
    }
    for (const [language, locale] of [
      ['ru', {}],
      ['en', ENGLISH],
    ] as const) {
      const { code, said } = await npmStart({ ...wrong, ...locale })
      expect(code).toBe(3)
      for (const [name, { allowed }] of Object.entries(VARIABLES)) {
        expect(said).toContain(`${name}: `)
        expect(said).toContain(allowed[language])
      }
      expect(said).not.toContain('hunter2')
      if (language === 'en') expect(said).not.toMatch(/[а-яё]/i)
    }
  })

  it('on a port that is taken says so and ends with 3', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    onTestFinished(() => void other.close())
    const { port } = other.address() as AddressInfo
    await inBoth({ PORT: String(port) }, 3, `127.0.0.1:${port} уже занят`, `127.0.0.1:${port} is taken`)
  })

  it('without the content says which folder it looked for, and ends with 1', async () => {
    const CONTENT_DIR = temporaryFolder()
    await inBoth({ CONTENT_DIR }, 1, `${CONTENT_DIR}/flows`, 'no such folder')
  })

  it('with faults in the content tells all of them with their places, and ends with 1', async () => {
    const CONTENT_DIR = temporaryFolder()
    for (const folder of ['flows', 'intents']) mkdirSync(join(CONTENT_DIR, folder))
    writeFileSync(join(CONTENT_DIR, 'flows', 'a.yml'), 'title: A\nstart:\n  - say: привет\n    go: nowhere\n')
    writeFileSync(join(CONTENT_DIR, 'intents', 'b.yml'), 'b:\n  title: B\n  flow: missing\n  examples: [б]\n')
    const { code, said } = await npmStart({ CONTENT_DIR })
    expect(code).toBe(1)
    expect(said).toMatch(/^flows\/a\.yml:4:9 .*nowhere/m)
    expect(said).toMatch(/^intents\/b\.yml:3:9 .*missing/m)
  })

  it('on a damaged database says how to save it, and ends with 3', async () => {
    const file = join(temporaryFolder(), 'kotik.db')
    writeFileSync(file, 'это не база, это письмо бабушке'.repeat(1000))
    await inBoth(
      { DATABASE_URL: `file:${file}` },
      3,
      'повреждён или это не база',
      'is damaged or is not a database',
    )
  })

  it('on a database that another program holds waits a little, says so, and ends with 3', async () => {
    const file = join(temporaryFolder(), 'kotik.db')
    const other = new Database(file)
    onTestFinished(() => void other.close())
    other.exec('CREATE TABLE theirs (x); BEGIN EXCLUSIVE')
    await inBoth(
      { DATABASE_URL: `file:${file}` },
      3,
      'заблокирован другой программой',
      'is locked by another program',
    )
  })

  it('beside another Kotik on the same database names it and ends with 3', async () => {
    const { folder } = await openKotik()
    await inBoth({ DATABASE_URL: `file:${folder}/kotik.db` }, 3, 'kotik.db занят: ', 'kotik.db is in use by ')
  })

  it('on a disk without room says so and ends with 3', async ({ skip }) => {
    const dir = smallDisk(skip)
    writeFileSync(join(dir, 'filler'), Buffer.alloc(2 ** 20 - 8192))
    await inBoth({ DATABASE_URL: `file:${dir}/kotik.db` }, 3, 'кончилось место', 'is full')
  })
})
