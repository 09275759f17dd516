/** What every store must do, whatever it is built on. A fresh, empty store for every test. */
import { afterEach, beforeEach, describe } from 'vitest'
import type { Store } from '../../src/store/port.ts'
import { commitContract } from './store-commit.ts'
import { keepingContract } from './store-keeping.ts'
import { messengersContract } from './store-messengers.ts'
import { readingContract } from './store-reading.ts'
import { timersContract } from './store-timers.ts'

/** Hands out the store of the running test. */
export type TheStore = () => Store

/** `open` makes an empty store, each time another; it is closed after the test. */
export function storeContract(name: string, open: () => Promise<Store>): void {
  describe(`${name} as a store`, () => {
    let store: Store
    beforeEach(async () => {
      store = await open()
    })
    afterEach(() => store.close())

    commitContract(() => store)
    timersContract(() => store)
    readingContract(() => store)
    keepingContract(() => store)
    messengersContract(() => store)
  })
}
