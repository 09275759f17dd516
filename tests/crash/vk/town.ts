/**
 * The real program between customers in VK and operators at the web desk, all of whom write without a pause while it is
 * killed and comes back. VK itself lives in the test and forgets nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { operatorAccount, storeAccount } from '../../../src/desk/accounts.ts'
import { conversationId } from '../../../src/domain/ids.ts'
import { systemChance } from '../../../src/runtime/clock.ts'
import type { LoggedEvent, Store } from '../../../src/store/port.ts'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { FakeVk } from '../../fakes/vk/fake.ts'
import type { Community } from '../../fakes/vk/people/community.ts'
import type { Seat } from '../../fakes/vk/people/seat.ts'
import type { SeededChance } from '../chance.ts'
import { Operator, PASSWORD } from '../operator.ts'
import { Server } from '../server.ts'

export interface Plan {
  readonly customers: number
  readonly operators: number
  /** Of each customer: beyond so many that are not committed nothing more is written. */
  readonly window: number
}

interface TownParts {
  readonly vk: FakeVk
  readonly store: Store
  readonly server: Server
  readonly plan: Plan
  readonly chance: SeededChance
}

export interface Customer {
  readonly seat: Seat
  /** What they wrote after they had asked for a person. */
  readonly written: string[]
}

// What is tested is not the password.
const CHEAP = { N: 2, r: 1, p: 1 }
const PAUSE_FROM = 1
const PAUSE_TO = 12
const LOOK_EVERY = 10
const KILL_FROM = 100
const KILL_TO = 2_000
const START_WITHIN = 60_000
const SETTLE_WITHIN = 30_000

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

async function until(probe: () => boolean): Promise<void> {
  while (!probe()) await sleep(0)
}

export class Town {
  readonly vk: FakeVk
  readonly community: Community
  readonly server: Server
  readonly store: Store
  readonly customers: readonly Customer[]
  readonly operators: readonly Operator[]
  /** Everything that was committed. */
  readonly log: LoggedEvent[] = []
  readonly #plan: Plan
  readonly #chance: SeededChance
  readonly #committed = new Map<string, number>()
  readonly #working: Promise<unknown>[] = []
  #stopped = false
  #kills = 0

  private constructor({ vk, store, server, plan, chance }: TownParts, community: Community) {
    this.vk = vk
    this.store = store
    this.server = server
    this.#plan = plan
    this.#chance = chance
    this.community = community
    this.customers = Array.from({ length: plan.customers }, (_, n) => ({
      seat: vk.newPerson(`Клиент ${n}`).with(community),
      written: [],
    }))
    this.operators = Array.from({ length: plan.operators }, (_, n) => new Operator(server, n))
  }

  /** Everybody has an operator and writes. The folder is kept when the test fails. */
  static async open(plan: Plan, chance: SeededChance): Promise<Town> {
    const folder = mkdtempSync(join(tmpdir(), 'kotik-crash-'))
    const vk = await FakeVk.start({ rates: 'on' })
    const community = vk.newCommunity()
    const url = `file:${join(folder, 'kotik.db')}`
    const store = await openSqliteStore({ url, migrationsDir: 'migrations/sqlite', exclusive: false })
    const server = new Server(folder, {
      VK_TOKEN: community.token,
      VK_GROUP_ID: String(community.id),
      VK_API_URL: vk.url,
    })
    const town = new Town({ vk, store, server, plan, chance }, community)
    onTestFinished(async ({ task }) => {
      await town.#close()
      if (task.result?.state !== 'fail') rmSync(folder, { recursive: true, force: true })
    })
    await town.#begin()
    return town
  }

  /** Committed from customers, and put before them by operators. */
  get messages(): number {
    const asked = [...this.#committed.values()].reduce((sum, count) => sum + count, 0)
    return asked + this.operators.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0)
  }

  /** Killed after a while, at such an instant: each in turn. */
  async kill(): Promise<void> {
    const life = await this.server.up()
    await sleep(this.#chance.between(KILL_FROM, KILL_TO))
    const instants = [() => this.#told(), () => this.#kept(), () => this.#taken(), () => sleep(0)]
    const instant = instants[this.#kills % instants.length]
    this.#kills += 1
    await Promise.race([instant?.(), sleep(KILL_TO)])
    await this.server.end(life, 'SIGKILL')
    await this.server.start()
  }

  /** Asked to stop while everybody writes; what it says and how long it takes, ms. It runs again afterwards. */
  async restart(
    meanwhile: () => void = () => {},
  ): Promise<{ readonly code: number | null; readonly took: number }> {
    const life = await this.server.up()
    const before = this.messages
    await this.#until(() => this.messages > before, 'life')
    await sleep(this.#chance.between(KILL_FROM, KILL_TO))
    const asked = performance.now()
    const { code } = await this.server.end(life, 'SIGTERM')
    const took = performance.now() - asked
    meanwhile()
    await this.server.start()
    return { code, took }
  }

  /** Everybody falls silent; what was written comes to be committed and delivered. */
  async settle(): Promise<void> {
    this.#stopped = true
    for (const operator of this.operators) operator.wake()
    await Promise.all(this.#working)
    const all = () => this.customers.every((one) => this.#answered(one) >= one.written.length)
    // What is lost never comes: the verdict tells it.
    await this.#until(all, 'everything', SETTLE_WITHIN).catch(() => {})
    const delivered = async () => (await this.store.counts()).undelivered === 0
    await this.#until(delivered, 'an empty outbox', SETTLE_WITHIN).catch(() => {})
    await this.#look()
  }

  async #begin(): Promise<void> {
    for (const { login, name } of this.operators) {
      const wanted = { login, name, password: PASSWORD, lead: false, groups: ['first-line'] }
      await storeAccount(this.store, await operatorAccount(wanted, systemChance, CHEAP))
    }
    await this.server.start()
    await Promise.all(this.operators.map((one) => one.begin()))
    for (const operator of this.operators) {
      void operator.follower.run()
      this.#working.push(operator.work(() => this.#stopped))
    }
    await this.#until(() => this.community.longPoll.polling, 'the long poll')
    for (const { seat } of this.customers) seat.say('оператор')
    const joined = () => this.log.filter(({ event }) => event.type === 'operatorJoined').length
    await this.#until(() => joined() >= this.customers.length, 'an operator for each')
    this.#working.push(this.#watch(), ...this.customers.map((one, n) => this.#ask(one, n)))
  }

  async #ask(customer: Customer, index: number): Promise<void> {
    while (!this.#stopped) {
      await sleep(this.#chance.between(PAUSE_FROM, PAUSE_TO) * this.customers.length ** 0.5)
      if (customer.written.length - this.#answered(customer) >= this.#plan.window) continue
      const words = `вопрос ${index}-${customer.written.length + 1}`
      customer.written.push(words)
      customer.seat.say(words)
    }
  }

  #answered({ seat }: Customer): number {
    return this.#committed.get(conversationId('vk', String(seat.peerId))) ?? 0
  }

  async #watch(): Promise<void> {
    while (!this.#stopped) {
      await this.#look()
      await sleep(LOOK_EVERY)
    }
  }

  async #look(): Promise<void> {
    const page = await this.store.events(this.log.at(-1)?.seq ?? 0, 5_000)
    for (const logged of page) {
      this.log.push(logged)
      const { address, event } = logged
      if (address.to === 'desk' || event.type !== 'customerSaid' || event.content.text === 'оператор')
        continue
      this.#committed.set(address.id, (this.#committed.get(address.id) ?? 0) + 1)
    }
    if (page.length === 5_000) await this.#look()
  }

  /** VK has answered the long poll, and none of it can have been committed. */
  async #told(): Promise<void> {
    const { longPoll } = this.community
    await until(() => longPoll.polling || this.#stopped)
    await until(() => !longPoll.polling || this.#stopped)
  }

  /** Something was committed just now, and hardly anything can have followed from it. */
  async #kept(): Promise<void> {
    const before = (await this.store.events(this.log.at(-1)?.seq ?? 0, 5_000)).at(-1)?.seq ?? 0
    while (!this.#stopped && (await this.store.events(before, 1)).length === 0) await sleep(0)
  }

  /** VK has put a message before somebody; the answer has not been written. */
  #taken(): Promise<void> {
    const { journal } = this.vk
    const before = journal.onCall
    return new Promise((resolve) => {
      journal.onCall = (call) => {
        before(call)
        if (call.method !== 'messages.send' || call.code !== undefined) return
        journal.onCall = before
        resolve()
      }
    })
  }

  async #until(probe: () => boolean | Promise<boolean>, what: string, within = START_WITHIN): Promise<void> {
    const limit = performance.now() + within
    while (!(await probe())) {
      if (performance.now() > limit) throw new Error(`did not come to be: ${what}`)
      await this.#look()
      await sleep(LOOK_EVERY)
    }
  }

  async #close(): Promise<void> {
    this.#stopped = true
    for (const operator of this.operators) {
      operator.wake()
      operator.follower.stop()
    }
    await this.server.kill()
    await this.vk.stop()
    await this.store.close()
  }
}
