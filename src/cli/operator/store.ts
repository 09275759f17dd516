import { join } from 'node:path'
import { PROJECT_DIR } from '../../config.ts'
import type { OperatorAccount, Store } from '../../store/port.ts'
import { openSqliteStore } from '../../store/sqlite/open.ts'
import { EXIT } from '../exit-code.ts'
import { CommandFailure } from '../trouble.ts'
import { type Said, type World, words } from '../world.ts'

const NONE: Said = { ru: 'Нет оператора {login}.', en: 'There is no operator {login}.' }
const NOBODY: Said = { ru: 'операторов пока нет', en: 'there are no operators yet' }

/** Opens the store beside a Kotik that may be running, and closes it whatever happens. */
export async function withStore<T>({ config }: World, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openSqliteStore({
    url: config.databaseUrl,
    migrationsDir: join(PROJECT_DIR, 'migrations/sqlite'),
    exclusive: false,
  })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

export async function accountOf(store: Store, login: string): Promise<OperatorAccount | undefined> {
  return (await store.operators()).find((account) => account.id === login)
}

export async function noSuchAccount(
  { language }: World,
  store: Store,
  login: string,
): Promise<CommandFailure> {
  const logins = (await store.operators()).map((account) => account.id).join(', ')
  return new CommandFailure(EXIT.found, {
    found: words(NONE, language, { login }),
    allowed: logins || words(NOBODY, language),
  })
}
