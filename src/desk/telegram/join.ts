/** How somebody of the group becomes an operator: they ask, a lead presses. The group's creator needs nobody's leave. */
import { z } from 'zod'
import type { OperatorId } from '../../domain/ids.ts'
import type { Entity } from '../../domain/message.ts'
import { minutes } from '../../domain/time.ts'
import { isIn, type Person } from './calls.ts'
import { refusal, type Told } from './deeds.ts'
import { DESK_SURFACE, type Place } from './model.ts'
import { nameOf, userOf } from './people.ts'
import type { Press } from './presses.ts'
import type { Room } from './room.ts'

/** `at`: when the leads were told. */
const requestForm = z.object({ name: z.string(), at: z.int() })
type Request = z.infer<typeof requestForm>

// A lead who was busy is reminded, not bothered.
const ASK_AGAIN = minutes(10)

export class Joining {
  readonly #room: Room

  constructor(room: Room) {
    this.#room = room
  }

  /** The words for whoever asked. */
  async ask(person: Person, place: Place): Promise<string> {
    const { people, calls, words } = this.#room
    const standing = await people.standing(person.id, place.chat)
    if (standing.kind === 'operator' && people.chatsOf(person.id).includes(place.chat))
      return words.join.already
    const member = await calls.member(place.chat, person.id).catch(() => undefined)
    if (member === undefined) return words.nobody.unsure
    if (!isIn(member)) return words.join.gone
    if (member.status === 'creator') {
      const { name } = await people.welcome(place.chat, person, true)
      return words.join.lead(name)
    }
    const now = this.#room.clock.now()
    const before = await this.#request(place.chat, person.id)
    if (before && now - before.at < ASK_AGAIN) return words.join.asked
    await this.#note(place.chat, person.id, { name: nameOf(person), at: now })
    await this.#tellLeads(person, place.chat)
    return words.join.asked
  }

  /** `j:<user>:yes` or `no`. */
  async pressed(data: string, { place, message, doer }: Press): Promise<Told> {
    const { words } = this.#room
    if (!doer.account.lead) return refusal(words.nobody.notLead)
    const [, user = '', verb] = data.split(':')
    const request = await this.#request(place.chat, Number(user))
    if (request === undefined) return refusal(words.join.old)
    const said = await this.#decide(place.chat, Number(user), request, verb === 'yes', doer.account.name)
    if (said === undefined) return refusal(words.nobody.unsure)
    await this.#note(place.chat, Number(user), undefined)
    void this.#room.writer.rewrite({ place, message, urgency: 'first', text: said })
    return { done: true, text: said }
  }

  async #decide(chat: number, user: number, request: Request, yes: boolean, by: string) {
    const { people, calls, words } = this.#room
    if (!yes) return words.join.declined(request.name, by)
    const member = await calls.member(chat, user).catch(() => undefined)
    if (member === undefined) return undefined
    if (!isIn(member) || member.user.is_bot) return words.join.gone
    const { name } = await people.welcome(chat, member.user)
    return words.join.accepted(name, by)
  }

  async #tellLeads(person: Person, chat: number): Promise<void> {
    const { people, words, writer } = this.#room
    const here = (await people.leads()).filter(({ id }) => people.chatsOf(userOf(id) ?? 0).includes(chat))
    const { text, entities } = mentioning(words.join.asks(nameOf(person)), here)
    const button = (verb: string, label: string) => ({ text: label, data: `j:${person.id}:${verb}` })
    const buttons = [[button('yes', words.join.yes), button('no', words.join.no)]]
    void writer.write({ place: { chat }, urgency: 'first', text, entities, buttons })
  }

  async #request(chat: number, user: number): Promise<Request | undefined> {
    const key = `join:${chat}:${user}`
    return requestForm.safeParse((await this.#room.store.notes(DESK_SURFACE, key)).get(key)).data
  }

  #note(chat: number, user: number, request: Request | undefined): Promise<void> {
    const value = request && { ...request }
    return this.#room.store.note(DESK_SURFACE, new Map([[`join:${chat}:${user}`, value]]))
  }
}

interface Named {
  readonly id: OperatorId
  readonly name: string
}

/** The text with these people named at its end, so that their phones ring; `about` is named in it already. */
export function mentioning(text: string, people: readonly Named[], about?: Named) {
  let whole = text
  const linked = about === undefined ? [] : linkTo(about, text.indexOf(about.name))
  const entities = people.flatMap((one) => {
    whole += ` ${one.name}`
    return linkTo(one, whole.length - one.name.length)
  })
  return { text: whole, entities: [...linked, ...entities] }
}

function linkTo({ id, name }: Named, offset: number): readonly Entity[] {
  const user = userOf(id)
  if (user === undefined || offset < 0) return []
  return [{ kind: 'link', offset, length: name.length, url: `tg://user?id=${user}` }]
}
