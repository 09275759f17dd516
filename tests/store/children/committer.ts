/** Commits batch after batch until it is killed; writes a conversation's number and version only after its commit. */
import { writeSync } from 'node:fs'
import { conversationId, inputKey } from '../../../src/domain/ids.ts'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { AT, conversationUnit, said, say, timer } from '../../contracts/store-samples.ts'

const [url = '', migrationsDir = ''] = process.argv.slice(2)
const CONVERSATIONS = 20
const store = await openSqliteStore({ url, migrationsDir })
const ids = Array.from({ length: CONVERSATIONS }, (_, index) => conversationId('site', String(index)))
const found = await store.conversations(ids)

for (let round = found.get(conversationId('site', '0'))?.version ?? 0; ; round += 1) {
  const units = ids.map((id) =>
    conversationUnit(
      id,
      {
        expected: round,
        arrived: [inputKey(`${id}:${round}`)],
        events: [said('а', round), said('б', round)],
        effects: [say('в', round)],
        later: [timer(`${id}:${round}`, AT, id)],
      },
      round,
    ),
  )
  const results = await store.commit(units, [])
  if (results.some(({ kind }) => kind !== 'committed')) throw new Error('a unit was turned away')
  writeSync(1, `${round + 1}\n`)
}
