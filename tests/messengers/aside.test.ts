import { expect, it, onTestFinished } from 'vitest'
import { Aside } from '../../src/messengers/aside.ts'
import { ComeAgain } from '../../src/messengers/come-again.ts'
import { QUIET } from '../../src/runtime/log.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { MIGRATIONS, temporaryFolder } from '../store/temporary.ts'

const POISON = { text: 'яд' }

async function open() {
  const store = await openSqliteStore({
    url: `file:${temporaryFolder()}/kotik.db`,
    migrationsDir: MIGRATIONS,
  })
  onTestFinished(() => store.close())
  const aside = new Aside({ store, owner: 'vk', log: QUIET })
  const fail = (error: Error) => aside.careful('1', POISON, () => Promise.reject(error))
  return { aside, fail, kept: () => store.notes('vk', 'aside:') }
}

it('lets an update come again twice, and keeps it at its third failure', async () => {
  const { fail, kept } = await open()
  for (const _ of [1, 2]) await expect(fail(new TypeError('a bug'))).rejects.toThrow('a bug')
  expect(await kept()).toEqual(new Map())
  await fail(new TypeError('a bug'))
  expect(await kept()).toEqual(new Map([['aside:1', POISON]]))
})

it('does not count what is only to come again, and forgets failures that are over', async () => {
  const { aside, fail, kept } = await open()
  for (const _ of [1, 2, 3]) await expect(fail(new ComeAgain(1, 'stopping'))).rejects.toThrow(ComeAgain)
  for (const _ of [1, 2]) await expect(fail(new TypeError('a bug'))).rejects.toThrow('a bug')
  await aside.careful('1', POISON, () => Promise.resolve())
  await expect(fail(new TypeError('a bug'))).rejects.toThrow('a bug')
  expect(await kept()).toEqual(new Map())
})
