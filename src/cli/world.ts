/** What every command is given, so that a test can give it something else. */
import type { Config, ConfigFault } from '../config.ts'
import type { Language } from '../domain/message.ts'
import type { Chance, Clock } from '../domain/time.ts'
import type { ExitCode } from './exit-code.ts'
import type { Terminal } from './terminal.ts'

export interface World {
  readonly terminal: Terminal
  readonly language: Language
  readonly config: Config
  readonly clock: Clock
  readonly chance: Chance
}

/** A text in both languages of the command line. */
export type Said = { readonly [language in Language]: string }

/** What a command says of wrong settings itself; every other leaves it to the common door. */
export type WhenFaulty = (faults: readonly ConfigFault[], terminal: Terminal, language: Language) => ExitCode

/** Runs a command in the world and remembers its exit code. */
export type RunCommand = (
  command: (world: World) => Promise<ExitCode>,
  whenFaulty?: WhenFaulty,
) => Promise<void>

/** What the commands are declared with: words come before there is a world (`--help` needs no settings). */
export interface Declaring {
  readonly language: Language
  readonly run: RunCommand
}

/** Picks the language; `{name}` stands for a value. */
export function words(
  said: Said,
  language: Language,
  values: { readonly [name: string]: string | number } = {},
) {
  return said[language].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
