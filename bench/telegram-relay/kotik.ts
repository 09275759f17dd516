/** Kotik as a team runs it, all its customers handed off to operators in the threads of a group. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import { flagsOfStart } from '../programme.ts'
import { type Bot, BotProcess } from './bots.ts'
import { CHATS_EACH } from './staff.ts'
import type { Telegram } from './telegram.ts'
import type { NewBot } from './world.ts'

/** Started once, until every customer has an operator and a thread; then stopped, to be started again by what is measured. */
export async function kotik(
  telegram: Telegram,
  { token, group, api }: NewBot,
  home: string,
  folder: string,
  customers: number,
): Promise<Bot> {
  const bot = new BotProcess('Kotik', token, home, {
    args: [...flagsOfStart(), 'src/main.js'],
    env: {
      DATABASE_URL: `file:${join(folder, 'telegram', 'kotik.db')}`,
      CONTENT_DIR: roomy(home, folder, customers),
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
  bot.start()
  await telegram.ask('handOff', token, customers)
  await bot.kill()
  return bot
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
