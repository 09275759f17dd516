/** What a new operator may be called and where they may work, said in the reader's language. */
import { LONGEST_NAME, mayBeLogin } from '../../desk/accounts.ts'
import type { Settings } from '../../domain/settings.ts'
import { EXIT } from '../exit-code.ts'
import { CommandFailure } from '../trouble.ts'
import { type Said, type World, words } from '../world.ts'

const SAID = {
  login: { ru: 'Логин «{login}» не годится.', en: 'Login "{login}" will not do.' },
  loginAllowed: {
    ru: 'от 2 до 32 знаков: строчные латинские буквы, цифры, точка, дефис, подчёркивание; например, anna (demo занят)',
    en: '2 to 32 lower-case Latin letters, digits, dots, dashes and underscores, e.g. anna (demo is taken)',
  },
  name: { ru: 'Имя, которое видят клиенты, не годится.', en: 'The name customers see will not do.' },
  nameAllowed: { ru: 'от 1 до 60 знаков', en: '1 to 60 characters' },
  group: { ru: 'Нет группы «{group}».', en: 'There is no group "{group}".' },
  capacity: { ru: 'Чатов сразу: «{capacity}».', en: 'Chats at once: "{capacity}".' },
  capacityAllowed: { ru: 'целое число от 1 до {most}', en: 'a whole number from 1 to {most}' },
} as const satisfies { readonly [name: string]: Said }

export function checkedLogin({ language }: World, login: string): string {
  if (mayBeLogin(login)) return login
  throw refused(words(SAID.login, language, { login }), words(SAID.loginAllowed, language))
}

export function checkedName({ language }: World, name: string): string {
  if (name.trim() && name.trim().length <= LONGEST_NAME) return name
  throw refused(words(SAID.name, language), words(SAID.nameAllowed, language))
}

export function checkedGroups(
  { language }: World,
  wanted: readonly string[] | undefined,
  { groups }: Settings,
): readonly string[] {
  const names: readonly string[] = groups.map((group) => group.name)
  for (const group of wanted ?? []) {
    if (!names.includes(group)) throw refused(words(SAID.group, language, { group }), names.join(', '))
  }
  return wanted ?? names.slice(0, 1)
}

export function checkedCapacity(
  { language }: World,
  capacity: string | undefined,
  { desk }: Settings,
): { readonly capacity?: number } {
  if (capacity === undefined) return {}
  const number = /^\d{1,3}$/.test(capacity) ? Number(capacity) : 0
  if (number >= 1 && number <= desk.maxCapacity) return { capacity: number }
  const allowed = words(SAID.capacityAllowed, language, { most: desk.maxCapacity })
  throw refused(words(SAID.capacity, language, { capacity }), allowed)
}

const refused = (found: string, allowed: string) => new CommandFailure(EXIT.usage, { found, allowed })
