/** Somebody with a VK account. */
import type { Waiting } from '../../messenger/waiting.ts'
import type { User } from '../world/model.ts'
import type { World } from '../world/world.ts'
import type { ChatHandle, Community } from './community.ts'
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

  /** Their dialog with a community; until they write or allow it the community may not write: 901. */
  with(community: Community): Seat {
    const dialog = this.#world.dialogWith(community.group, this.user)
    return new Seat(this.#world, this.#waiting, dialog, this.user)
  }

  in(chat: ChatHandle): Seat {
    return chat.as(this)
  }

  join(community: Community): void {
    this.#world.join(community.group, this.user)
  }

  leave(community: Community): void {
    this.#world.leave(community.group, this.user)
  }

  rename(firstName: string, lastName: string): void {
    this.user.firstName = firstName
    this.user.lastName = lastName
  }

  /** The account is deleted or banned: error 18, and `deactivated` beside the name. */
  deactivate(how: 'deleted' | 'banned' = 'deleted'): void {
    this.user.deactivated = how
  }

  /** Closes themselves to communities: error 902. */
  close(closed = true): void {
    this.user.closed = closed
  }
}
