/** The delivery promise in Telegram: the real program is killed at random instants while customers write to its bot. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as passed } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { conversationId } from '../../src/domain/ids.ts'
import type { LoggedEvent, Store } from '../../src/store/port.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { FakeTelegram } from '../fakes/telegram/fake.ts'
import type { Seat } from '../fakes/telegram/people/seat.ts'
import { MIGRATIONS } from '../store/temporary.ts'
import { SeededChance } from './chance.ts'
import { Server } from './server.ts'

const FULL = process.env.CRASH === 'full'
const SEED = Number(process.env.CRASH_SEED ?? 1)
// One person is written to once a second, so that many messages need many people.
const { kills, messages, customers } = FULL
  ? { kills: 50, messages: 10_000, customers: 1_000 }
  : { kills: 5, messages: 400, customers: 100 }
const TOKEN = '7000000001:fake-customers-bot'
// The most that is on its way to Telegram at one instant.
const IN_FLIGHT = 64

it(`loses nothing over ${kills} kills, and doubles at most what was on its way (seed ${SEED})`, async () => {
  const chance = new SeededChance(SEED)
  const telegram = await FakeTelegram.start()
  onTestFinished(() => telegram.stop())
  const bot = telegram.newBot({ token: TOKEN })
  const people = Array.from({ length: customers }, (_, n) => telegram.newPerson(`Гость ${n}`).with(bot))
  const folder = mkdtempSync(join(tmpdir(), 'kotik-crash-telegram-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const server = new Server(folder, {
    TELEGRAM_TOKEN: TOKEN,
    TELEGRAM_API_URL: telegram.url,
    TELEGRAM_RATE: '1000',
  })
  onTestFinished(() => server.kill())

  const each = Math.ceil(messages / kills)
  for (let kill = 0; kill < kills; kill++) {
    const before = telegram.journal.sends.length
    const life = await server.start()
    for (let n = 0; n < each; n++) people[n % customers]?.say(`слово ${kill * each + n}`)
    await telegram.waitFor(() => telegram.journal.sends.length > before, 'life', 60_000)
    await passed(chance.between(0, 200))
    await server.end(life, 'SIGKILL')
  }
  const store = await settled(server, () => bot.pending === 0, folder)
  for (const person of people) await promisesKept(store, person)
  const doubled = telegram.journal.sends.length - (await sentIn(store, people))
  await store.close()
  expect(doubled).toBeGreaterThanOrEqual(0)
  expect(doubled).toBeLessThanOrEqual(kills * IN_FLIGHT)
}, 900_000)

/** Runs it in peace until nothing waits in either direction. */
async function settled(server: Server, empty: () => boolean, folder: string): Promise<Store> {
  for (;;) {
    const life = await server.start()
    // Only the program knows what still waits in its outbox; it is asked when it has had some time.
    await passed(2_000)
    await server.end(life, 'SIGTERM')
    const store = await openSqliteStore({ url: `file:${folder}/kotik.db`, migrationsDir: MIGRATIONS })
    if (empty() && (await store.undelivered(0, 1)).length === 0) return store
    await store.close()
  }
}

const conversationOf = (person: Seat) => conversationId('telegram', String(person.chat.id))

const eventsOf = (store: Store, person: Seat): Promise<readonly LoggedEvent[]> =>
  store.conversationEvents(conversationOf(person), 0, 100_000)

async function sentIn(store: Store, people: readonly Seat[]): Promise<number> {
  const all = await Promise.all(people.map((person) => eventsOf(store, person)))
  return all.flat().filter(({ event }) => event.type === 'messageSent').length
}

async function promisesKept(store: Store, person: Seat): Promise<void> {
  const events = await eventsOf(store, person)
  const heard = events.flatMap(({ event }) => (event.type === 'customerSaid' ? [event.content.text] : []))
  expect(heard).toEqual(person.messages().flatMap(({ byBot, text }) => (byBot ? [] : [text])))
  const numbers = events.flatMap(({ event }) => (event.type === 'messageSent' ? [event.message.number] : []))
  const ids = [...(await store.sentAs(conversationOf(person), numbers)).values()].map(Number)
  expect(ids).toHaveLength(numbers.length)
  expect(ids).toEqual([...ids].sort((a, b) => a - b))
  const shown = new Set(person.messages().map(({ id }) => id))
  expect(ids.filter((id) => !shown.has(id))).toEqual([])
}
