/** The town's database, opened beside the running program as the command line does it. */
import type { Store } from '../../../src/store/port.ts'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import type { DeskTown } from './world.ts'

export async function storeOf<T>({ kotik }: DeskTown, work: (store: Store) => Promise<T>): Promise<T> {
  const url = `file:${kotik.folder}/kotik.db`
  const store = await openSqliteStore({ url, migrationsDir: 'migrations/sqlite', exclusive: false })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}
