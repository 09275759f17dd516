/** The delivery promise in Telegram: the real program is killed at bad instants while customers write to its bot. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as passed } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import type { Store } from '../../src/store/port.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { FakeTelegram } from '../fakes/telegram/fake.ts'
import type { BotHandle } from '../fakes/telegram/people/bot-handle.ts'
import { MIGRATIONS } from '../store/temporary.ts'
import { SeededChance } from './chance.ts'
import { Server } from './server.ts'
import { ofCustomer, START } from './telegram/alone.ts'

const FULL = process.env.CRASH === 'full'
const SEED = Number(process.env.CRASH_SEED ?? 1)
// One person is written to once a second, so that many messages need many people.
const { kills, messages, customers } = FULL
  ? { kills: 50, messages: 10_000, customers: 1_000 }
  : { kills: 5, messages: 300, customers: 100 }
const TOKEN = '7000000001:fake-customers-bot'
// The most that is on its way to Telegram at one instant.
const IN_FLIGHT = 64

it(`loses nothing over ${kills} kills, and to each customer doubles at most the message on its way (1, 2, 3, 4, 7; seed ${SEED})`, async () => {
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
    const say = () => {
      for (let n = kill * each; n < (kill + 1) * each; n++) {
        const person = n % customers
        // In turn, so that what stands beside a message never reads like it; in every life some get several answers, and all
        // are understood: whoever is not comes to the queue, where the bot says one thing only.
        const opens = (person + Math.floor(n / customers)) % 2 === 0
        people[person]?.say(opens ? START : `сколько стоит подписка ${n}`)
      }
    }
    const instants = [answered, taken, told, anyhow]
    await instants[kill % instants.length]?.({ telegram, bot, before, chance, say })
    await server.end(life, 'SIGKILL')
  }
  const store = await settled(server, bot, folder)
  const verdicts = await Promise.all(people.map((person) => ofCustomer(store, person, kills)))
  await store.close()
  expect(verdicts.flatMap(({ broken }) => broken)).toEqual([])
  expect(verdicts.reduce((sum, { repeats }) => sum + repeats, 0)).toBeLessThanOrEqual(kills * IN_FLIGHT)
}, 900_000)

interface Moment {
  readonly telegram: FakeTelegram
  readonly bot: BotHandle
  /** Messages sent before this life. */
  readonly before: number
  readonly chance: SeededChance
  /** Everybody writes. */
  say(): void
}

/** Telegram has given what customers wrote; none of it can have been committed. */
async function told({ telegram, bot, say }: Moment): Promise<void> {
  await telegram.waitFor(() => bot.polling, 'a poll', 60_000)
  say()
}

/** All is committed, for Telegram was told so; some of it is not routed, and hardly any of it is answered. */
async function taken({ telegram, bot, say }: Moment): Promise<void> {
  say()
  await telegram.waitFor(() => bot.pending === 0, 'everything to be taken', 60_000)
}

/**
 * Telegram has put a second message before somebody in this life, and nobody else knows it: were the end of the first not
 * durable, both would come again.
 */
async function answered({ telegram, before, say }: Moment): Promise<void> {
  say()
  const { journal } = telegram
  const second = () => {
    const chats = journal.sends.slice(before).map(({ chat }) => chat)
    return new Set(chats).size < chats.length
  }
  await telegram.waitFor(second, 'a second answer to somebody', 60_000)
}

async function anyhow({ telegram, before, chance, say }: Moment): Promise<void> {
  say()
  await telegram.waitFor(() => telegram.journal.sends.length > before, 'life', 60_000)
  await passed(chance.between(0, 1_500))
}

/** Runs it in peace until nothing waits in either direction. */
async function settled(server: Server, bot: BotHandle, folder: string): Promise<Store> {
  const store = await openSqliteStore({
    ...{ url: `file:${folder}/kotik.db`, migrationsDir: MIGRATIONS, exclusive: false },
  })
  const life = await server.start()
  // Only the program knows what still waits in its outbox.
  while (bot.pending > 0 || (await store.counts()).undelivered > 0) await passed(100)
  await server.end(life, 'SIGTERM')
  return store
}
