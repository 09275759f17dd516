/**
 * A strict VK community API of our own on 127.0.0.1, for tests, benches and trying a bot with no network. In a test:
 * `const vk = await FakeVk.start()`, give the bot `vk.apiUrl` and `community.token`, act through
 * `vk.newPerson('Вера').with(community)`, and `await vk.stop()` at the end. See docs/fake-vk.md.
 */
import { type FakeClock, SYSTEM_CLOCK } from '../messenger/clock.ts'
import { FakeServer } from '../messenger/fake-server.ts'
import type { Injected } from '../messenger/faults.ts'
import type { Handle, OtherRoutes } from '../messenger/local-server.ts'
import type { CallbackHabits } from './delivery/callback.ts'
import type { Fault, Where } from './delivery/faults.ts'
import type { LongPollLimits } from './delivery/long-poll.ts'
import { type Rates, REAL_RATES } from './delivery/rates.ts'
import { Engine } from './engine.ts'
import { HttpSide } from './http/server.ts'
import type { Journal } from './journal.ts'
import { Community } from './people/community.ts'
import { Person } from './people/person.ts'
import type { Dialog } from './world/model.ts'
import type { NewGroup, NewUser, World } from './world/world.ts'

export interface FakeOptions {
  readonly clock?: FakeClock
  /** Default: a free one. */
  readonly port?: number
  /** Default: off. `on`: 20 calls in any second. */
  readonly rates?: 'off' | 'on' | Rates
  readonly longPoll?: Partial<LongPollLimits>
  readonly callback?: Partial<CallbackHabits>
  /**
   * Messages of a dialog, events and the long poll are numbered from here: a fake that is run again must not repeat what a
   * bot remembers of the last one. Default: 0.
   */
  readonly numbersFrom?: number
  /** More routes on the same port. */
  readonly routes?: (fake: FakeVk) => OtherRoutes
}

export class FakeVk extends FakeServer<Dialog> {
  readonly engine: Engine
  protected readonly handle: Handle

  private constructor({
    clock = SYSTEM_CLOCK,
    rates = 'off',
    numbersFrom,
    longPoll,
    callback,
    routes,
  }: FakeOptions) {
    super()
    this.engine = new Engine(clock, ratesOf(rates), numbersFrom)
    const { office, world, journal } = this.engine
    office.longPollLimits = { ...office.longPollLimits, ...longPoll }
    office.callbackHabits = { ...office.callbackHabits, ...callback }
    world.onChange = (dialog) => this.changed(dialog)
    journal.onCall = () => this.waiting.stir()
    office.onStir = () => this.waiting.stir()
    this.handle = new HttpSide(this.engine, routes?.(this) ?? (() => false)).handle
  }

  static async start(options: FakeOptions = {}): Promise<FakeVk> {
    const fake = new FakeVk(options)
    await fake.listen(options.port ?? 0)
    return fake
  }

  /** What libraries call the base of methods: `…/method`. */
  get apiUrl(): string {
    return `${this.url}/method`
  }

  get world(): World {
    return this.engine.world
  }

  /** What communities called, and what was really sent. */
  get journal(): Journal {
    return this.engine.journal
  }

  newCommunity(about: NewGroup = {}): Community {
    return this.communityOf(this.world.newGroup(about).id)
  }

  /** The handle of a community that is there. */
  communityOf(groupId: number): Community {
    const group = this.world.groups.get(groupId)
    if (!group) throw new Error(`no community ${groupId}`)
    return new Community(this.world, this.engine.office, this.waiting, group)
  }

  newPerson(about: string | NewUser): Person {
    const user = this.world.newUser(typeof about === 'string' ? { firstName: about } : about)
    return new Person(this.world, this.waiting, user)
  }

  personOf(userId: number): Person {
    const user = this.world.users.get(userId)
    if (!user) throw new Error(`no user ${userId}`)
    return new Person(this.world, this.waiting, user)
  }

  /** The person with this id, made if there is none. */
  personCalled(id: number, firstName: string): Person {
    return this.world.users.has(id) ? this.personOf(id) : this.newPerson({ id, firstName })
  }

  /** Limits on what communities call; can be switched at any time. */
  setRates(rates: 'off' | 'on' | Rates): void {
    this.engine.rates = ratesOf(rates)
  }

  inject(fault: Fault, { peer, ...hit }: Where = {}): Injected {
    return this.engine.faults.add(fault, hit, peer)
  }

  healAll(): void {
    this.engine.faults.clear()
  }

  override async listen(port?: number): Promise<void> {
    await super.listen(port)
    this.engine.setBase(this.url)
  }

  protected closeOffice(): void {
    this.engine.office.stop()
  }
}

const ratesOf = (rates: 'off' | 'on' | Rates): Rates | undefined =>
  rates === 'off' ? undefined : rates === 'on' ? REAL_RATES : rates
