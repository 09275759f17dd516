import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { storeContract } from '../contracts/store.ts'
import { MIGRATIONS } from './temporary.ts'

storeContract('SQLite', () => openSqliteStore({ url: ':memory:', migrationsDir: MIGRATIONS }))
