/**
 * The real program between customers in Telegram and operators in the threads of a group, all of whom write without a pause
 * while it is killed and comes back. Telegram itself lives in the test and forgets nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Store } from '../../../src/store/port.ts'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import type { Budgets } from '../../fakes/telegram/delivery/budgets.ts'
import { FakeTelegram } from '../../fakes/telegram/fake.ts'
import type { BotHandle } from '../../fakes/telegram/people/bot-handle.ts'
import type { GroupHandle } from '../../fakes/telegram/people/group.ts'
import type { Person } from '../../fakes/telegram/people/person.ts'
import type { SeededChance } from '../chance.ts'
import { Server } from '../server.ts'
import { performed } from './instants.ts'
import { marked, type Side } from './marks.ts'
import { type OwnedThread, ownedThreads } from './threads.ts'
import { Witness } from './witness.ts'

export interface Plan {
  readonly customers: number
  readonly operators: number
  /** Of each customer, either way: beyond so many that nobody has seen nothing more is written. */
  readonly window: number
  readonly budgets: 'off' | 'on' | Budgets
}

// Of people who write: somewhere in there is each one's own.
const PAUSE_FROM = 1
const PAUSE_TO = 12
const LOOK_EVERY = 5
const OWNERS_EVERY = 400
const KILL_FROM = 100
const KILL_TO = 2_600
const START_WITHIN = 60_000
const SETTLE_WITHIN = 20_000
// A minute of Telegram's may have to pass first.
const SETTLE_IN_PACE_WITHIN = 120_000

interface TownParts {
  readonly telegram: FakeTelegram
  readonly folder: string
  readonly store: Store
  readonly plan: Plan
  readonly chance: SeededChance
}

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

export class Town {
  readonly telegram: FakeTelegram
  readonly server: Server
  readonly witness: Witness
  readonly group: GroupHandle
  readonly bot: BotHandle
  readonly store: Store
  readonly customers: Person[] = []
  /** How many each customer wrote, and how many were written to each. */
  readonly written: { readonly [S in Side]: number[] } = { вопрос: [], ответ: [] }
  readonly #operators: readonly Person[]
  readonly #plan: Plan
  readonly #chance: SeededChance
  /** Whose chat is in which thread, as the desk last said. */
  #threads: readonly OwnedThread[] = []
  #stopped = false
  readonly #working: Promise<unknown>[] = []
  #life = 1

  private constructor({ telegram, folder, store, plan, chance }: TownParts) {
    this.telegram = telegram
    this.store = store
    this.#plan = plan
    this.#chance = chance
    this.bot = telegram.newBot()
    this.#operators = Array.from({ length: plan.operators }, (_, n) =>
      telegram.newPerson(`Оператор ${n + 1}`),
    )
    const [owner, ...members] = this.#operators
    if (!owner) throw new Error('A town needs operators.')
    this.group = telegram.newGroup({ title: 'Поддержка', forum: true, owner, members })
    this.group.addBot(this.bot, 'all')
    this.server = new Server(folder, {
      TELEGRAM_TOKEN: this.bot.token,
      TELEGRAM_API_URL: telegram.url,
      DESK_TELEGRAM_CHATS: String(this.group.id),
      ...(plan.budgets === 'off' ? { TELEGRAM_RATE: '1000', DESK_TELEGRAM_PACE: 'off' } : {}),
    })
    this.witness = new Witness(telegram, () => this.#life)
  }

  /** Everybody has an operator and writes. The folder is kept when the test fails. */
  static async open(plan: Plan, chance: SeededChance): Promise<Town> {
    const folder = mkdtempSync(join(tmpdir(), 'kotik-crash-'))
    const telegram = await FakeTelegram.start({ budgets: plan.budgets })
    const url = `file:${join(folder, 'kotik.db')}`
    const store = await openSqliteStore({ url, migrationsDir: 'migrations/sqlite', exclusive: false })
    const town = new Town({ telegram, folder, store, plan, chance })
    onTestFinished(async ({ task }) => {
      await town.#close()
      if (task.result?.state !== 'fail') rmSync(folder, { recursive: true, force: true })
    })
    await town.server.start()
    await town.#hire()
    for (let n = 0; n < plan.customers; n += 1) town.newCustomer()
    const answering = town.#operators.map((one) => town.#answer(one))
    town.#working.push(town.#watch(), town.#followOwners(), ...answering)
    await town.#until(() => town.#threads.length >= plan.customers, 'a thread for each')
    return town
  }

  /** Seen by the other side, both ways. */
  get seen(): { readonly [S in Side]: number } {
    const sum = (side: Side) =>
      this.customers.reduce((all, _, customer) => all + this.witness.count(side, customer), 0)
    return { вопрос: sum('вопрос'), ответ: sum('ответ') }
  }

  /** Somebody who asks for a person and goes on writing. */
  newCustomer(): void {
    const customer = this.customers.length
    const person = this.telegram.newPerson(`Клиент ${customer}`)
    this.customers.push(person)
    this.written.вопрос.push(0)
    this.written.ответ.push(0)
    const seat = person.with(this.bot)
    seat.start()
    seat.say('оператор')
    this.#working.push(this.#ask(customer))
  }

  /** Killed after a while, or at the instant when something of this kind has been done and nobody knows it yet. */
  async kill(): Promise<void> {
    const life = await this.server.up()
    // On a busy machine a life could end before it has done anything.
    const before = this.#sightings
    await this.#until(() => this.#sightings > before, 'life', START_WITHIN)
    await sleep(this.#chance.between(KILL_FROM, KILL_TO))
    const method = this.#chance.fraction() < 0.2 ? 'createForumTopic' : 'sendMessage'
    if (method === 'createForumTopic') this.newCustomer()
    if (this.#chance.fraction() < 0.6)
      await Promise.race([performed(this.telegram, method), sleep(KILL_FROM)])
    await this.server.end(life, 'SIGKILL')
    this.witness.look()
    this.#life += 1
    await this.server.start()
  }

  /** Asked to stop while everybody writes; what it says and how long it takes, ms. It runs again afterwards. */
  async restart(): Promise<{ readonly code: number | null; readonly took: number }> {
    const life = await this.server.up()
    const before = this.#sightings
    await this.#until(() => this.#sightings > before, 'life', START_WITHIN)
    await sleep(this.#chance.between(KILL_FROM, KILL_TO))
    // Answers to customers are on their way, and operators’ words on theirs.
    await Promise.race([performed(this.telegram, 'sendMessage'), sleep(KILL_FROM)])
    const asked = performance.now()
    const { code } = await this.server.end(life, 'SIGTERM')
    const took = performance.now() - asked
    this.#life += 1
    await this.server.start()
    return { code, took }
  }

  /** Everybody goes on writing for so long. */
  live(milliseconds: number): Promise<void> {
    return sleep(milliseconds)
  }

  /** Everybody falls silent; what was written comes to be seen. */
  async settle(): Promise<void> {
    this.#stopped = true
    await Promise.all(this.#working)
    const all = (side: Side) => this.written[side].reduce((sum, count) => sum + count, 0)
    const seen = () => this.seen.вопрос >= all('вопрос') && this.seen.ответ >= all('ответ')
    // What is lost never comes: the verdict tells it.
    const within = this.#plan.budgets === 'off' ? SETTLE_WITHIN : SETTLE_IN_PACE_WITHIN
    await this.#until(seen, 'everything', within).catch(() => {})
    await this.#until(() => this.bot.pending === 0, 'no update waits', within).catch(() => {})
    const idle = async () => (await this.store.counts()).undelivered === 0
    await this.#until(idle, 'nothing to be said', within).catch(() => {})
  }

  get #sightings(): number {
    return this.witness.sights.вопрос.length + this.witness.sights.ответ.length
  }

  async #hire(): Promise<void> {
    const [lead, ...others] = this.#operators
    if (!lead) return
    const head = this.group.as(lead)
    await head.sees(/\/join/u, 'general')
    for (const one of others) {
      this.group.as(one).say('/join')
      const request = await head.sees(
        ({ text, buttons }) => text.includes(`${one.user.firstName} `) && buttons.length > 0,
        'general',
      )
      head.press('Принять', request.id)
      await head.sees(new RegExp(`${one.user.firstName} теперь оператор`, 'u'), 'general')
    }
    for (const one of this.#operators) this.group.as(one).say('/on')
    await this.#until(async () => {
      const { state } = await this.store.desk()
      return (
        Object.values(state.operators).filter(({ shift }) => shift === 'on').length >= this.#operators.length
      )
    }, 'everybody on shift')
  }

  async #ask(customer: number): Promise<void> {
    const seat = this.customers[customer]?.with(this.bot)
    while (!this.#stopped) {
      await this.#pause()
      const asked = this.written.вопрос[customer] ?? 0
      if (asked - this.witness.count('вопрос', customer) >= this.#plan.window) continue
      this.written.вопрос[customer] = asked + 1
      seat?.say(marked('вопрос', { customer, number: asked + 1 }))
    }
  }

  /** In turn in each of the threads that are this operator's. */
  async #answer(operator: Person): Promise<void> {
    const seat = this.group.as(operator)
    while (!this.#stopped) {
      await this.#pause()
      for (const { owner, thread, customer } of this.#threads) {
        const said = this.written.ответ[customer] ?? 0
        const room = said - this.witness.count('ответ', customer) < this.#plan.window
        if (owner !== operator.id || !room || this.#stopped) continue
        this.written.ответ[customer] = said + 1
        seat.say(marked('ответ', { customer, number: said + 1 }), { thread })
        await this.#pause()
      }
    }
  }

  async #watch(): Promise<void> {
    while (!this.#stopped) {
      this.witness.look()
      await sleep(LOOK_EVERY)
    }
  }

  async #followOwners(): Promise<void> {
    while (!this.#stopped) {
      this.#threads = await ownedThreads(this.store, this.customers)
      await sleep(OWNERS_EVERY)
    }
  }

  #pause(): Promise<void> {
    return sleep(this.#chance.between(PAUSE_FROM, PAUSE_TO) * this.customers.length ** 0.5)
  }

  async #until(probe: () => boolean | Promise<boolean>, what: string, within = START_WITHIN): Promise<void> {
    const limit = performance.now() + within
    while (!(await probe())) {
      if (performance.now() > limit) throw new Error(`did not come to be: ${what}`)
      this.witness.look()
      await sleep(LOOK_EVERY)
    }
  }

  async #close(): Promise<void> {
    this.#stopped = true
    await this.server.kill()
    await this.telegram.stop()
    await this.store.close()
  }
}
