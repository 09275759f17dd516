/** The one place that says whether somebody may do anything here at all. Everybody else is told why not, once. */
import type { Message, User } from 'grammy/types'
import type { Ticket } from '../../domain/desk/state.ts'
import { between, type Duration, hours, type Instant, minutes } from '../../domain/time.ts'
import type { OperatorAccount } from '../../store/port.ts'
import { mayOpen } from '../web/access.ts'
import type { Place } from './model.ts'
import type { Room } from './room.ts'

export type Behind =
  | { readonly kind: 'operator'; readonly account: OperatorAccount }
  | { readonly kind: 'nobody'; readonly why: Nobody }

export type Nobody = 'anonymous' | 'stranger' | 'unsure'

/** Who did it. `sender`: a chat that speaks instead of a person, as anonymous administrators and channels do. */
export interface Doing {
  readonly from?: User
  readonly sender?: unknown
  readonly chat: { readonly id: number; readonly type: string }
}

export async function behind(room: Room, { from, sender, chat }: Doing): Promise<Behind> {
  if (sender !== undefined || from === undefined) return { kind: 'nobody', why: 'anonymous' }
  if (from.is_bot) return { kind: 'nobody', why: 'stranger' }
  const standing = await room.people.standing(from.id, chat.type === 'private' ? undefined : chat.id)
  if (standing.kind !== 'operator') return { kind: 'nobody', why: standing.kind }
  await room.people.met(from)
  return standing
}

/**
 * The one place that says which tickets somebody may touch: whatever has its thread where they are, and what they might open
 * at the web desk. The rest does not exist for them.
 */
export async function mayTouch(
  { threads, chats, store }: Room,
  account: OperatorAccount,
  ticket: Ticket,
  place: Place,
): Promise<boolean> {
  const thread = threads.of(ticket.id)
  if (thread && chats.first(thread.place.chat) === chats.first(place.chat)) return true
  return mayOpen(account, ticket, (await store.desk()).state, store)
}

export const doing = ({ from, sender_chat, chat }: Message): Doing => ({
  ...(from === undefined ? {} : { from }),
  ...(sender_chat === undefined ? {} : { sender: sender_chat }),
  chat,
})

/** Threads only: in General one writes without a thread, whatever Telegram calls it. */
export function placeOf({ chat, message_thread_id, is_topic_message }: Message): Place {
  return is_topic_message && message_thread_id !== undefined
    ? { chat: chat.id, thread: message_thread_id }
    : { chat: chat.id }
}

/** The same, where the group is by now. */
export function placeNow({ chats }: Pick<Room, 'chats'>, message: Message): Place {
  const place = placeOf(message)
  return { ...place, chat: chats.now(place.chat) }
}

/** The ticket's thread at that place, also while its group is on its way to another number. */
export function threadAt({ threads, chats }: Pick<Room, 'threads' | 'chats'>, place: Place) {
  const numbers = chats.numbers(chats.now(place.chat))
  return numbers.map((chat) => threads.at({ ...place, chat })).find((thread) => thread !== undefined)
}

/** A thread that its ticket has no more, by any number its group had. */
export function isLeft({ threads, chats }: Pick<Room, 'threads' | 'chats'>, place: Place): boolean {
  return chats.numbers(chats.now(place.chat)).some((chat) => threads.left({ ...place, chat }))
}

/** What goes one after the other: a thread's words; in General everybody stands for themselves. */
export const lineOf = (room: Pick<Room, 'chats'>, message: Message, who = message.from): string =>
  nameOfLine(room, placeOf(message), who?.id)

export const nameOfLine = ({ chats }: Pick<Room, 'chats'>, { chat, thread }: Place, user = 0): string =>
  `${chats.first(chat)}:${thread ?? `:${user}`}`

// A day for a stranger, who may come back; ten minutes for somebody whose words keep getting lost.
const QUIET_FOR: { readonly [N in Nobody]: Duration } = {
  stranger: hours(24),
  anonymous: minutes(10),
  unsure: minutes(1),
}

/** Says the same thing to the same one no more than so often. A restart may say it once more. */
export class Told {
  readonly #at = new Map<string, Instant>()
  readonly #room: Pick<Room, 'clock'>

  constructor(room: Pick<Room, 'clock'>) {
    this.#room = room
  }

  /** True when it is worth saying now. */
  fresh(what: string, quietFor: Duration): boolean {
    const now = this.#room.clock.now()
    const last = this.#at.get(what)
    if (last !== undefined && between(last, now) < quietFor) return false
    this.#at.set(what, now)
    if (this.#at.size > 10_000) this.#at.clear()
    return true
  }

  nobody(why: Nobody, { from, chat }: Doing): boolean {
    return this.fresh(`${why}:${chat.id}:${from?.id ?? 0}`, QUIET_FOR[why])
  }
}
