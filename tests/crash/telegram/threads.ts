/** Whose chat is in which thread, read from the store beside the running program. */
import { DESK_SURFACE } from '../../../src/desk/telegram/model.ts'
import { ownerOf } from '../../../src/domain/desk/ticket.ts'
import { channelAndChat } from '../../../src/domain/ids.ts'
import type { Store } from '../../../src/store/port.ts'
import type { Person } from '../../fakes/telegram/people/person.ts'

export interface OwnedThread {
  /** Telegram's number of the operator. */
  readonly owner: number
  readonly thread: number
  readonly customer: number
}

export async function ownedThreads(
  store: Store,
  customers: readonly Person[],
): Promise<readonly OwnedThread[]> {
  const { state } = await store.desk()
  const notes = await store.notes(DESK_SURFACE, 'thread:')
  const numbers = new Map(customers.map(({ id }, index) => [String(id), index]))
  return Object.values(state.tickets).flatMap((ticket) => {
    const owner = ownerOf(ticket)
    const customer = numbers.get(channelAndChat(ticket.conversation).chat)
    const note = notes.get(`thread:${ticket.id}`)
    const place = typeof note === 'object' && note !== null && 'place' in note ? note.place : undefined
    const thread = typeof place === 'object' && place !== null && 'thread' in place ? place.thread : undefined
    if (owner === undefined || customer === undefined || typeof thread !== 'number') return []
    return [{ owner: Number(owner.replace('tg', '')), thread, customer }]
  })
}
