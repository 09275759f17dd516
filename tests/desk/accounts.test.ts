import { expect, test } from 'vitest'
import { DEMO_OPERATOR, mayBeLogin, removeAccount, storeAccount } from '../../src/desk/accounts.ts'
import { operatorId } from '../../src/domain/ids.ts'
import { instant } from '../../src/domain/time.ts'
import type { Store } from '../../src/store/port.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { MIGRATIONS } from '../store/temporary.ts'

const ANNA = { id: operatorId('anna'), name: 'Анна', lead: false, groups: ['line'] }
const SESSION = { tokenHash: 'h', operator: ANNA.id, expiresAt: instant(1_000) }

async function signedIn(): Promise<Store> {
  const store = await openSqliteStore({ url: ':memory:', migrationsDir: MIGRATIONS })
  await storeAccount(store, ANNA)
  await store.saveSession(SESSION)
  return store
}

const live = (store: Store) => store.session(SESSION.tokenHash, instant(1))

test('a changed account is signed out', async () => {
  const store = await signedIn()
  expect(await live(store)).toEqual(SESSION)
  await storeAccount(store, { ...ANNA, passwordHash: 'scrypt$…' })
  expect(await live(store)).toBeUndefined()
  await store.close()
})

test('killed before the change is stored: nobody goes on with the old password', async () => {
  const store = await signedIn()
  const killed: Store = { ...store, saveOperator: () => Promise.reject(new Error('killed')) }
  await expect(storeAccount(killed, { ...ANNA, passwordHash: 'scrypt$…' })).rejects.toThrow('killed')
  expect(await live(store)).toBeUndefined()
  await store.close()
})

test('a removed account takes its sessions along', async () => {
  const store = await signedIn()
  expect(await removeAccount(store, 'anna')).toBe(true)
  expect(await live(store)).toBeUndefined()
  expect(await removeAccount(store, 'anna')).toBe(false)
  await store.close()
})

test('the first real account ends the demo’s', async () => {
  const store = await openSqliteStore({ url: ':memory:', migrationsDir: MIGRATIONS })
  await store.saveOperator({ ...ANNA, id: DEMO_OPERATOR })
  await store.saveSession({ ...SESSION, operator: DEMO_OPERATOR })
  await storeAccount(store, ANNA)
  expect((await store.operators()).map(({ id }) => id)).toEqual(['anna'])
  expect(await live(store)).toBeUndefined()
  await store.close()
})

test.each(['demo', 'Anna', 'a', 'anna!', 'a'.repeat(33)])('nobody is called %s', (login) => {
  expect(mayBeLogin(login)).toBe(false)
})
