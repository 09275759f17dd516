/** A group as its people run it: who is in, what the bot may do, its move to a supergroup. */

import type { Waiting } from '../../messenger/waiting.ts'
import { changeMember } from '../world/members.ts'
import { migrate } from '../world/migration.ts'
import type { AdminRight, Bot, Chat, Member, User } from '../world/model.ts'
import { ADMIN_RIGHTS } from '../world/model.ts'
import { wireUser } from '../world/wire.ts'
import type { World } from '../world/world.ts'
import type { BotHandle } from './bot-handle.ts'
import { Seat } from './seat.ts'

export class GroupHandle {
  #chat: Chat
  readonly #world: World
  readonly #waiting: Waiting
  readonly #owner: User

  constructor(world: World, waiting: Waiting, chat: Chat, owner: User) {
    this.#world = world
    this.#waiting = waiting
    this.#chat = chat
    this.#owner = owner
  }

  get id(): number {
    return this.#chat.id
  }

  get chat(): Chat {
    return this.#chat
  }

  as(person: { readonly user: User } | User): Seat {
    return new Seat(this.#world, this.#waiting, this.#chat, 'user' in person ? person.user : person)
  }

  /** Adds a bot as a member, or as an administrator with all rights or those named. */
  addBot(bot: BotHandle, rights?: 'all' | readonly AdminRight[]): void {
    this.#change(bot.bot, 'member')
    this.#service({ new_chat_members: [wireUser(bot.bot.user)] })
    if (rights !== undefined) this.promote(bot, rights)
  }

  promote(bot: BotHandle, rights: 'all' | readonly AdminRight[] = 'all'): void {
    this.#change(bot.bot, 'administrator', rights === 'all' ? ADMIN_RIGHTS : rights)
  }

  demote(bot: BotHandle): void {
    this.#change(bot.bot, 'member')
  }

  restrict(bot: BotHandle): void {
    this.#change(bot.bot, 'restricted')
  }

  kick(bot: BotHandle): void {
    this.#change(bot.bot, 'kicked')
  }

  /** People come, rise and go the same way. */
  addPerson(person: User | { readonly user: User }, rights?: 'all' | readonly AdminRight[]): void {
    const user = 'user' in person ? person.user : person
    const status = rights === undefined ? 'member' : 'administrator'
    const given = rights === 'all' ? ADMIN_RIGHTS : (rights ?? [])
    changeMember(this.#world, this.#chat, user, this.#owner, status, given)
    this.#service({ new_chat_members: [wireUser(user)] })
  }

  removePerson(person: User | { readonly user: User }): void {
    const user = 'user' in person ? person.user : person
    changeMember(this.#world, this.#chat, user, user, 'left')
    this.#service({ left_chat_member: wireUser(user) })
  }

  memberOf(bot: BotHandle): Member | undefined {
    return this.#chat.members.get(bot.id)
  }

  /** The group becomes a supergroup with another id; returns it. */
  migrate(): number {
    this.#chat = migrate(this.#world, this.#chat, this.#owner)
    return this.#chat.id
  }

  setForum(forum: boolean): void {
    this.#chat.forum = forum
    this.#world.onChange(this.#chat)
  }

  #service(fields: { readonly [name: string]: unknown }): void {
    this.#world.post({ chat: this.#chat, from: this.#owner, content: { kind: 'service', fields } })
  }

  #change(bot: Bot, status: Member['status'], rights: readonly AdminRight[] = []): void {
    changeMember(this.#world, this.#chat, bot.user, this.#owner, status, rights)
  }
}
