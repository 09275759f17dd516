/**
 * Who is an operator: a numeric id with an account, who is in the group right now. Names, forwards and anonymous
 * administrators are nobody. Which groups somebody was taken into is kept in the notes; the account itself is the store's,
 * so that `kotik operator remove` works on it like on any other.
 */
import type { Submit } from '../../channels/port.ts'
import { inputKey, type OperatorId, operatorId } from '../../domain/ids.ts'
import type { DeskInput } from '../../domain/input.ts'
import type { Json } from '../../domain/message.ts'
import type { Settings } from '../../domain/settings.ts'
import { between, type Chance, type Clock, type Instant, seconds } from '../../domain/time.ts'
import { ComeAgain } from '../../messengers/come-again.ts'
import type { OperatorAccount, Store } from '../../store/port.ts'
import { readFailure } from '../../telegram/errors.ts'
import { LONGEST_NAME, removeAccount, storeAccount } from '../accounts.ts'
import { type Calls, isIn, type Person } from './calls.ts'
import type { Chats } from './chats.ts'
import { DESK_SURFACE } from './model.ts'
import { isRefusal } from './rights.ts'

/** `unsure`: Telegram could not be asked, which means no. */
export type Standing =
  | { readonly kind: 'operator'; readonly account: OperatorAccount }
  | { readonly kind: 'stranger' }
  | { readonly kind: 'unsure' }

export interface PeopleParts {
  readonly store: Store
  readonly submit: Submit
  readonly calls: Pick<Calls, 'member'>
  readonly chats: Chats
  readonly settings: () => Settings
  readonly clock: Clock
  readonly chance: Chance
}

interface Membership {
  readonly lead: boolean
  /** Of the profile when it was last seen, to notice a new one. */
  readonly name: string
}

// Telegram tells who leaves, where the bot administers; asking again is for what it could not tell.
const TRUSTED_FOR = seconds(60)

export const idOf = (user: number): OperatorId => operatorId(`tg${user}`)

/** The number behind an operator's id; undefined for somebody of the web desk only. */
export function userOf(id: OperatorId): number | undefined {
  const digits = /^tg(\d+)$/.exec(id)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

export function nameOf({ first_name, last_name }: Person): string {
  const name = [first_name, last_name].filter(Boolean).join(' ').replaceAll(/\s+/g, ' ').trim()
  return name.slice(0, LONGEST_NAME) || 'Оператор'
}

export class People {
  readonly #parts: PeopleParts
  /** By user, then by chat. */
  readonly #taken = new Map<number, Map<number, Membership>>()
  readonly #seen = new Map<string, { readonly at: Instant; readonly there: boolean }>()
  /** Several who ask the same at once ask once. */
  readonly #asking = new Map<string, Promise<boolean | undefined>>()

  constructor(parts: PeopleParts) {
    this.#parts = parts
  }

  async load(): Promise<void> {
    for (const [key, note] of await this.#parts.store.notes(DESK_SURFACE, 'member:')) {
      const [, chat = '', user = ''] = key.split(':')
      this.#put(Number(user), Number(chat), fromNote(note))
    }
    // Killed in the middle of a group's move, the last process left them in a group that is no more.
    for (const [from, to] of this.#parts.chats.moves()) await this.moved(from, to)
  }

  /** Whether this user was taken into the desk; asked where there is no time to ask the store. */
  knows(user: number): boolean {
    return this.#taken.has(user)
  }

  users(): readonly number[] {
    return [...this.#taken.keys()]
  }

  chatsOf(user: number): readonly number[] {
    return [...(this.#taken.get(user)?.keys() ?? [])]
  }

  /** Asked anew at every press and command. Without a group (their chat with the bot) any group of theirs will do. */
  async standing(user: number, chat?: number): Promise<Standing> {
    // What was written before a group moved comes from where it was.
    const group = chat === undefined ? undefined : this.#parts.chats.now(chat)
    const account = await this.account(idOf(user))
    if (account === undefined) return { kind: 'stranger' }
    // Being in a group that is not the desk's says nothing.
    if (group !== undefined && this.#parts.chats.get(group) === undefined) return { kind: 'stranger' }
    const places = group === undefined ? this.chatsOf(user) : [group]
    const found = await Promise.all(places.map((chat) => this.#isThere(chat, user)))
    if (found.includes(true)) return { kind: 'operator', account }
    return found.includes(undefined) ? { kind: 'unsure' } : { kind: 'stranger' }
  }

  async account(id: OperatorId): Promise<OperatorAccount | undefined> {
    return (await this.#parts.store.operators()).find((account) => account.id === id)
  }

  async leads(): Promise<readonly OperatorAccount[]> {
    return (await this.#parts.store.operators()).filter(({ lead, id }) => lead && userOf(id) !== undefined)
  }

  /** Takes somebody into the desk with the rights of that group. Durable when it resolves. */
  async welcome(chat: number, person: Person, lead = false): Promise<OperatorAccount> {
    const before = this.#taken.get(person.id)?.get(chat)
    const membership = { lead: lead || (before?.lead ?? false), name: nameOf(person) }
    await this.#note(chat, person.id, membership)
    this.#put(person.id, chat, membership)
    this.saw(chat, person.id, true)
    return this.#settle(person.id, membership.name)
  }

  /** Left or was removed from the group: what they could do by it ends. False when they were nobody there. */
  async left(chat: number, user: number): Promise<boolean> {
    this.saw(chat, user, false)
    const places = this.#taken.get(user)
    if (!places?.delete(chat)) return false
    await this.#note(chat, user, undefined)
    if (places.size > 0) await this.#settle(user)
    else await this.#remove(user)
    return true
  }

  /** The profile as it came with an update; a new name is what customers see from the next chat on. */
  async met(person: Person): Promise<void> {
    const name = nameOf(person)
    for (const [chat, known] of this.#taken.get(person.id) ?? []) {
      if (known.name === name) continue
      await this.#note(chat, person.id, { ...known, name })
      this.#put(person.id, chat, { ...known, name })
      await this.#rename(person.id, name)
    }
  }

  /** Telegram said who is there. */
  saw(chat: number, user: number, there: boolean): void {
    this.#seen.set(`${chat}:${user}`, { at: this.#parts.clock.now(), there })
  }

  /** The group has another number now, and perhaps another team. */
  async moved(from: number, to: number): Promise<void> {
    for (const [user, places] of this.#taken) {
      const membership = places.get(from)
      if (membership === undefined) continue
      await this.#note(to, user, membership)
      await this.#note(from, user, undefined)
      places.delete(from)
      places.set(to, membership)
    }
  }

  /** Who left while the bot was away, and which groups of operators there are now. Rejects when everything stops. */
  async review(): Promise<void> {
    for (const [user, places] of [...this.#taken]) {
      for (const chat of [...places.keys()])
        if ((await this.#isThere(chat, user)) === false) await this.left(chat, user)
      const account = await this.account(idOf(user))
      const groups = this.#groupsOf(user)
      if (account && account.groups.join() !== groups.join()) await this.#settle(user)
    }
  }

  /** Undefined: Telegram did not say, or not in time. */
  async #isThere(chat: number, user: number): Promise<boolean | undefined> {
    const key = `${chat}:${user}`
    const seen = this.#seen.get(key)
    if (seen && between(seen.at, this.#parts.clock.now()) < TRUSTED_FOR) return seen.there
    const asking = this.#asking.get(key) ?? this.#ask(chat, user).finally(() => void this.#asking.delete(key))
    this.#asking.set(key, asking)
    return asking
  }

  async #ask(chat: number, user: number): Promise<boolean | undefined> {
    const { calls, chats } = this.#parts
    try {
      const there = isIn(await calls.member(chat, user))
      this.saw(chat, user, there)
      return there
    } catch (error) {
      if (error instanceof ComeAgain) throw error
      const failure = readFailure(error)
      if (failure.kind === 'migrated') return this.#isThere(failure.to, user)
      // A group that refuses us knows nobody; but who was taken into it is not thrown out for our own trouble.
      return isRefusal(error) && chats.get(chat) === undefined ? false : undefined
    }
  }

  async #settle(user: number, name?: string): Promise<OperatorAccount> {
    const id = idOf(user)
    const known = await this.account(id)
    const places = [...(this.#taken.get(user)?.values() ?? [])]
    const account: OperatorAccount = {
      ...known,
      id,
      name: known?.name ?? name ?? places[0]?.name ?? id,
      lead: places.some(({ lead }) => lead),
      groups: this.#groupsOf(user),
    }
    await storeAccount(this.#parts.store, account)
    await this.#enrol(account)
    return account
  }

  #groupsOf(user: number): readonly string[] {
    const { settings, chats } = this.#parts
    const mine = this.chatsOf(user).flatMap((chat) => chats.get(chat) ?? [])
    const all = settings().groups.map(({ name }) => name)
    return all.filter((name) => mine.some(({ groups }) => groups.length === 0 || groups.includes(name)))
  }

  async #rename(user: number, name: string): Promise<void> {
    const known = await this.account(idOf(user))
    if (known === undefined || known.name === name) return
    // Rights stay as they are, so open pages may, too.
    await this.#parts.store.saveOperator({ ...known, name })
    await this.#enrol({ ...known, name })
  }

  async #remove(user: number): Promise<void> {
    this.#taken.delete(user)
    await removeAccount(this.#parts.store, idOf(user))
    await this.#tell({ type: 'operatorRemoved', operator: idOf(user) })
  }

  async #enrol({ id, name, lead, groups, capacity }: OperatorAccount): Promise<void> {
    const own = capacity === undefined ? {} : { capacity }
    const known = this.#parts.settings().groups.filter((group) => groups.includes(group.name))
    const names = known.map((group) => group.name)
    await this.#tell({ type: 'operatorEnrolled', operator: id, name, lead, groups: names, ...own })
  }

  // What is not taken now (the store is busy) `Enrolment` tells the desk within seconds.
  async #tell(input: DeskInput): Promise<void> {
    const { submit, clock, chance } = this.#parts
    const key = inputKey(`${DESK_SURFACE}:people:${clock.now()}:${chance.token(6)}`)
    await submit({ to: 'desk', key, input })
  }

  #put(user: number, chat: number, membership: Membership): void {
    const places = this.#taken.get(user) ?? new Map<number, Membership>()
    this.#taken.set(user, places.set(chat, membership))
  }

  #note(chat: number, user: number, membership: Membership | undefined): Promise<void> {
    const value = membership && { ...membership }
    return this.#parts.store.note(DESK_SURFACE, new Map([[`member:${chat}:${user}`, value]]))
  }
}

function fromNote(note: Json): Membership {
  const fields = typeof note === 'object' && note !== null && !Array.isArray(note) ? note : {}
  const lead = 'lead' in fields && fields.lead === true
  return { lead, name: 'name' in fields ? String(fields.name) : '' }
}
