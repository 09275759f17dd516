/** `kotik doctor`: looks at everything a start needs and says, line by line, how it stands and how to put it right. */
import type { Command } from 'commander'
import type { ConfigFault } from '../../config.ts'
import type { Language } from '../../domain/message.ts'
import type { Finding } from '../doctor/finding.ts'
import { contentFindings, databaseFinding, settingsFindings } from '../doctor/house.ts'
import { telegramFindings } from '../doctor/telegram.ts'
import { vkFindings } from '../doctor/vk.ts'
import { SAID } from '../doctor/words.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { Terminal } from '../terminal.ts'
import { withExample } from '../usage.ts'
import { type Declaring, type Said, type World, words } from '../world.ts'

const ABOUT: Said = {
  ru: 'проверить настройки, базу, содержание, ботов, права в группах, ключ ВКонтакте',
  en: 'check settings, database, content, bots, rights in groups, the key of VK',
}

export function declareDoctor(program: Command, { language, run }: Declaring): void {
  const command = program
    .command('doctor')
    .description(ABOUT[language])
    .action(() => run(doctor, wrongSettings))
  withExample(command, language, 'npx kotik doctor')
}

async function doctor(world: World): Promise<ExitCode> {
  const { terminal, language } = world
  const found = [
    ...settingsFindings([], language),
    await databaseFinding(world),
    ...(await contentFindings(world)),
    ...(await telegramFindings(world)),
    ...(await vkFindings(world)),
  ]
  return tell(found, terminal, language)
}

/** With wrong settings nothing else can be looked at. */
function wrongSettings(faults: readonly ConfigFault[], terminal: Terminal, language: Language): ExitCode {
  return tell(settingsFindings(faults, language), terminal, language)
}

function tell(found: readonly Finding[], terminal: Terminal, language: Language): ExitCode {
  const { paint } = terminal
  for (const { fine, what, fix } of found) {
    terminal.say(`${fine ? paint.green('✓') : paint.red('✗')} ${what}`)
    if (fix) terminal.say(`  ${words(SAID.fix, language)}: ${fix}`)
  }
  const wrong = found.filter(({ fine }) => !fine).length
  terminal.say()
  terminal.say(wrong === 0 ? words(SAID.allFine, language) : words(SAID.someWrong, language, { n: wrong }))
  return wrong === 0 ? EXIT.ok : EXIT.found
}
