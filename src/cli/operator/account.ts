import { type NewOperator, operatorAccount, removeAccount, storeAccount } from '../../desk/accounts.ts'
import type { OperatorAccount } from '../../store/port.ts'
import { loadedRelease } from '../content.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { CommandFailure } from '../trouble.ts'
import { type Said, type World, words } from '../world.ts'
import { newPassword } from './password.ts'
import { accountOf, noSuchAccount, withStore } from './store.ts'
import { checkedCapacity, checkedGroups, checkedLogin, checkedName } from './wanted.ts'

export interface NewOperatorOptions {
  readonly name: string
  readonly group?: readonly string[]
  readonly lead: boolean
  readonly capacity?: string
  readonly passwordStdin: boolean
}

const SAID = {
  added: { ru: 'Заведён оператор {login} ({name}).', en: 'Operator {login} ({name}) was added.' },
  taken: { ru: 'Оператор {login} уже есть: {name}.', en: 'There is already an operator {login}: {name}.' },
  takenFix: {
    ru: 'Возьмите другой логин или смените пароль: npx kotik operator password {login}',
    en: 'Take another login, or change the password: npx kotik operator password {login}',
  },
  removed: { ru: 'Оператор {login} удалён.', en: 'Operator {login} was removed.' },
  none: {
    ru: 'Операторов пока нет. Завести: npx kotik operator add anna --name "Анна"',
    en: 'There are no operators yet. Add one: npx kotik operator add anna --name "Anna"',
  },
  lead: { ru: 'старший', en: 'lead' },
  capacity: { ru: 'чатов сразу: {n}', en: 'chats at once: {n}' },
} as const satisfies { readonly [name: string]: Said }

export async function addOperator(
  world: World,
  login: string,
  options: NewOperatorOptions,
): Promise<ExitCode> {
  const { settings } = (await loadedRelease(world)).rules
  const wanted = {
    login: checkedLogin(world, login),
    name: checkedName(world, options.name),
    lead: options.lead,
    groups: checkedGroups(world, options.group, settings),
    ...checkedCapacity(world, options.capacity, settings),
  }
  return withStore(world, async (store) => {
    const taken = await accountOf(store, login)
    if (taken) throw alreadyThere(world, taken)
    const account = await accountFor(world, wanted, options.passwordStdin)
    await storeAccount(store, account)
    world.terminal.say(words(SAID.added, world.language, { login, name: account.name }))
    return EXIT.ok
  })
}

async function accountFor(
  world: World,
  wanted: Omit<NewOperator, 'password'>,
  fromStdin: boolean,
): Promise<OperatorAccount> {
  const password = await newPassword(world, fromStdin)
  return operatorAccount({ ...wanted, password }, world.chance)
}

export function listOperators(world: World, asJson: boolean): Promise<ExitCode> {
  return withStore(world, async (store) => {
    const accounts = await store.operators()
    if (asJson) world.terminal.say(JSON.stringify(accounts.map(withoutHash), null, 2))
    else if (accounts.length === 0) world.terminal.say(words(SAID.none, world.language))
    else for (const account of accounts) world.terminal.say(line(world, account))
    return EXIT.ok
  })
}

export function removeOperator(world: World, login: string): Promise<ExitCode> {
  return withStore(world, async (store) => {
    if (!(await removeAccount(store, login))) throw await noSuchAccount(world, store, login)
    world.terminal.say(words(SAID.removed, world.language, { login }))
    return EXIT.ok
  })
}

// A hash is no password, but whoever has it can guess offline.
function withoutHash({ passwordHash: _, ...account }: OperatorAccount) {
  return account
}

function line({ terminal, language }: World, { id, name, lead, groups, capacity }: OperatorAccount): string {
  const aside = [
    groups.join(', '),
    ...(lead ? [words(SAID.lead, language)] : []),
    ...(capacity === undefined ? [] : [words(SAID.capacity, language, { n: capacity })]),
  ]
  // 32 is the longest login; most are short, and a long one pushes only its own line.
  return `${terminal.paint.bold(id.padEnd(12))} ${name.padEnd(24)} ${terminal.paint.dim(aside.join(' · '))}`
}

function alreadyThere({ language }: World, { id, name }: OperatorAccount): CommandFailure {
  return new CommandFailure(EXIT.found, {
    found: words(SAID.taken, language, { login: id, name }),
    fix: words(SAID.takenFix, language, { login: id }),
  })
}
