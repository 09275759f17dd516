/** Alerts to leads and reminders to operators: in General of a group of theirs, by name, so that their phones ring. */
import type { Reminder } from '../../domain/desk/state.ts'
import type { LeadAlert } from '../../domain/event.ts'
import type { OperatorId } from '../../domain/ids.ts'
import { unreachable } from '../../domain/unreachable.ts'
import { mentioning } from './join.ts'
import type { DeskChat, Place } from './model.ts'
import { userOf } from './people.ts'
import { NEEDS } from './rights.ts'
import type { Room } from './room.ts'

interface Named {
  readonly id: OperatorId
  readonly name: string
}

type Fallback = Extract<LeadAlert, { readonly trouble: 'fallback' }>

export class Alerts {
  readonly #room: Room

  constructor(room: Room) {
    this.#room = room
  }

  /** Resolves when every lead was told, or could not be (the log says so then). */
  async tell(about: LeadAlert): Promise<void> {
    const leads = await this.#room.people.leads()
    if (about.kind === 'surface' && about.trouble === 'fallback') return this.#tellFallback(about, leads)
    const text = this.#words(about)
    // Where the group itself is the trouble a word in it reaches nobody.
    const apart = about.kind === 'surface' && about.trouble !== 'slowed'
    const groups = apart ? [] : this.#groups()
    const told = await Promise.all(groups.map((chat) => this.#tellGroup(chat, text, leads)))
    const reached = new Set(told.flat())
    await Promise.all(leads.filter(({ id }) => !reached.has(id)).map((lead) => this.#tellApart(lead, text)))
  }

  /** Whoever has the chat can put it right, and may have never opened the bot: it is said where they are. */
  async #tellFallback({ ticket, operator, why }: Fallback, leads: readonly Named[]): Promise<void> {
    const { people, words, threads, writer, me } = this.#room
    const account = await people.account(operator)
    if (account === undefined) return
    const groups = this.#groups().filter(({ personal }) => personal)
    const chat = groups.find(({ id }) => id === threads.of(ticket)?.place.chat) ?? groups[0]
    const others = leads.filter(({ id }) => id !== operator)
    const here = chat ? this.#inGroup(chat, others) : []
    const text = words.alerts.fallback(ticket, why, account.name, me.username)
    const letter = mentioning(text, here, account)
    const told = chat && (await writer.write({ place: { chat: chat.id }, urgency: 'first', ...letter }))
    const missed = told === undefined ? others : others.filter((lead) => !here.includes(lead))
    await Promise.all(missed.map((lead) => this.#tellApart(lead, text)))
  }

  async remind({ ticket, operator, text }: Reminder): Promise<void> {
    const { words, people, threads } = this.#room
    const account = await people.account(operator)
    if (account === undefined || userOf(operator) === undefined) return
    const said = words.alerts.reminder(ticket, text)
    const thread = threads.of(ticket)?.place
    const general = this.#groups().find((chat) => people.chatsOf(userOf(operator) ?? 0).includes(chat.id))
    const place = thread ?? (general && { chat: general.id })
    if (place && (await this.#write(place, said, [account]))) return
    await this.#tellApart(account, said)
  }

  #groups(): readonly DeskChat[] {
    return this.#room.chats.all().filter(({ trouble }) => trouble === undefined)
  }

  /** The leads of this group, once they are told. */
  async #tellGroup(chat: DeskChat, text: string, leads: readonly Named[]): Promise<readonly OperatorId[]> {
    const here = this.#inGroup(chat, leads)
    if (here.length === 0) return []
    return (await this.#write({ chat: chat.id }, text, here)) ? here.map(({ id }) => id) : []
  }

  #inGroup({ id: chat }: DeskChat, leads: readonly Named[]): readonly Named[] {
    return leads.filter(({ id }) => this.#room.people.chatsOf(userOf(id) ?? 0).includes(chat))
  }

  async #write(place: Place, text: string, people: readonly Named[]): Promise<boolean> {
    const letter = mentioning(text, people)
    return (await this.#room.writer.write({ place, urgency: 'first', ...letter })) !== undefined
  }

  async #tellApart({ id }: Named, text: string): Promise<void> {
    const user = userOf(id)
    if (user === undefined) return
    const message = await this.#room.writer.write({ place: { chat: user }, urgency: 'first', text })
    if (message !== undefined) return
    this.#room.log.warn({ lead: id }, 'a lead could not be told in private: they never wrote to the bot')
  }

  #needs(lacks: readonly string[]): readonly string[] {
    const { needs } = this.#room.words.setup
    return NEEDS.filter((need) => lacks.includes(need)).map((need) => `• ${needs[need]}`)
  }

  #words(about: Exclude<LeadAlert, Fallback>): string {
    const { alerts } = this.#room.words
    switch (about.kind) {
      case 'lowRating':
        return alerts.lowRating(about.ticket, about.score, about.comment)
      case 'queueFull':
        return alerts.queueFull(about.waiting)
      case 'longWait':
        return alerts.longWait(about.ticket)
      case 'surface':
        if (about.trouble === 'slowed') return alerts.slowed(about.title, about.seconds)
        return alerts.chat[about.trouble](
          about.title,
          about.trouble === 'rights' ? this.#needs(about.lacks) : [],
        )
      default:
        return unreachable(about)
    }
  }
}
