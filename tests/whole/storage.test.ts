/** The disk and the database fail while Kotik runs: nothing is acknowledged that is not kept, and it goes on by itself. */
import { closeSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { Customer } from './customer.ts'
import { openKotik } from './kotik.ts'
import { Operator } from './operator.ts'
import { smallDisk } from './small-disk.ts'

const PEOPLE = [{ login: 'anna', name: 'Анна' }]
// Locks are waited for in real time: five seconds each.
const LOCKED = 40_000

it('a disk that fills up: customers and operators hear to wait, health says why, and all goes on when there is room', async ({
  skip,
}) => {
  const folder = smallDisk(skip, '3m')
  const { url } = await openKotik({ folder, people: PEOPLE })
  const [vera, anna] = [await Customer.open(url), await Operator.open(url, 'anna')]
  await vera.say('оператор')
  const ticket = await anna.given()
  const filler = join(folder, 'filler')
  fill(filler)
  const acknowledged: string[] = []
  let refused = await vera.say('ы'.repeat(3000))
  for (let n = 0; n < 25 && refused.status === 200; n++) {
    acknowledged.push(`сообщение ${n}`)
    refused = await vera.say(`сообщение ${n}`.padEnd(3900, '.'))
  }
  expect([refused.status, refused.body.error.code]).toEqual([503, 'storeUnavailable'])
  expect(refused.body.error.message).toContain('хранилище не отвечает')
  const reply = await anna.reply(ticket, 'минуту')
  expect([reply.status, reply.body.error.code]).toEqual([503, 'busy'])
  const health = await vera.ask('GET', '/health/ready')
  expect([health.status, health.body]).toEqual([
    503,
    { status: 'degraded', ready: false, troubles: ['diskFull'] },
  ])
  const upload = await vera.ask('POST', '/chat/files', Buffer.alloc(200_000, 'a'), { 'x-file-name': 'a.txt' })
  expect(upload.status).toBe(503)

  rmSync(filler)
  await vera.serverIsReady()
  expect((await vera.say('теперь влезет')).status).toBe(200)
  expect((await anna.reply(ticket, 'и у меня')).status).toBe(200)
  await vera.hears('и у меня')
  expect((await vera.ask('GET', '/health')).body.status).toBe('ok')
})

it('a database that another program locks: a 503 after a patient wait, and on when it is free', {
  timeout: LOCKED,
}, async () => {
  const { url, folder } = await openKotik()
  const vera = await Customer.open(url)
  const other = new Database(join(folder, 'kotik.db'))
  onTestFinished(() => void other.close())
  other.exec('BEGIN IMMEDIATE')
  const refused = await vera.say('забыл пароль', { id: 'the-same-message' })
  expect([refused.status, refused.body.error.code]).toEqual([503, 'storeUnavailable'])
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  other.exec('COMMIT')
  await vera.serverIsReady()
  expect((await vera.say('забыл пароль', { id: 'the-same-message' })).body.status).toBe('done')
  await vera.hears('Забыли пароль')
  expect(vera.texts().filter((text) => text === 'забыл пароль')).toHaveLength(1)
})

it('a database damaged while nobody looked is refused at the start, by name', async () => {
  const kotik = await openKotik({ people: PEOPLE })
  const vera = await Customer.open(kotik.url)
  await vera.say('забыл пароль')
  await vera.hears('Забыли пароль')
  await kotik.stop()
  const file = join(kotik.folder, 'kotik.db')
  damage(file)
  await expect(kotik.restart()).rejects.toMatchObject({ name: 'StoreError', code: 'databaseCorrupt' })
})

function fill(path: string) {
  writeFileSync(path, '')
  const file = openSync(path, 'a')
  try {
    for (;;) writeSync(file, Buffer.alloc(4096))
  } catch {
    closeSync(file)
  }
}

/** Everything behind the header of the file. */
function damage(path: string) {
  const { size } = statSync(path)
  const file = openSync(path, 'r+')
  writeSync(file, Buffer.alloc(size - 100, 'мусор'), 0, size - 100, 100)
  closeSync(file)
}
