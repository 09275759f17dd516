import { expect, it, onTestFinished } from 'vitest'
import { FileNames } from '../../src/messengers/file-names.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { MIGRATIONS, temporaryFolder } from '../store/temporary.ts'

async function openStore() {
  const store = await openSqliteStore({
    url: `file:${temporaryFolder()}/kotik.db`,
    migrationsDir: MIGRATIONS,
  })
  onTestFinished(() => store.close())
  return store
}

it('knows by which name a file was sent, also after a restart and until it is forgotten', async () => {
  const store = await openStore()
  const names = () => new FileNames({ store, owner: 'vk', account: 1 })
  await names().note('a', 'photo-1_2')
  expect(await names().of('a')).toBe('photo-1_2')
  expect(await new FileNames({ store, owner: 'vk', account: 2 }).of('a')).toBeUndefined()
  await names().forget('a')
  expect(await names().of('a')).toBeUndefined()
})

it('writes nothing down for a file that came', async () => {
  const store = await openStore()
  const names = new FileNames({ store, owner: 'telegram', account: 1 })
  names.learn('a', 'AgAC-1')
  await names.note('a', 'AgAC-2')
  expect(await names.of('a')).toBe('AgAC-1')
  expect(await store.notes('telegram', 'file:')).toEqual(new Map())
})
