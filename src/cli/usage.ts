/** Commander's own words in both languages, and its complaints with what is allowed and how to fix it. */
import type { Command, CommanderError } from 'commander'
import type { Language } from '../domain/message.ts'
import type { Trouble } from './trouble.ts'
import { type Said, words } from './world.ts'

const IN_RUSSIAN: { readonly [text: string]: string } = {
  '[options]': '[ключи]',
  'Global Options:': 'Общие ключи:',
  '[command]': '[команда]',
  'Usage:': 'Как писать:',
  'Arguments:': 'Что указать:',
  'Options:': 'Ключи:',
  'Commands:': 'Команды:',
}

const HELP: Said = { ru: 'показать эту подсказку', en: 'show this help' }
const EXAMPLE: Said = { ru: 'Пример:', en: 'Example:' }

/** Words, and no exit of its own: errors come back as exceptions. Subcommands made afterwards inherit it. */
export function speak(command: Command, language: Language, write: (text: string) => void): void {
  command
    .helpOption('-h, --help', HELP[language])
    .helpCommand(false)
    .configureHelp({
      styleTitle: (text) => inLanguage(text, language),
      styleUsage: (text) => inLanguage(text, language),
      styleSubcommandTerm: (text) => inLanguage(text, language),
      optionDescription: (option) => option.description,
      showGlobalOptions: true,
    })
    .configureOutput({ writeOut: write, writeErr: write, outputError: () => {} })
    .exitOverride()
}

function inLanguage(text: string, language: Language): string {
  if (language === 'en') return text
  return Object.entries(IN_RUSSIAN).reduce((said, [english, russian]) => said.replace(english, russian), text)
}

/** The example under a command's help. */
export function withExample(command: Command, language: Language, ...lines: readonly string[]): Command {
  return command.addHelpText('after', ['', EXAMPLE[language], ...lines.map((line) => `  ${line}`)].join('\n'))
}

const FOUND: { readonly [code: string]: Said } = {
  'commander.unknownCommand': { ru: 'Нет команды «{name}».', en: 'There is no command "{name}".' },
  'commander.unknownOption': { ru: 'Нет ключа {name}.', en: 'There is no option {name}.' },
  'commander.missingArgument': { ru: 'Не указано: {name}.', en: 'Missing: {name}.' },
  'commander.optionMissingArgument': {
    ru: 'Ключу {name} нужно значение.',
    en: 'Option {name} needs a value.',
  },
  'commander.missingMandatoryOptionValue': { ru: 'Нужен ключ {name}.', en: 'Option {name} is needed.' },
  'commander.conflictingOption': {
    ru: 'Ключ {name} нельзя вместе с другим из указанных.',
    en: 'Option {name} cannot go with another of those given.',
  },
  'commander.excessArguments': { ru: 'Указано больше, чем нужно.', en: 'There are too many arguments.' },
}

const SEE: Said = { ru: 'подсказка: {help}', en: 'see: {help}' }
const PERHAPS: Said = { ru: 'Может быть, «{guess}»? Или {see}', en: 'Did you mean "{guess}"? Or {see}' }

/** What the person did wrong, out of commander's English sentence. */
export function usageTrouble(error: CommanderError, language: Language, program: Command): Trouble {
  const found = FOUND[error.code]
  if (found === undefined) return { found: error.message.replace(/^error: /, '') }
  const name = /'([^']*)'/.exec(error.message)?.[1] ?? ''
  const guess = /Did you mean (?:one of )?([^?]+)\?/.exec(error.message)?.[1]
  const see = words(SEE, language, { help: 'npx kotik --help' })
  const commands = program.commands.map((command) => command.name()).join(', ')
  return {
    found: words(found, language, { name }),
    ...(error.code === 'commander.unknownCommand' ? { allowed: commands } : {}),
    fix: guess === undefined ? see : words(PERHAPS, language, { guess, see }),
  }
}
