/** Questions with buttons: to whom, about what, for how long. */
import { loads } from '../../domain/desk/queue.ts'
import type { Ticket } from '../../domain/desk/state.ts'
import type { OperatorId, TicketId } from '../../domain/ids.ts'
import { giveButton, groupButton, snoozeButton, ticketButton, topicButton } from './buttons.ts'
import { type Doer, deskOf, notTheirs } from './deeds.ts'
import type { Button } from './model.ts'
import type { Room } from './room.ts'

/** Without buttons there is nothing to choose from, and the text says why. */
export interface Choice {
  readonly text: string
  readonly buttons?: readonly (readonly Button[])[]
}

// Telegram's limit; ids of people and short names of groups and topics fit, anything longer is chosen by the command.
const LONGEST_DATA = 64
// A screen of a phone; who has more people transfers to a group.
const MOST = 30

/** Everybody on shift but whoever has it, with how busy they are; then the groups it is not in. */
export async function whoGets(room: Room, { account }: Doer, ticket: Ticket): Promise<Choice> {
  const refused = await notTheirs(room, account, ticket)
  if (refused) return { text: refused.text }
  const { id } = ticket
  const desk = await deskOf(room)
  const { choose } = room.words
  const holder = 'operator' in ticket ? ticket.operator : undefined
  const busy = loads(desk)
  const people = Object.values(desk.operators)
    .filter(({ shift, id: other }) => shift !== 'off' && other !== holder)
    .sort((one, other) => roomOf(other) - roomOf(one))
    // By name, also whoever asks: everybody in the thread sees the list, and may press.
    .map(({ id: other, name, capacity }) =>
      giveButton(id, other, choose.load(name, busy.get(other) ?? 0, capacity)),
    )
  const groups = room
    .settings()
    .groups.filter(({ name }) => name !== ticket.group)
    .map(({ name, title }) => groupButton(id, name, choose.group(title)))
  function roomOf(operator: { readonly id: OperatorId; readonly capacity: number }): number {
    return operator.capacity - (busy.get(operator.id) ?? 0)
  }
  return chosen(room, id, choose.give(id), [...people, ...groups], choose.nobody)
}

export function whichTopic(room: Room, id: TicketId): Choice {
  const { choose } = room.words
  const topics = room.settings().topics.map(({ name, title }) => topicButton(id, name, title))
  return chosen(room, id, choose.topic(id), topics, choose.noTopics)
}

export async function howLong(room: Room, { account }: Doer, ticket: Ticket): Promise<Choice> {
  const refused = await notTheirs(room, account, ticket)
  if (refused) return { text: refused.text }
  const { id } = ticket
  const { choose } = room.words
  const buttons = [
    snoozeButton(id, '15m', choose.quarter),
    snoozeButton(id, '1h', choose.hour),
    snoozeButton(id, '10am', choose.tomorrow),
  ]
  return chosen(room, id, choose.later(id), buttons, '')
}

/** A question with its buttons and a way back. */
export function chosen(
  room: Room,
  id: TicketId,
  text: string,
  buttons: readonly Button[],
  nothing: string,
): Choice {
  const fitting = buttons.filter(({ data }) => Buffer.byteLength(data) <= LONGEST_DATA).slice(0, MOST)
  if (fitting.length === 0) return { text: nothing }
  return { text, buttons: [...fitting.map((button) => [button]), [ticketButton(id, 'card', room.language)]] }
}
