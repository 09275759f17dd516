/** The channel alone over the fake: messages are handed to `send`, arrivals to a list. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Channel, Receipt, SendResult, TypingSignal } from '../../../src/channels/port.ts'
import { telegramChannel } from '../../../src/channels/telegram/telegram.ts'
import { CONTENT_FILES, conversationId, messageNumber } from '../../../src/domain/ids.ts'
import type { Arrived } from '../../../src/domain/input.ts'
import type { Attachment, Outgoing } from '../../../src/domain/message.ts'
import type { Rules } from '../../../src/domain/rules.ts'
import { systemChance } from '../../../src/runtime/clock.ts'
import { Broadcast } from '../../../src/runtime/live.ts'
import { QUIET } from '../../../src/runtime/log.ts'
import { openBlobs } from '../../../src/store/blobs.ts'
import type { Blobs, LoggedEvent, Store } from '../../../src/store/port.ts'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { botApi } from '../../../src/telegram/api.ts'
import { Feed } from '../../../src/telegram/feed.ts'
import { rulesWith, SETTINGS } from '../../domain/desk-world.ts'
import { ManualClock } from '../../fakes/manual-clock.ts'
import type { Budgets } from '../../fakes/telegram/delivery/budgets.ts'
import { FakeTelegram } from '../../fakes/telegram/fake.ts'
import type { BotHandle } from '../../fakes/telegram/people/bot-handle.ts'
import type { Seat } from '../../fakes/telegram/people/seat.ts'
import { MIGRATIONS } from '../../store/temporary.ts'
import { TOKEN } from './world.ts'

export interface Alone {
  readonly fake: FakeTelegram
  readonly bot: BotHandle
  readonly clock: ManualClock
  readonly channel: Channel
  readonly store: Store
  readonly blobs: Blobs
  readonly live: Broadcast<readonly LoggedEvent[]>
  readonly signals: Broadcast<TypingSignal>
  /** What was submitted, in order. */
  readonly arrived: Arrived[]
  /** Answers to the next submissions; the rest are done. */
  readonly answers: (Receipt | Promise<Receipt>)[]
  readonly vera: Seat
  /** A message to Вера; its number is its place in the test. */
  send(message: Partial<Outgoing>, delivery?: number): Promise<SendResult>
  /** A file of ours with these bytes. */
  file(about: Pick<Attachment, 'kind' | 'mime' | 'name'>, bytes: Uint8Array): Promise<Attachment>
  /** Another process on the same data and the same Telegram. */
  again(): Promise<Alone>
}

export async function openAlone(budgets: 'on' | 'off' | Budgets = 'off'): Promise<Alone> {
  const clock = new ManualClock()
  const fake = await FakeTelegram.start({ clock, budgets })
  onTestFinished(() => fake.stop())
  const bot = fake.newBot({ token: TOKEN, username: 'kotik_bot', firstName: 'Котик' })
  const vera = fake.newPerson({ firstName: 'Вера', languageCode: 'ru' }).with(bot)
  const folder = mkdtempSync(join(tmpdir(), 'kotik-telegram-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return opened(folder, { fake, bot, clock, vera })
}

async function opened(folder: string, world: Pick<Alone, 'fake' | 'bot' | 'clock' | 'vera'>): Promise<Alone> {
  const { fake, clock, vera } = world
  const store = await openSqliteStore({ url: `file:${folder}/kotik.db`, migrationsDir: MIGRATIONS })
  const blobs = await openBlobs(join(folder, 'files'))
  const live = new Broadcast<readonly LoggedEvent[]>(QUIET)
  const signals = new Broadcast<TypingSignal>(QUIET)
  const api = botApi(TOKEN, fake.url)
  const shared = { store, blobs, live, signals, clock, chance: systemChance, log: QUIET }
  const feed = new Feed({ api, store, clock, log: QUIET })
  const rules: Rules = { ...rulesWith(SETTINGS), phrase: (_, name) => name }
  const channel = telegramChannel({
    ...shared,
    token: TOKEN,
    api,
    feed,
    ofDesk: () => false,
    rules: () => rules,
    rate: 30,
  })
  const arrived: Arrived[] = []
  const answers: (Receipt | Promise<Receipt>)[] = []
  await channel.start(async (input) => {
    arrived.push(input)
    return answers.shift() ?? { kind: 'done', at: clock.now() }
  })
  let closed = false
  const close = async () => {
    if (closed) return
    closed = true
    await channel.stop()
    await api.close()
    await store.close()
  }
  onTestFinished(close)
  let last = 0
  const to = conversationId('telegram', String(vera.chat.id))
  return {
    ...world,
    ...{ channel, store, blobs, live, signals, arrived, answers },
    send: (message, delivery = 1_000 + last) => {
      last += 1
      const number = messageNumber(last)
      const plain = { number, author: { kind: 'bot' }, content: { text: '' }, at: clock.now() } as const
      return channel.send(to, { ...plain, ...message }, delivery)
    },
    file: async (about, bytes) => {
      const attachment = { ...about, id: systemChance.token(16), size: bytes.length }
      await blobs.put(attachment.id, bytes)
      await store.saveFile({ ...attachment, conversation: CONTENT_FILES, at: clock.now() })
      return attachment
    },
    again: async () => {
      await close()
      return opened(folder, world)
    },
  }
}
