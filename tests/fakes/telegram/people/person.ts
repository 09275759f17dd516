/** Somebody with a Telegram account. */

import type { Waiting } from '../../messenger/waiting.ts'
import type { User } from '../world/model.ts'
import type { World } from '../world/world.ts'
import type { BotHandle } from './bot-handle.ts'
import type { GroupHandle } from './group.ts'
import { Seat } from './seat.ts'

export class Person {
  readonly user: User
  readonly #world: World
  readonly #waiting: Waiting

  constructor(world: World, waiting: Waiting, user: User) {
    this.#world = world
    this.#waiting = waiting
    this.user = user
  }

  get id(): number {
    return this.user.id
  }

  /** Their private chat with a bot; until they write there the bot cannot write to them ("chat not found"). */
  with(bot: BotHandle): Seat {
    return new Seat(this.#world, this.#waiting, this.#world.privateChat(bot.bot, this.user), this.user)
  }

  in(group: GroupHandle): Seat {
    return group.as(this.user)
  }

  /** The account is deleted: 403 "user is deactivated". */
  deactivate(): void {
    this.user.deactivated = true
  }
}
