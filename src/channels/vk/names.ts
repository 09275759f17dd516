/** Who writes: names by `users.get`, asked once for each person, together for those who come together. */
import { z } from 'zod'
import type { Profile } from '../../domain/input.ts'
import { type Clock, duration, type Instant, later } from '../../domain/time.ts'
import type { MessengerLog } from '../../messengers/log.ts'
import type { Store } from '../../store/port.ts'
import type { VkApi } from './api.ts'
import { readFailure } from './errors.ts'
import { VK_NOTES } from './media.ts'

// Names in memory; the notes know all.
const KNOWN = 10_000
// users.get takes a thousand.
const AT_ONCE = 500
// A greeting without a name is better than none.
const PATIENCE = duration(5_000)
// A name that could not be had is not asked for again at each message.
const ASK_AGAIN = duration(60_000)

const people = z.array(
  z.looseObject({ id: z.int(), first_name: z.string().default(''), last_name: z.string().default('') }),
)

export interface NamesParts {
  readonly api: VkApi
  readonly store: Store
  readonly clock: Clock
  readonly log: MessengerLog
}

export class Names {
  readonly #parts: NamesParts
  readonly #names = new Map<number, string>()
  readonly #failed = new Map<number, Instant>()
  readonly #asking = new Map<number, Promise<void>>()
  #gathered: number[] = []
  #gathering: Promise<void> | undefined

  constructor(parts: NamesParts) {
    this.#parts = parts
  }

  /** What is known without asking anybody; undefined: `learn` may know more. */
  known(user: number): Profile | undefined {
    const name = this.#names.get(user)
    if (name !== undefined) return profileOf(user, name)
    const failed = this.#failed.get(user)
    const { clock } = this.#parts
    return failed !== undefined && clock.now() < later(failed, ASK_AGAIN) ? profileOf(user, '') : undefined
  }

  /** Rejects never, and never takes long. */
  async learn(user: number): Promise<Profile> {
    const known = this.known(user)
    if (known) return known
    const asked = this.#asking.get(user) ?? this.#ask(user)
    this.#asking.set(user, asked)
    await this.#atMost(asked)
    return this.known(user) ?? profileOf(user, '')
  }

  async #ask(user: number): Promise<void> {
    try {
      const noted = (await this.#parts.store.notes(VK_NOTES, key(user))).get(key(user))
      if (typeof noted === 'string') this.#remember(user, noted)
      else await this.#gather(user)
    } catch (error) {
      this.#fail(user, error)
    } finally {
      this.#asking.delete(user)
    }
  }

  #gather(user: number): Promise<void> {
    this.#gathered.push(user)
    this.#gathering ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => this.#fetch())
    return this.#gathering
  }

  async #fetch(): Promise<void> {
    this.#gathering = undefined
    const users = this.#gathered.splice(0, AT_ONCE)
    const rest = this.#gathered.splice(0)
    try {
      const told: unknown = await this.#parts.api.users.get({ user_ids: users.map(String) })
      const found = people.parse(told)
      const names = found.map((one) => [one.id, `${one.first_name} ${one.last_name}`.trim()] as const)
      for (const [id, name] of names) this.#remember(id, name)
      for (const user of users)
        if (!this.#names.has(user)) this.#fail(user, new Error('nobody of that number'))
      await this.#parts.store.note(VK_NOTES, new Map(names.map(([id, name]) => [key(id), name])))
    } catch (error) {
      for (const user of users) this.#fail(user, error)
    }
    if (rest.length > 0) await Promise.all(rest.map((user) => this.#gather(user)))
  }

  #remember(user: number, name: string): void {
    this.#names.set(user, name.slice(0, LONGEST))
    const [oldest] = this.#names.keys()
    if (this.#names.size > KNOWN && oldest !== undefined) this.#names.delete(oldest)
  }

  #fail(user: number, error: unknown): void {
    if (this.#failed.size >= KNOWN) this.#failed.clear()
    this.#failed.set(user, this.#parts.clock.now())
    this.#parts.log.debug({ user, why: readFailure(error).why }, 'a name could not be had')
  }

  #atMost(asked: Promise<void>): Promise<void> {
    const { clock } = this.#parts
    return new Promise((resolve) => {
      const alarm = clock.at(later(clock.now(), PATIENCE), resolve)
      void asked.finally(() => {
        alarm.cancel()
        resolve()
      })
    })
  }
}

// Far more than VK lets people enter; the domain makes one readable line of it.
const LONGEST = 300

const key = (user: number) => `name:${user};`

const profileOf = (user: number, name: string): Profile => ({
  ...(name ? { name } : {}),
  attributes: { vk: `https://vk.com/id${user}` },
})
