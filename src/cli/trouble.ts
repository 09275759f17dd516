/** How the command line says what went wrong: what was found, what is allowed, how to fix it. */
import type { ConfigFault } from '../config.ts'
import type { Language } from '../domain/message.ts'
import { StoreError } from '../store/errors.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import type { Terminal } from './terminal.ts'
import { type Said, words } from './world.ts'

export interface Trouble {
  readonly found: string
  readonly allowed?: string
  readonly fix?: string
}

/** An expected failure on its way to the terminal. */
export class CommandFailure extends Error {
  readonly trouble: Trouble
  readonly exitCode: ExitCode

  constructor(exitCode: ExitCode, trouble: Trouble) {
    super(trouble.found)
    this.trouble = trouble
    this.exitCode = exitCode
  }
}

const ALLOWED: Said = { ru: 'Можно', en: 'Allowed' }
const FIX: Said = { ru: 'Что делать', en: 'How to fix' }

export function tellTrouble(terminal: Terminal, language: Language, trouble: Trouble): void {
  terminal.aside(terminal.paint.red(trouble.found))
  if (trouble.allowed) terminal.aside(`  ${ALLOWED[language]}: ${trouble.allowed}`)
  if (trouble.fix) terminal.aside(`  ${FIX[language]}: ${trouble.fix}`)
}

/** Tells an error and gives its exit code. What nobody expected is thrown on: it is a bug and deserves its stack. */
export function tellError(terminal: Terminal, language: Language, error: unknown): ExitCode {
  if (error instanceof CommandFailure) {
    tellTrouble(terminal, language, error.trouble)
    return error.exitCode
  }
  if (error instanceof StoreError) {
    tellTrouble(terminal, language, error.words(language))
    return EXIT.surroundings
  }
  throw error
}

const NOT_SET: Said = { ru: 'не задано', en: 'not set' }
const SETTING: Said = {
  ru: 'Поправьте переменную в окружении или в .env; все они описаны в docs/configuration.md.',
  en: 'Correct the variable in the environment or in .env; docs/configuration.md describes them all.',
}

export function tellConfigFaults(
  terminal: Terminal,
  language: Language,
  faults: readonly ConfigFault[],
): void {
  for (const { name, found, allowed } of faults) {
    tellTrouble(terminal, language, {
      found: `${name}: ${found || words(NOT_SET, language)}`,
      allowed: allowed[language],
    })
  }
  terminal.aside(words(SETTING, language))
}
