/** A community as its owner has it: key, settings, servers, how its events stand; and the chats it sits in. */
import type { Waiting } from '../../messenger/waiting.ts'
import type { Callback } from '../delivery/callback.ts'
import type { LongPoll } from '../delivery/long-poll.ts'
import type { PostOffice } from '../delivery/post-office.ts'
import type { Dialog, EventType, Group } from '../world/model.ts'
import { EVENT_TYPES } from '../world/model.ts'
import { NOTHING, type World } from '../world/world.ts'
import type { Person } from './person.ts'
import { Seat } from './seat.ts'
import { type Seen, seen } from './seen.ts'

// Longer than the longest pause between two polls that libraries make.
const RECENT_MS = 60_000

export class Community {
  readonly group: Group
  readonly #world: World
  readonly #office: PostOffice
  readonly #waiting: Waiting

  constructor(world: World, office: PostOffice, waiting: Waiting, group: Group) {
    this.#world = world
    this.#office = office
    this.#waiting = waiting
    this.group = group
  }

  get id(): number {
    return this.group.id
  }

  get token(): string {
    return this.group.token
  }

  /** What the server must answer to `confirmation`. */
  get confirmation(): string {
    return this.group.confirmation
  }

  /** Its long poll, to be made to fail: `forget()`, `expireKey()`, `lose()`. */
  get longPoll(): LongPoll {
    return this.#office.longPoll(this.group)
  }

  /** A poll waits, or one came within the last minute, or a callback server is confirmed. */
  get connected(): boolean {
    const { askedAt, polling } = this.longPoll
    const recently = askedAt !== undefined && this.#world.clock.now() - askedAt < RECENT_MS
    return polling || recently || [...this.group.servers.values()].some(({ status }) => status === 'ok')
  }

  /** Sets a callback server and waits until it has given the confirmation string, or has not. */
  async addCallback(
    url: string,
    { secret = '', events = EVENT_TYPES }: { secret?: string; events?: readonly EventType[] } = {},
  ): Promise<Callback> {
    const id = this.#office.addServer(this.group, 'Котик', url, secret, events)
    const callback = this.#office.callback(this.group, id)
    if (!callback) throw new Error(`no callback server ${id}`)
    await this.#waiting.waitFor(() => callback.server.status !== 'wait', 'the confirmation')
    return callback
  }

  removeCallback(callback: Callback): void {
    this.#office.removeServer(this.group, callback.server.id)
  }

  /** Which events the long poll gives. */
  setEvents(...events: readonly EventType[]): void {
    this.group.longPoll.events.clear()
    for (const event of events) this.group.longPoll.events.add(event)
  }

  setLongPoll(enabled: boolean): void {
    this.group.longPoll.enabled = enabled
  }

  /** The old key answers error 5 from now on. */
  revokeToken(): string {
    this.group.token = `${this.group.token}-new`
    return this.group.token
  }

  /** Error 900 until it is taken back. */
  blacklist(person: Person, blacklisted = true): void {
    this.#world.dialogWith(this.group, person.user).blacklisted = blacklisted
  }

  /** An administrator answers by hand in VK's own messenger. */
  adminSays(person: Person, text: string, adminId = 1): Seen {
    const dialog = this.#world.dialogWith(this.group, person.user)
    const content = { ...NOTHING, text }
    return seen(this.#world.post({ dialog, fromId: -this.id, content, adminId }))
  }

  /** A chat of many that the community was let into. */
  newChat(title: string, members: readonly Person[]): ChatHandle {
    const people = members.map(({ user }) => user)
    return this.chatOf(this.#world.newChat(this.group, title, people))
  }

  /** The handle of a chat that is there. */
  chatOf(dialog: Dialog): ChatHandle {
    return new ChatHandle(this.#world, this.#waiting, dialog)
  }
}

export class ChatHandle {
  readonly dialog: Dialog
  readonly #world: World
  readonly #waiting: Waiting

  constructor(world: World, waiting: Waiting, dialog: Dialog) {
    this.#world = world
    this.#waiting = waiting
    this.dialog = dialog
  }

  get peerId(): number {
    return this.dialog.peerId
  }

  as({ user }: Person): Seat {
    if (!this.dialog.members.has(user.id))
      throw new Error(`${user.firstName} is not in "${this.dialog.title}"`)
    return new Seat(this.#world, this.#waiting, this.dialog, user)
  }

  /** The community is put out: error 917. */
  kickCommunity(): void {
    this.dialog.left = true
  }

  /** Somebody is let in, and the chat says so. */
  invite({ user }: Person): void {
    this.dialog.members.add(user.id)
    const action = { type: 'chat_invite_user', member_id: user.id }
    const [fromId = user.id] = this.dialog.members
    this.#world.post({ dialog: this.dialog, fromId, content: NOTHING, action })
  }
}
