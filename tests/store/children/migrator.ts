/** Applies migrations; says when it begins and when it is through. */
import { writeSync } from 'node:fs'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'

const [url = '', migrationsDir = ''] = process.argv.slice(2)
writeSync(1, 'begin\n')
const store = await openSqliteStore({ url, migrationsDir })
writeSync(1, 'done\n')
await store.close()
