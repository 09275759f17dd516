/** A server with customers and operators who write without a pause, and the ways it can die under them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { operatorAccount, storeAccount } from '../../src/desk/accounts.ts'
import { instant } from '../../src/domain/time.ts'
import { systemChance } from '../../src/runtime/clock.ts'
import type { Store } from '../../src/store/port.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import type { SeededChance } from './chance.ts'
import { Customer } from './customer.ts'
import { Operator, PASSWORD } from './operator.ts'
import { type End, Server } from './server.ts'

const CUSTOMERS = 10
// Eight chats at once for ten customers: two wait in the queue, so that kills meet the queue too.
const OPERATORS = 4
const CAPACITY = 2
// What is tested is not the password.
const CHEAP = { N: 2, r: 1, p: 1 }
// The moments in which the loop is warm and everybody writes.
const KILL_FROM = 50
const KILL_TO = 400
// On a machine with much else to do a life of 400 ms says next to nothing; some may say nothing, but not one after the other.
const AT_LEAST_UP_TO = 30

export class World {
  readonly server: Server
  readonly customers: readonly Customer[]
  readonly operators: readonly Operator[]
  #stopped = false
  #working: Promise<unknown> = Promise.resolve()

  private constructor(folder: string) {
    this.server = new Server(folder)
    this.customers = Array.from({ length: CUSTOMERS }, (_, index) => new Customer(this.server, index))
    this.operators = Array.from({ length: OPERATORS }, (_, index) => new Operator(this.server, index))
  }

  /** Everybody is signed in, on shift and writing. The folder is kept when the test fails. */
  static async open(): Promise<World> {
    const folder = mkdtempSync(join(tmpdir(), 'kotik-crash-'))
    const world = new World(folder)
    onTestFinished(async ({ task }) => {
      await world.#close()
      if (task.result?.state !== 'fail') rmSync(folder, { recursive: true, force: true })
    })
    await world.#enrol()
    await world.server.start()
    await Promise.all([
      ...world.customers.map((one) => one.open()),
      ...world.operators.map((one) => one.begin()),
    ])
    const people = [...world.customers, ...world.operators]
    for (const { follower } of people) void follower.run()
    world.#working = Promise.all(people.map((one) => one.work(() => world.#stopped)))
    return world
  }

  /** Acknowledged, both ways. */
  get messages(): number {
    return [...this.customers, ...this.operators].reduce(
      (sum, { acknowledged }) => sum + acknowledged.length,
      0,
    )
  }

  get resent(): number {
    return [...this.customers, ...this.operators].reduce((sum, { link }) => sum + link.resent, 0)
  }

  /** Resolves when so many messages were acknowledged since the beginning. */
  async written(messages: number): Promise<void> {
    while (this.messages < messages) await Promise.race([sleep(5), this.#working])
  }

  /** Kills with SIGKILL and starts again: at a random moment, or while a wish for a person is on its way to the desk. */
  async kill(chance: SeededChance): Promise<void> {
    const life = await this.server.up()
    const pause = chance.between(KILL_FROM, KILL_TO)
    const enough = this.written(this.messages + chance.between(0, AT_LEAST_UP_TO))
    const moment = chance.fraction() < 0.3 ? this.#handoffOr(pause) : sleep(pause)
    // Somebody who got an answer that nobody should get ends the test at once.
    await Promise.race([Promise.all([moment, enough]), this.#working])
    await this.server.end(life, 'SIGKILL')
    await this.server.start()
  }

  /** Stops politely and starts again; how it ended and how long that took. */
  async restart(): Promise<End & { readonly took: number }> {
    const life = await this.server.up()
    const began = performance.now()
    const end = await this.server.end(life, 'SIGTERM')
    const took = performance.now() - began
    await this.server.start()
    return { ...end, took }
  }

  /** The process stands still, with everything it had in its hands, and goes on. */
  async freeze(milliseconds: number): Promise<void> {
    const { child } = await this.server.up()
    child.kill('SIGSTOP')
    await sleep(milliseconds)
    child.kill('SIGCONT')
  }

  /** Everybody finishes the word they were at; the server finishes what follows, starts once more, and all streams catch up. */
  async settle(): Promise<void> {
    this.#stopped = true
    for (const operator of this.operators) operator.wake()
    await this.#working
    await this.#quiet()
    const caughtUp = Promise.all(this.customers.map((one) => one.caughtUp()))
    await this.restart()
    await caughtUp
  }

  /** The store beside the running server, for looking only. */
  async look<T>(see: (store: Store) => Promise<T>): Promise<T> {
    const store = await this.#store()
    try {
      return await see(store)
    } finally {
      await store.close()
    }
  }

  async #quiet(): Promise<void> {
    await this.look(async (store) => {
      while ((await store.dueInputs(instant(0), 1)).length > 0) await sleep(10)
    })
  }

  async #enrol(): Promise<void> {
    await this.look(async (store) => {
      for (const { login, name } of this.operators) {
        const wanted = {
          login,
          name,
          password: PASSWORD,
          lead: false,
          groups: ['first-line'],
          capacity: CAPACITY,
        }
        await storeAccount(store, await operatorAccount(wanted, systemChance, CHEAP))
      }
    })
  }

  #store(): Promise<Store> {
    return openSqliteStore({
      url: this.server.databaseUrl,
      migrationsDir: 'migrations/sqlite',
      exclusive: false,
    })
  }

  #handoffOr(limit: number): Promise<void> {
    return new Promise((resolve) => {
      for (const customer of this.customers) customer.onHandoff = resolve
      setTimeout(resolve, limit)
    })
  }

  async #close(): Promise<void> {
    this.#stopped = true
    for (const { follower } of [...this.customers, ...this.operators]) follower.stop()
    await this.server.kill()
    await Promise.all([...this.customers, ...this.operators].map(({ link }) => link.close()))
  }
}

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))
