import { storeAccount } from '../../desk/accounts.ts'
import { hashPassword, MAX_PASSWORD, MIN_PASSWORD } from '../../desk/password.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { CommandFailure } from '../trouble.ts'
import { type Said, type World, words } from '../world.ts'
import { accountOf, noSuchAccount, withStore } from './store.ts'

const SAID = {
  ask: { ru: 'Пароль (не короче {least} знаков): ', en: 'Password (at least {least} characters): ' },
  again: { ru: 'Ещё раз: ', en: 'Once more: ' },
  differ: { ru: 'Пароли не совпали.', en: 'The passwords differ.' },
  differFix: { ru: 'Повторите команду.', en: 'Run the command again.' },
  noTerminal: {
    ru: 'Пароль спросить не у кого: это не терминал.',
    en: 'Nobody can be asked: this is no terminal.',
  },
  noTerminalFix: {
    ru: 'Добавьте --password-stdin и передайте пароль в стандартный ввод.',
    en: 'Add --password-stdin and pass the password to the standard input.',
  },
  length: { ru: 'В пароле {found} знаков.', en: 'The password has {found} characters.' },
  lengthAllowed: { ru: 'от {least} до {most}', en: '{least} to {most}' },
  changed: { ru: 'Пароль оператора {login} изменён.', en: "Operator {login}'s password was changed." },
} as const satisfies { readonly [name: string]: Said }

export function changePassword(world: World, login: string, fromStdin: boolean): Promise<ExitCode> {
  return withStore(world, async (store) => {
    const account = await accountOf(store, login)
    if (!account) throw await noSuchAccount(world, store, login)
    const passwordHash = await hashPassword(await newPassword(world, fromStdin), world.chance)
    await storeAccount(store, { ...account, passwordHash })
    world.terminal.say(words(SAID.changed, world.language, { login }))
    return EXIT.ok
  })
}

/** From the standard input, or asked twice without showing it. */
export async function newPassword(world: World, fromStdin: boolean): Promise<string> {
  const password = fromStdin ? (await world.terminal.input()).replace(/\r?\n$/, '') : await askedTwice(world)
  if (password.length >= MIN_PASSWORD && password.length <= MAX_PASSWORD) return password
  throw new CommandFailure(EXIT.usage, {
    found: words(SAID.length, world.language, { found: password.length }),
    allowed: words(SAID.lengthAllowed, world.language, { least: MIN_PASSWORD, most: MAX_PASSWORD }),
  })
}

async function askedTwice({ terminal, language }: World): Promise<string> {
  if (!terminal.interactive) throw failure(language, SAID.noTerminal, SAID.noTerminalFix)
  const ask = async (said: Said) =>
    (await terminal.ask(words(said, language, { least: MIN_PASSWORD }), { hidden: true })) ?? ''
  const first = await ask(SAID.ask)
  if (first !== (await ask(SAID.again))) throw failure(language, SAID.differ, SAID.differFix)
  return first
}

const failure = (language: World['language'], found: Said, fix: Said) =>
  new CommandFailure(EXIT.usage, { found: found[language], fix: fix[language] })
