/** Opens the database like a running Kotik, says so, and stays until it is killed. */
import { writeSync } from 'node:fs'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'

const [url = '', migrationsDir = ''] = process.argv.slice(2)
await openSqliteStore({ url, migrationsDir })
writeSync(1, 'open\n')
setInterval(() => undefined, 60_000)
