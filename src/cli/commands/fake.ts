/** Platforms played on this machine, to try a bot with no network and no account. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { PROJECT_DIR } from '../../config.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { CommandFailure } from '../trouble.ts'
import { withExample } from '../usage.ts'
import { type Declaring, type Said, type World, words } from '../world.ts'

const ABOUT: Said = {
  ru: 'сыграть роль платформы на этой машине: бота можно попробовать без сети и без учётной записи',
  en: 'play a platform on this machine: a bot can be tried with no network and no account',
}
const ABOUT_TELEGRAM: Said = {
  ru: 'сервер Telegram Bot API на 127.0.0.1 и страница, где вы и клиенты, и операторы',
  en: 'a Telegram Bot API server on 127.0.0.1 and a page where you are both customers and operators',
}
const ABOUT_VK: Said = {
  ru: 'API сообщества ВКонтакте на 127.0.0.1 и страница, где вы клиенты',
  en: "a VK community's API on 127.0.0.1 and a page where you are the customers",
}
const PORT: Said = { ru: 'порт', en: 'port' }
const BUDGETS: Said = {
  ru: 'лимиты Telegram на отправку, с настоящими отказами 429: on, off',
  en: "Telegram's limits on sending, with real 429 refusals: on, off",
}
const RATES: Said = {
  ru: 'лимит ВКонтакте, 20 вызовов в секунду, с настоящими ошибками 6: on, off',
  en: "VK's limit of 20 calls a second, with real errors 6: on, off",
}

const STARTED: Said = {
  ru: `Учебный Telegram запущен: {url} — откройте эту страницу: Вера и Пётр — клиенты, Ольга и Иван — операторы.

Боту нужны три строки в .env:

TELEGRAM_API_URL={url}
TELEGRAM_TOKEN={token}
DESK_TELEGRAM_CHATS={group}

Операторам можно дать отдельного бота: DESK_TELEGRAM_TOKEN={deskToken}
Затем запустите Котика: npm start. Здесь всё хранится только в памяти; остановить — Ctrl+C.`,
  en: `Telegram is played here: {url} — open this page: Вера and Пётр are customers, Ольга and Иван operators.

The bot needs three lines in .env:

TELEGRAM_API_URL={url}
TELEGRAM_TOKEN={token}
DESK_TELEGRAM_CHATS={group}

Operators may have a bot of their own: DESK_TELEGRAM_TOKEN={deskToken}
Then start Kotik: npm start. Everything here is kept in memory only; stop with Ctrl+C.`,
}
const STARTED_VK: Said = {
  ru: `Учебный ВКонтакте запущен: {url} — откройте эту страницу, там клиенты.

Боту нужны три строки в .env:

VK_API_URL={url}
VK_TOKEN={token}
VK_GROUP_ID={group}

Для Callback API строка подтверждения — VK_CONFIRMATION={confirmation}
Затем запустите Котика: npm start. Здесь всё хранится только в памяти; остановить — Ctrl+C.`,
  en: `VK is played here: {url} — open this page, the customers are there.

The bot needs three lines in .env:

VK_API_URL={url}
VK_TOKEN={token}
VK_GROUP_ID={group}

For the Callback API the confirmation string is VK_CONFIRMATION={confirmation}
Then start Kotik: npm start. Everything here is kept in memory only; stop with Ctrl+C.`,
}
const NOT_BUILT: Said = {
  ru: 'Сборки нет: {file} не найден.',
  en: 'There is no build: {file} is missing.',
}
const BUILD: Said = { ru: 'npm run build', en: 'npm run build' }
const BUSY: Said = { ru: 'Порт {port} занят.', en: 'Port {port} is taken.' }
const OTHER_PORT: Said = { ru: 'назовите другой: --port {other}', en: 'name another: --port {other}' }
const PORT_RANGE: Said = { ru: 'порт от 0 до 65535', en: 'a port from 0 to 65535' }

interface TelegramOptions {
  readonly port: number
  readonly budgets: 'on' | 'off'
}

interface VkOptions {
  readonly port: number
  readonly rates: 'on' | 'off'
}

/** A fake that runs, and what a bot must be told to reach it. */
interface Running {
  readonly url: string
  readonly town: { readonly [name: string]: string | number }
  stop(): Promise<void>
}

/** What the fakes' own code gives: it stands apart from this program, beside the tests that it was made for. */
interface FakeTelegramModule {
  runFakeTelegram(options: TelegramOptions): Promise<Running>
}
interface FakeVkModule {
  runFakeVk(options: VkOptions): Promise<Running>
}

export function declareFake(program: Command, { language, run }: Declaring): void {
  const fake = program.command('fake').description(ABOUT[language])
  const telegram = fake
    .command('telegram')
    .description(ABOUT_TELEGRAM[language])
    .addOption(new Option('--port <number>', PORT[language]).default(8081).argParser(portIn(language)))
    .addOption(new Option('--budgets <on|off>', BUDGETS[language]).choices(['on', 'off']).default('off'))
    .action((options: TelegramOptions) => run((world) => playTelegram(world, options)))
  const vk = fake
    .command('vk')
    .description(ABOUT_VK[language])
    .addOption(new Option('--port <number>', PORT[language]).default(8082).argParser(portIn(language)))
    .addOption(new Option('--rates <on|off>', RATES[language]).choices(['on', 'off']).default('on'))
    .action((options: VkOptions) => run((world) => playVk(world, options)))
  withExample(fake, language, 'npx kotik fake telegram')
  withExample(telegram, language, 'npx kotik fake telegram --budgets on')
  withExample(vk, language, 'npx kotik fake vk')
}

const portIn =
  (language: 'ru' | 'en') =>
  (said: string): number => {
    const port = Number(said)
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw new InvalidArgumentError(PORT_RANGE[language])
    return port
  }

async function playTelegram(world: World, options: TelegramOptions): Promise<ExitCode> {
  const { runFakeTelegram } = await loaded<FakeTelegramModule>('telegram', world.language)
  return play(world, options.port, runFakeTelegram(options), STARTED)
}

async function playVk(world: World, options: VkOptions): Promise<ExitCode> {
  const { runFakeVk } = await loaded<FakeVkModule>('vk', world.language)
  return play(world, options.port, runFakeVk(options), STARTED_VK)
}

/** Says how to reach it, and lets it run until it is told to stop. */
async function play(
  { terminal, language }: World,
  port: number,
  starting: Promise<Running>,
  started: Said,
): Promise<ExitCode> {
  const { url, town, stop } = await starting.catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      throw new CommandFailure(EXIT.surroundings, {
        found: words(BUSY, language, { port }),
        fix: words(OTHER_PORT, language, { other: port + 1 }),
      })
    throw error
  })
  terminal.say(words(started, language, { url, ...town }))
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  await stop()
  return EXIT.ok
}

/** The compiled one, or the sources when this file itself runs from them. */
async function loaded<Module>(platform: 'telegram' | 'vk', language: 'ru' | 'en'): Promise<Module> {
  const fromSources = import.meta.url.endsWith('.ts')
  const file = join(
    PROJECT_DIR,
    fromSources ? `tests/fakes/${platform}/command.ts` : `dist/fakes/${platform}/command.js`,
  )
  if (!existsSync(file))
    throw new CommandFailure(EXIT.surroundings, {
      found: words(NOT_BUILT, language, { file }),
      fix: BUILD[language],
    })
  return await import(pathToFileURL(file).href)
}
