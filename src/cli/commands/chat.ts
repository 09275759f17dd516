import { join } from 'node:path'
import { type Command, Option } from 'commander'
import { PROJECT_DIR } from '../../config.ts'
import { decideConversation, needsReading, newConversation } from '../../domain/conversation/decide.ts'
import { decideDesk } from '../../domain/desk/decide.ts'
import { seconds } from '../../domain/time.ts'
import { understanding } from '../../nlu/understanding.ts'
import { secretsOf } from '../../runtime/fill-call.ts'
import { Kotik } from '../../runtime/kotik.ts'
import { QUIET } from '../../runtime/log.ts'
import { openSqliteStore } from '../../store/sqlite/open.ts'
import { Chat } from '../chat/chat.ts'
import { Quiet } from '../chat/quiet.ts'
import { TerminalChannel } from '../chat/terminal-channel.ts'
import { tellWhy } from '../chat/why.ts'
import { loadedRelease, trainedMatcher } from '../content.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { withExample } from '../usage.ts'
import type { Declaring, Said, World } from '../world.ts'

const ABOUT: Said = {
  ru: 'поговорить с ботом в терминале; настоящая база не нужна и не тронута',
  en: 'talk to the bot in the terminal; the real database is neither needed nor touched',
}
const WHY: Said = {
  ru: 'показывать намерение, уверенность, сценарий, шаг и решения',
  en: 'show intent, confidence, flow, step and decisions',
}
const domain = { decideConversation, decideDesk, needsReading, newConversation }

export function declareChat(program: Command, { language, run }: Declaring): void {
  const command = program
    .command('chat')
    .description(ABOUT[language])
    .addOption(new Option('--why', WHY[language]).default(false))
    .action((options: { readonly why: boolean }) => run((world) => chat(world, options.why)))
  withExample(command, language, 'npx kotik chat --why')
}

async function chat(world: World, why: boolean): Promise<ExitCode> {
  const { terminal, language, clock, chance } = world
  const release = await loadedRelease(world)
  const matcher = await trainedMatcher(world, release)
  const { rules } = release
  const store = await openSqliteStore({
    url: ':memory:',
    migrationsDir: join(PROJECT_DIR, 'migrations/sqlite'),
  })
  const channel = new TerminalChannel(terminal, rules.settings.bot.name)
  const kotik = new Kotik({
    store,
    domain,
    rules: { current: () => rules },
    matcher: understanding({ matcher, entities: release.entities }),
    secrets: secretsOf(release),
    channels: [channel],
    surfaces: [],
    clock,
    chance,
    log: QUIET,
  })
  const quiet = new Quiet(clock)
  kotik.live.subscribe(quiet.hear)
  if (why) kotik.live.subscribe((events) => tellWhy(terminal, language, events))
  try {
    await kotik.start()
    const groups = rules.settings.groups.map((group) => group.name)
    await new Chat({ world, kotik, store, channel, quiet, groups }).talk()
    return EXIT.ok
  } finally {
    await kotik.stop(seconds(2))
    await store.close()
  }
}
