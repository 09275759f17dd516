/** `kotik operator`: the accounts of the people at the desk. A running Kotik notices the change within seconds. */
import { type Command, Option } from 'commander'
import { addOperator, listOperators, type NewOperatorOptions, removeOperator } from '../operator/account.ts'
import { changePassword } from '../operator/password.ts'
import { withExample } from '../usage.ts'
import type { Declaring, Said } from '../world.ts'

const SAID = {
  about: {
    ru: 'операторы: завести, показать, удалить, сменить пароль',
    en: 'operators: add, list, remove, password',
  },
  add: { ru: 'завести оператора; пароль спросят', en: 'add an operator; the password is asked for' },
  list: { ru: 'показать операторов', en: 'list the operators' },
  remove: { ru: 'удалить оператора и закрыть его страницы', en: 'remove an operator and close their pages' },
  password: {
    ru: 'сменить пароль и закрыть открытые страницы',
    en: 'change the password and close open pages',
  },
  login: { ru: 'логин, например anna', en: 'login, e.g. anna' },
  name: { ru: 'имя, которое видят клиенты', en: 'the name customers see' },
  group: {
    ru: 'группа из _bot.yml; можно повторить (иначе первая)',
    en: 'a group of _bot.yml; repeatable (else the first)',
  },
  lead: { ru: 'старший: видит всё и получает тревоги', en: 'a lead: sees everything and gets alerts' },
  capacity: { ru: 'сколько чатов сразу (иначе как в _bot.yml)', en: 'chats at once (else as in _bot.yml)' },
  stdin: { ru: 'прочитать пароль из стандартного ввода', en: 'read the password from standard input' },
  json: { ru: 'показать как JSON', en: 'show as JSON' },
} as const satisfies { readonly [name: string]: Said }

export function declareOperator(program: Command, declaring: Declaring): void {
  const operator = program.command('operator').description(SAID.about[declaring.language]).helpCommand(false)
  withExample(operator, declaring.language, 'npx kotik operator add anna --name "Анна" --group first-line')
  declareAdd(operator, declaring)
  declareList(operator, declaring)
  declareRemove(operator, declaring)
  declarePassword(operator, declaring)
}

function declareAdd(operator: Command, { language, run }: Declaring): void {
  const command = operator
    .command('add')
    .description(SAID.add[language])
    .argument('<login>', SAID.login[language])
    .requiredOption('--name <name>', SAID.name[language])
    .option('--group <group...>', SAID.group[language])
    .option('--lead', SAID.lead[language], false)
    .option('--capacity <number>', SAID.capacity[language])
    .option('--password-stdin', SAID.stdin[language], false)
    .action((login: string, options: NewOperatorOptions) =>
      run((world) => addOperator(world, login, options)),
    )
  withExample(
    command,
    language,
    'npx kotik operator add anna --name "Анна" --group first-line finance',
    'pass show kotik/anna | npx kotik operator add anna --name "Анна" --password-stdin',
  )
}

function declareList(operator: Command, { language, run }: Declaring): void {
  const command = operator
    .command('list')
    .description(SAID.list[language])
    .addOption(new Option('--json', SAID.json[language]).default(false))
    .action((options: { readonly json: boolean }) => run((world) => listOperators(world, options.json)))
  withExample(command, language, 'npx kotik operator list')
}

function declareRemove(operator: Command, { language, run }: Declaring): void {
  const command = operator
    .command('remove')
    .description(SAID.remove[language])
    .argument('<login>', SAID.login[language])
    .action((login: string) => run((world) => removeOperator(world, login)))
  withExample(command, language, 'npx kotik operator remove anna')
}

function declarePassword(operator: Command, { language, run }: Declaring): void {
  const command = operator
    .command('password')
    .description(SAID.password[language])
    .argument('<login>', SAID.login[language])
    .option('--password-stdin', SAID.stdin[language], false)
    .action((login: string, options: { readonly passwordStdin: boolean }) =>
      run((world) => changePassword(world, login, options.passwordStdin)),
    )
  withExample(command, language, 'npx kotik operator password anna')
}
