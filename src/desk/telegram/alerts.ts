/** Alerts to leads and reminders to operators: in General of a group of theirs, by name, so that their phones ring. */
import type { Reminder } from '../../domain/desk/state.ts'
import type { LeadAlert } from '../../domain/event.ts'
import type { OperatorId } from '../../domain/ids.ts'
import { unreachable } from '../../domain/unreachable.ts'
import { mentioning } from './join.ts'
import type { DeskChat, Place } from './model.ts'
import { userOf } from './people.ts'
import type { Room } from './room.ts'

interface Named {
  readonly id: OperatorId
  readonly name: string
}

export class Alerts {
  readonly #room: Room

  constructor(room: Room) {
    this.#room = room
  }

  /** Resolves when every lead was told, or could not be (the log says so then). */
  async tell(about: LeadAlert): Promise<void> {
    const leads = await this.#room.people.leads()
    const text = this.#words(about)
    // Where the group itself is the trouble a word in it reaches nobody.
    const apart = about.kind === 'surface' && about.trouble !== 'slowed'
    const groups = apart ? [] : this.#groups()
    const told = await Promise.all(groups.map((chat) => this.#tellGroup(chat, text, leads)))
    const reached = new Set(told.flat())
    await Promise.all(leads.filter(({ id }) => !reached.has(id)).map((lead) => this.#tellApart(lead, text)))
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
    const here = leads.filter(({ id }) => this.#room.people.chatsOf(userOf(id) ?? 0).includes(chat.id))
    if (here.length === 0) return []
    return (await this.#write({ chat: chat.id }, text, here)) ? here.map(({ id }) => id) : []
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

  #words(about: LeadAlert): string {
    const { alerts } = this.#room.words
    switch (about.kind) {
      case 'lowRating':
        return alerts.lowRating(about.ticket, about.score, about.comment)
      case 'queueFull':
        return alerts.queueFull(about.waiting)
      case 'longWait':
        return alerts.longWait(about.ticket)
      case 'surface':
        if (about.trouble === 'fallback') return alerts.fallback(about.ticket, about.detail)
        if (about.trouble === 'slowed') return alerts.slowed(about.title, about.seconds)
        return alerts.chat[about.trouble](about.title)
      default:
        return unreachable(about)
    }
  }
}
