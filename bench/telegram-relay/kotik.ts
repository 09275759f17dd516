/** Kotik as a team runs it, all its customers handed off to operators in the threads of a group. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import { flagsOfStart } from '../programme.ts'
import { type Bot, BotProcess } from './bots.ts'
import { CHATS_EACH } from './staff.ts'
import type { Telegram } from './telegram.ts'
import type { NewBot } from './world.ts'

export interface Kotiks {
  readonly inMemory: Bot
  /** The same, on a copy of that database. */
  readonly onDisk: Bot
}

export interface Place {
  /** Where the bench is compiled to. */
  readonly home: string
  readonly disk: string
  readonly memory: string
}

/** Started once, until every customer has an operator and a thread; then stopped, to be started again by what is measured. */
export async function kotik(
  telegram: Telegram,
  bot: NewBot,
  place: Place,
  customers: number,
): Promise<Kotiks> {
  const content = roomy(place.home, place.disk, customers)
  const memory = join(place.memory, 'telegram')
  const disk = join(place.disk, 'telegram')
  const inMemory = over(memory, 'Kotik', bot, content, place.home)
  inMemory.start()
  await telegram.ask('handOff', bot.token, customers)
  await inMemory.kill()
  cpSync(memory, disk, { recursive: true })
  return { inMemory, onDisk: over(disk, 'Kotik, with its database on this disk', bot, content, place.home) }
}

function over(
  folder: string,
  name: string,
  { token, group, api }: NewBot,
  content: string,
  home: string,
): Bot {
  return new BotProcess(name, token, home, {
    args: [...flagsOfStart(), 'src/main.js'],
    env: {
      DATABASE_URL: `file:${join(folder, 'kotik.db')}`,
      CONTENT_DIR: content,
      PORT: '0',
      LOG_LEVEL: 'warn',
      TELEGRAM_TOKEN: token,
      TELEGRAM_API_URL: api,
      DESK_TELEGRAM_CHATS: String(group),
      // The fake sets no limits here, so that what is measured is Kotik.
      TELEGRAM_RATE: '1000',
      DESK_TELEGRAM_PACE: 'off',
    },
  })
}

/** The sample content, but for the limits that keep twenty operators from having two thousand chats. */
function roomy(home: string, folder: string, customers: number): string {
  const content = join(folder, 'roomy')
  for (const part of ['flows', 'intents']) cpSync(join(home, part), join(content, part), { recursive: true })
  const bot = parseDocument(readFileSync(join(home, 'flows/_bot.yml'), 'utf8'))
  bot.setIn(['desk', 'capacity'], CHATS_EACH)
  bot.setIn(['desk', 'max_capacity'], CHATS_EACH)
  bot.setIn(['queue', 'cap'], customers)
  bot.setIn(['limits', 'messages_per_minute'], 10_000)
  writeFileSync(join(content, 'flows/_bot.yml'), String(bot))
  return content
}
