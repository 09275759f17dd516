/**
 * A group becomes one of the desk's: it is named in the settings, or somebody brings the bot there by a link that works once
 * (so that nobody else can make their own group the desk). Then the bot says which right it lacks and how to give it, and an
 * administrator presses [Начать работу]. What goes wrong later is told to leads elsewhere than in the group.
 */
import type { ChatMemberUpdated, User } from 'grammy/types'
import { z } from 'zod'
import type { SurfaceTrouble } from '../../domain/event.ts'
import { groupName, inputKey } from '../../domain/ids.ts'
import { sameSecret } from '../../http/same-secret.ts'
import { isAdmin } from './calls.ts'
import { refusal, type Told } from './deeds.ts'
import { mentioning } from './join.ts'
import { type ChatTrouble, DESK_SURFACE, type DeskTrouble } from './model.ts'
import { userOf } from './people.ts'
import { type Rights, rightsIn, troubleOf } from './rights.ts'
import type { Room } from './room.ts'

/** A group of the settings. Without `group` it serves all. */
export interface TrustedChat {
  readonly chat: number
  readonly group?: string
}

const CODE = 'setup-code'
const MESSAGE = (chat: number) => `setup-message:${chat}`
/** The message that says how the group stands, and what it says by now; absent where only its buttons are known. */
const standing = z.object({ message: z.int(), text: z.string().optional() })

export class Setup {
  readonly #room: Room
  /** What is done with a group that begins: its list of commands. */
  readonly #begun: (chat: number) => Promise<void>
  #saying: Promise<void> = Promise.resolve()
  /** Groups of the settings begin by themselves. */
  readonly #trusted = new Set<number>()

  constructor(room: Room, begun: (chat: number) => Promise<void>) {
    this.#room = room
    this.#begun = begun
  }

  /** Takes up the groups of the settings, before any update is heard. */
  async adopt(trusted: readonly TrustedChat[], personal: readonly string[]): Promise<void> {
    const { chats, settings } = this.#room
    for (const id of new Set(trusted.map(({ chat }) => chat))) {
      const now = chats.now(id)
      this.#trusted.add(now)
      const named = trusted.filter(({ chat }) => chat === id).map(({ group }) => group)
      const groups = named.includes(undefined) ? [] : named.flatMap((name) => (name ? groupName(name) : []))
      await chats.put({ title: '', begun: false, ...chats.get(now), id: now, groups })
    }
    const all = settings().groups.map(({ name }) => name)
    for (const { personal: _, ...chat } of chats.adopted()) {
      const served = chat.groups.length > 0 ? chat.groups : all
      const own = served.some((name) => personal.includes(name))
      await chats.put({ ...chat, ...(own ? { personal: true } : {}) })
    }
  }

  /** Looks at the rights in every group, or in those that do not work yet or any more. Rejects never. */
  async look(which: 'all' | 'troubled'): Promise<void> {
    for (const { id, trouble, begun } of this.#room.chats.adopted())
      if (which === 'all' || trouble !== undefined || !begun) await this.#look(id)
  }

  /** The link that makes a group the desk; the code in it is kept until it is used. */
  async link(): Promise<string> {
    const { store, chance, me } = this.#room
    const kept = (await store.notes(DESK_SURFACE, CODE)).get(CODE)
    const code = typeof kept === 'string' ? kept : chance.token(24)
    if (kept === undefined) await store.note(DESK_SURFACE, new Map([[CODE, code]]))
    const rights = 'manage_topics+pin_messages+delete_messages'
    return `https://t.me/${me.username}?startgroup=desk_${code}&admin=${rights}`
  }

  /** `/start desk_<code>` in a group. Without the right code nothing at all is said: the group is a stranger's. */
  async brought(chat: { readonly id: number; readonly title?: string }, code: string): Promise<void> {
    const { store, chats, log } = this.#room
    if (chats.get(chat.id)) {
      await this.check(chat.id)
      return
    }
    const kept = (await store.notes(DESK_SURFACE, CODE)).get(CODE)
    if (typeof kept !== 'string' || !sameSecret(kept, code)) {
      log.warn({ chat: chat.id }, 'a group came with a link to the desk that was used or is wrong')
      return
    }
    await chats.put({ id: chat.id, title: chat.title ?? '', groups: [], begun: false })
    await store.note(DESK_SURFACE, new Map([[CODE, undefined]]))
    await this.check(chat.id)
  }

  /** Looks at the rights and says in the group what is missing, or that it may begin. */
  async check(chat: number): Promise<Rights> {
    const found = await rightsIn(this.#room.calls, chat, this.#room.me.id)
    await this.#settle(chat, found)
    const begun = this.#room.chats.get(chat)?.begun === true
    if (found.kind === 'fine' && !begun && this.#trusted.has(chat)) await this.begin(chat)
    else if (found.kind !== 'notThere') this.#say(chat, found)
    return found
  }

  /** `s:check`, `s:start`. */
  async pressed(data: string, chat: number, message: number, user: User): Promise<Told> {
    const { calls, chats, words, store } = this.#room
    if (!chats.get(chat)) return refusal(words.refused.oldButton)
    const member = await calls.member(chat, user.id).catch(() => undefined)
    if (member === undefined) return refusal(words.nobody.unsure)
    if (!isAdmin(member)) return refusal(words.setup.onlyAdmins)
    const stands = await this.#stands(chat)
    if (stands?.message !== message) await store.note(DESK_SURFACE, new Map([[MESSAGE(chat), { message }]]))
    const found = await this.check(chat)
    if (found.kind !== 'fine') return refusal(words.setup.stillLacks)
    if (data === 's:start') await this.begin(chat)
    return { done: true, text: data === 's:start' ? words.setup.begun : words.setup.fine }
  }

  /** From now on tickets come here; the creator of the group is the lead. */
  async begin(chat: number): Promise<void> {
    const { calls, chats, people, log } = this.#room
    const known = chats.get(chat)
    if (known === undefined) return
    const owner = await calls.owner(chat)
    if (owner) await people.welcome(chat, owner, true)
    else log.warn({ chat }, 'a group of the desk has no creator: make a lead with kotik operator')
    await chats.put({ ...known, begun: true })
    await this.#begun(chat).catch((error: unknown) =>
      log.warn({ err: error, chat }, 'the list of commands could not be set'),
    )
    this.#say(chat, { kind: 'fine' })
  }

  /** The bot itself was let in, made an administrator, demoted or thrown out. */
  async standingChanged({ chat, new_chat_member: member }: ChatMemberUpdated): Promise<void> {
    const known = this.#room.chats.get(chat.id)
    if (known === undefined) return
    if (member.status === 'left' || member.status === 'kicked')
      return this.#settle(chat.id, { kind: 'notThere' })
    await this.check(chat.id)
  }

  async #look(chat: number): Promise<void> {
    const { calls, chats, log, me } = this.#room
    try {
      const found = await rightsIn(calls, chat, me.id)
      await this.#settle(chat, found)
      const begun = chats.get(chat)?.begun === true
      if (found.kind === 'fine' && !begun && this.#trusted.has(chat)) return await this.begin(chat)
      if (found.kind === 'lacks') this.#say(chat, found)
      if (found.kind === 'fine' && begun) await this.#begun(chat)
    } catch (error) {
      log.warn({ err: error, chat }, 'the rights in a group of the desk could not be looked at')
    }
  }

  /** What the rights mean for a group that works: leads hear of a change for the worse, the group of one for the better. */
  async #settle(chat: number, found: Rights & { readonly title?: string }): Promise<void> {
    const { chats, writer, words } = this.#room
    const known = chats.get(chat)
    if (known === undefined) return
    if (found.title !== undefined && found.title !== known.title)
      await chats.put({ ...known, title: found.title })
    const trouble = troubleOf(found)
    const changed = await chats.trouble(chat, trouble)
    if (!changed || !known.begun) return
    if (trouble) await this.#alert(aboutGroup(found.title ?? known.title, trouble, found))
    else void writer.write({ place: { chat }, urgency: 'first', insists: true, text: words.setup.works })
  }

  /** Whoever writes to the groups met trouble there. */
  async troubled(found: DeskTrouble): Promise<void> {
    const { chats } = this.#room
    if (found.kind === 'fallback') {
      const { kind: trouble, ...rest } = found
      return this.#alert({ trouble, ...rest })
    }
    const title = chats.get(found.chat)?.title ?? String(found.chat)
    if (found.kind === 'slowed') return this.#alert({ trouble: 'slowed', title, seconds: found.seconds })
    if (chats.get(found.chat)?.trouble === found.trouble) return
    // Which right it is, Telegram says only when it is asked.
    const { kind } = await this.check(found.chat).catch(() => ({ kind: 'fine' }) as const)
    if (kind === 'fine' && (await chats.trouble(found.chat, found.trouble)))
      await this.#alert(aboutGroup(title, found.trouble))
  }

  async #alert(about: SurfaceTrouble): Promise<void> {
    const { submit, clock, chance } = this.#room
    const key = inputKey(`${DESK_SURFACE}:trouble:${clock.now()}:${chance.token(6)}`)
    await submit({ to: 'desk', key, input: { type: 'surfaceTroubled', about } })
  }

  /** Not waited for: the group may be slow, and what was decided is durable. */
  #say(chat: number, found: Rights): void {
    this.#saying = this.#saying
      .then(() => this.#put(chat, found))
      .catch((error: unknown) =>
        this.#room.log.warn({ err: error, chat }, 'a group of the desk could not be told how it stands'),
      )
  }

  /** One message in General, put in other words as things change. */
  async #put(chat: number, found: Rights): Promise<void> {
    const { store, writer, chats } = this.#room
    const begun = chats.get(chat)?.begun === true
    const { text, button } = this.#words(found, begun, chats.get(chat)?.title ?? '')
    const buttons = button ? [[button]] : []
    const stands = await this.#stands(chat)
    // An edit that changes nothing is refused, and still costs one of the twenty.
    if (stands?.text === text) return
    const letter = { place: { chat }, urgency: 'first', insists: true, text, buttons } as const
    // Of a group that worked it is news: in words that ring, as far as a mere member may write.
    const news = begun && found.kind === 'lacks'
    const rewritten = stands && !news && (await writer.rewrite({ ...letter, message: stands.message }))
    const ringing = news ? mentioning(text, await this.#leadsIn(chat)) : { text }
    const message = rewritten ? stands.message : await writer.write({ ...letter, ...ringing })
    if (message !== undefined) await store.note(DESK_SURFACE, new Map([[MESSAGE(chat), { message, text }]]))
  }

  async #leadsIn(chat: number) {
    const { people } = this.#room
    return (await people.leads()).filter(({ id }) => people.chatsOf(userOf(id) ?? 0).includes(chat))
  }

  async #stands(chat: number): Promise<z.infer<typeof standing> | undefined> {
    const key = MESSAGE(chat)
    return standing.safeParse((await this.#room.store.notes(DESK_SURFACE, key)).get(key)).data
  }

  #words(found: Rights, begun: boolean, title: string) {
    const { setup, alerts } = this.#room.words
    if (found.kind === 'lacks') {
      const needs = found.needs.map((need) => `• ${setup.needs[need]}`)
      const text = begun
        ? alerts.chat[found.needs.includes('threads') ? 'noThreads' : 'rights'](title, needs)
        : [setup.hello, setup.lacks, ...needs].join('\n')
      return { text, button: { text: setup.again, data: 's:check' } }
    }
    if (begun) return { text: setup.begun }
    return { text: `${setup.hello} ${setup.fine}`, button: { text: setup.start, data: 's:start' } }
  }
}

function aboutGroup(title: string, trouble: ChatTrouble, found?: Rights): SurfaceTrouble {
  if (trouble !== 'rights') return { title, trouble }
  return { title, trouble, lacks: found?.kind === 'lacks' ? found.needs : [] }
}
