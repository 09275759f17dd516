/**
 * A strict Telegram Bot API server of our own on 127.0.0.1, for tests, benches and trying a bot with no network.
 * In a test: `const telegram = await FakeTelegram.start()`, give the bot `telegram.url` and `bot.token`, act through
 * `telegram.newPerson('Вера').with(bot)`, and `await telegram.stop()` at the end. See docs/fake-telegram.md.
 */
import { type FakeClock, SYSTEM_CLOCK } from '../messenger/clock.ts'
import { FakeServer } from '../messenger/fake-server.ts'
import type { Injected } from '../messenger/faults.ts'
import type { Handle, OtherRoutes } from '../messenger/local-server.ts'
import { type Budgets, REAL_BUDGETS } from './delivery/budgets.ts'
import type { Fault, Where } from './delivery/faults.ts'
import { Engine } from './engine.ts'
import { HttpSide } from './http/server.ts'
import type { Journal } from './journal.ts'
import { BotHandle } from './people/bot-handle.ts'
import { GroupHandle } from './people/group.ts'
import { Person } from './people/person.ts'
import type { Chat } from './world/model.ts'
import type { NewBot, NewGroup, NewUser } from './world/new.ts'
import type { World } from './world/world.ts'

export interface FakeOptions {
  readonly clock?: FakeClock
  /** Default: a free one. */
  readonly port?: number
  /** Default: off. */
  readonly budgets?: 'off' | 'on' | Budgets
  /** More routes on the same port. */
  readonly routes?: (fake: FakeTelegram) => OtherRoutes
}

export type GroupOfPeople = Omit<NewGroup, 'owner' | 'members'> & {
  readonly owner: Person
  readonly members?: readonly Person[]
}

export class FakeTelegram extends FakeServer<Chat> {
  readonly engine: Engine
  protected readonly handle: Handle

  private constructor({ clock = SYSTEM_CLOCK, budgets = 'off', routes }: FakeOptions) {
    super()
    this.engine = new Engine(clock, budgetsOf(budgets))
    this.engine.world.onChange = (chat) => this.changed(chat)
    this.engine.journal.onCall = () => this.waiting.stir()
    this.engine.office.onStir = () => this.waiting.stir()
    this.handle = new HttpSide(this.engine, routes?.(this) ?? (() => false)).handle
  }

  static async start(options: FakeOptions = {}): Promise<FakeTelegram> {
    const fake = new FakeTelegram(options)
    await fake.listen(options.port ?? 0)
    return fake
  }

  get world(): World {
    return this.engine.world
  }

  /** What bots called, and what was really sent. */
  get journal(): Journal {
    return this.engine.journal
  }

  newBot(about: NewBot = {}): BotHandle {
    return this.handleOf(this.world.newBot(about).user.id)
  }

  /** The handle of a bot that is there. */
  handleOf(botId: number): BotHandle {
    const bot = this.world.bots.get(botId)
    if (!bot) throw new Error(`no bot ${botId}`)
    return new BotHandle(this.world, this.engine.office, bot)
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

  newGroup({ owner, members = [], ...about }: GroupOfPeople): GroupHandle {
    const people = members.map((person) => person.user)
    const chat = this.world.newGroup({ ...about, owner: owner.user, members: people })
    return new GroupHandle(this.world, this.waiting, chat, owner.user)
  }

  /** The handle of a group that is there. */
  groupOf(chatId: number): GroupHandle {
    const chat = this.world.groups.get(chatId)
    const owner = chat && [...chat.members.values()].find((member) => member.status === 'creator')
    if (!chat || !owner) throw new Error(`no group ${chatId}`)
    return new GroupHandle(this.world, this.waiting, chat, owner.user)
  }

  /** Limits on what bots send; can be switched at any time. */
  setBudgets(budgets: 'off' | 'on' | Budgets): void {
    this.engine.budgets = budgetsOf(budgets)
  }

  inject(fault: Fault, { chat, ...hit }: Where = {}): Injected {
    return this.engine.faults.add(fault, hit, chat)
  }

  healAll(): void {
    this.engine.faults.clear()
  }

  protected closeOffice(): void {
    this.engine.office.stop()
  }
}

const budgetsOf = (budgets: 'off' | 'on' | Budgets): Budgets | undefined =>
  budgets === 'off' ? undefined : budgets === 'on' ? REAL_BUDGETS : budgets
