/** The command line as a whole: which commands there are, and what happens around each of them. */
import { Command, CommanderError, Option } from 'commander'
import { type ConfigResult, readConfig } from '../config.ts'
import type { Language } from '../domain/message.ts'
import type { Chance, Clock } from '../domain/time.ts'
import { declareChat } from './commands/chat.ts'
import { declareCheck } from './commands/check.ts'
import { declareDoctor } from './commands/doctor.ts'
import { declareEval } from './commands/eval.ts'
import { declareFake } from './commands/fake.ts'
import { declareGraph } from './commands/graph.ts'
import { declareLearn } from './commands/learn.ts'
import { declareOperator } from './commands/operator.ts'
import { declareSchemas } from './commands/schemas.ts'
import { declareTest } from './commands/test.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { languageOf } from './language.ts'
import type { Terminal } from './terminal.ts'
import { tellConfigFaults, tellError, tellTrouble } from './trouble.ts'
import { speak, usageTrouble, withExample } from './usage.ts'
import type { Declaring, RunCommand, Said } from './world.ts'

export interface CommandLine {
  readonly terminal: Terminal
  readonly clock: Clock
  readonly chance: Chance
  /** Default: the process's environment. */
  readonly settings?: ConfigResult
}

const ABOUT: Said = {
  ru: 'Котик: бот поддержки, который отвечает сам и зовёт человека, когда нужно.',
  en: 'Kotik: a support desk whose bot answers first and calls a person when one is needed.',
}
const LANGUAGE: Said = { ru: 'язык этих сообщений: ru, en', en: 'language of these messages: ru, en' }
const DECLARE = [
  declareCheck,
  declareChat,
  declareTest,
  declareEval,
  declareLearn,
  declareOperator,
  declareDoctor,
  declareGraph,
  declareSchemas,
  declareFake,
] as const

/** Runs one command line, without `node` and the script's name. Rejects only for bugs. */
export async function runCommandLine(args: readonly string[], around: CommandLine): Promise<ExitCode> {
  const settings = around.settings ?? readConfig()
  const language = languageOf(args, settings)
  let exitCode: ExitCode = EXIT.ok
  const run: RunCommand = async (command, whenFaulty) => {
    exitCode =
      settings.kind === 'faults' && whenFaulty
        ? whenFaulty(settings.faults, around.terminal, language)
        : await inWorld(command, settings, language, around)
  }
  const program = kotikProgram({ language, run }, around.terminal)
  try {
    await program.parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // Help was asked for and shown.
    if (error.exitCode === 0) return EXIT.ok
    tellTrouble(around.terminal, language, usageTrouble(error, language, program))
    return EXIT.usage
  }
}

/** Every command declared, none run. */
export function kotikProgram(declaring: Declaring, terminal: Pick<Terminal, 'say'>): Command {
  const { language } = declaring
  const program = new Command('kotik').usage('[command] [options]').description(ABOUT[language])
  speak(program, language, (text) => terminal.say(text.replace(/\n$/, '')))
  program.addOption(new Option('--lang <language>', LANGUAGE[language]).choices(['ru', 'en']))
  withExample(program, language, 'npx kotik check')
  for (const declare of DECLARE) declare(program, declaring)
  return program
}

async function inWorld(
  command: Parameters<RunCommand>[0],
  settings: ConfigResult,
  language: Language,
  { terminal, clock, chance }: CommandLine,
): Promise<ExitCode> {
  if (settings.kind === 'faults') {
    tellConfigFaults(terminal, language, settings.faults)
    return EXIT.surroundings
  }
  try {
    return await command({ terminal, language, config: settings.config, clock, chance })
  } catch (error) {
    return tellError(terminal, language, error)
  }
}
