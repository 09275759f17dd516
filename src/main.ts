/** `npm start`: reads the settings and the content, starts everything, says where it is, stops on a signal. */
import pc from 'picocolors'
import { loadedRelease, trainedMatcher } from './cli/content.ts'
import { EXIT } from './cli/exit-code.ts'
import { languageOf } from './cli/language.ts'
import { terminalOver } from './cli/terminal.ts'
import { CommandFailure, tellConfigFaults, tellError } from './cli/trouble.ts'
import type { World } from './cli/world.ts'
import { loadEnvFile, readConfig } from './config.ts'
import type { Release } from './content/release.ts'
import type { Language } from './domain/message.ts'
import { between } from './domain/time.ts'
import { createRegistry } from './flow/compiled.ts'
import { systemChance, systemClock } from './runtime/clock.ts'
import { createLog, type Log } from './runtime/log.ts'
import { type Running, start } from './start.ts'

// What Node itself says to the shell of an error nobody caught.
const UNCAUGHT = 1

async function main() {
  loadEnvFile()
  const terminal = terminalOver(process)
  const settings = readConfig()
  const language = languageOf([], settings)
  if (settings.kind === 'faults') {
    tellConfigFaults(terminal, language, settings.faults)
    process.exitCode = EXIT.surroundings
    return
  }
  const world: World = {
    terminal,
    language,
    config: settings.config,
    clock: systemClock,
    chance: systemChance,
  }
  try {
    await run(world)
  } catch (error) {
    process.exitCode = tellError(terminal, language, portTaken(error, world))
  }
}

async function run(world: World) {
  const { config, clock, chance, language, terminal } = world
  const log = createLog({ level: config.logLevel, readable: process.stdout.isTTY, out: process.stdout })
  tellBugs(log)
  const registry = createRegistry()
  const release = await loadedRelease(world, registry)
  const began = clock.now()
  const matcher = await trainedMatcher(world, release)
  log.info({ phrases: release.phrases.length, took: between(began, clock.now()) }, 'the matcher is ready')
  const deskLink = (link: string) => {
    for (const line of deskWords(link, language)) terminal.say(line)
  }
  const running = await start({ config, release, registry, matcher, clock, chance, log, deskLink })
  for (const line of welcome(running, release, language)) terminal.say(line)
  stopOnSignal(running, log)
}

const WORDS = {
  ru: {
    ready: 'Котик готов.',
    chat: 'Чат на сайте',
    desk: 'Рабочее место',
    content: 'Содержание',
    stop: 'Остановить: Ctrl+C',
    once: 'вход без пароля, один раз, только на этой машине',
    deskLink:
      'Операторам в Telegram: откройте ссылку и добавьте бота в группу с темами. Ссылка сработает один раз.',
    unmanned: 'операторов ещё нет: npx kotik operator add anna --name Анна --group first-line',
  },
  en: {
    ready: 'Kotik is ready.',
    chat: 'Site chat',
    desk: 'Web desk',
    content: 'Content',
    stop: 'Stop: Ctrl+C',
    once: 'signs in without a password, once, on this machine only',
    deskLink:
      'For operators in Telegram: open this link and add the bot to a group with topics. It works once.',
    unmanned: 'no operators yet: npx kotik operator add anna --name Anna --group first-line',
  },
} as const

/** Told when the bot is connected, which may be later than everything else. */
function deskWords(link: string, language: Language): readonly string[] {
  const words = WORDS[language]
  return ['', `  ${words.deskLink}`, `  ${pc.cyan(link)}`, '']
}

function welcome(
  { url, demoDeskUrl, unmanned }: Running,
  { counts }: Release,
  language: Language,
): readonly string[] {
  const words = WORDS[language]
  const row = (name: string, value: string) => `  ${name.padEnd(15)}${value}`
  const amounts =
    language === 'ru'
      ? `сценариев: ${counts.flows}, намерений: ${counts.intents}, примеров: ${counts.examples}`
      : `${counts.flows} flows, ${counts.intents} intents, ${counts.examples} examples`
  return [
    '',
    `  ${pc.bold(words.ready)}`,
    '',
    row(words.chat, pc.cyan(`${url}/`)),
    row(words.desk, pc.cyan(demoDeskUrl ?? `${url}/desk`)),
    ...(demoDeskUrl ? [row('', pc.dim(words.once))] : []),
    ...(unmanned ? [row('', pc.yellow(words.unmanned))] : []),
    row(words.content, amounts),
    '',
    `  ${pc.dim(words.stop)}`,
    '',
  ]
}

/** What nobody caught ends the program as ever, but into the log, where secrets are masked. */
function tellBugs(log: Log) {
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'a bug ended the program; what is committed is safe')
    process.exit(UNCAUGHT)
  })
}

function stopOnSignal(running: Running, log: Log) {
  let stopping = false
  const stop = (signal: NodeJS.Signals) => {
    // A second Ctrl+C means "now": what is committed is safe either way.
    if (stopping) process.exit(EXIT.ok)
    stopping = true
    log.info({ signal }, 'stopping')
    running
      .stop()
      .catch((error: unknown) => log.error({ err: error }, 'stopping failed; what is committed is safe'))
      .finally(() => process.exit(EXIT.ok))
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

function portTaken(error: unknown, { config, language }: World): unknown {
  if (!(error instanceof Error && 'code' in error)) return error
  const found = LISTEN_FAULTS[String(error.code)]
  if (!found) return error
  const { host, port } = config
  return new CommandFailure(EXIT.surroundings, found[language](`${host}:${port}`))
}

type Told = { readonly [L in Language]: (address: string) => { found: string; allowed: string; fix: string } }

const LISTEN_FAULTS: { readonly [code: string]: Told } = {
  EADDRINUSE: {
    ru: (address) => ({
      found: `Адрес ${address} уже занят другой программой.`,
      allowed: 'свободный порт',
      fix: 'остановите её или возьмите другой порт: PORT=3001 npm start',
    }),
    en: (address) => ({
      found: `${address} is taken by another program.`,
      allowed: 'a free port',
      fix: 'stop that program, or take another port: PORT=3001 npm start',
    }),
  },
  EACCES: {
    ru: (address) => ({
      found: `Нет права слушать ${address}.`,
      allowed: 'порты с 1024',
      fix: 'возьмите другой порт: PORT=3000 npm start',
    }),
    en: (address) => ({
      found: `There is no right to listen on ${address}.`,
      allowed: 'ports from 1024',
      fix: 'take another port: PORT=3000 npm start',
    }),
  },
  EADDRNOTAVAIL: {
    ru: (address) => ({
      found: `На этой машине нет адреса ${address}.`,
      allowed: 'адрес этой машины, 127.0.0.1 или 0.0.0.0',
      fix: 'поправьте HOST',
    }),
    en: (address) => ({
      found: `This machine has no address ${address}.`,
      allowed: 'an address of this machine, 127.0.0.1 or 0.0.0.0',
      fix: 'correct HOST',
    }),
  },
}

await main()
