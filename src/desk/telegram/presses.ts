/**
 * Presses of the desk's buttons. Data says only what was pressed; who pressed is asked anew each time, and every press is
 * answered: a toast about what came of it, an alert about why not.
 */
import type { CallbackQuery } from 'grammy/types'
import type { Ticket } from '../../domain/desk/state.ts'
import { groupName, type InputKey, operatorId, ticketId, topicName } from '../../domain/ids.ts'
import { hours, later, minutes } from '../../domain/time.ts'
import { ComeAgain } from '../../messengers/come-again.ts'
import { cannedNamed, sayCanned } from './canned.ts'
import { type Choice, howLong, whichTopic, whoGets } from './choices.ts'
import * as deeds from './deeds.ts'
import { behind, mayTouch, placeOf } from './guard.ts'
import type { Joining } from './join.ts'
import type { Place } from './model.ts'
import type { Room } from './room.ts'
import type { Setup } from './setup.ts'
import { tomorrowMorning } from './when.ts'

/** A press that can be read. `message`: under which the button stands. */
export interface Press {
  readonly place: Place
  readonly message: number
  readonly doer: deeds.Doer
}

/** `again`: the question under which the button stands is answered; take it away. */
type Pressed = deeds.Told & { readonly answered?: boolean }

export interface PressesParts {
  readonly room: Room
  readonly joining: Pick<Joining, 'pressed'>
  readonly setup: Pick<Setup, 'pressed'>
  /** Whether something of this thread waits to be said. */
  isBehind(place: Place): boolean
}

/** Ours by its form; whether it leads anywhere is another question. */
export const isDeskData = (data: string | undefined): data is string => /^[tbjs]:/.test(data ?? '')

export async function pressed(parts: PressesParts, query: CallbackQuery, key: InputKey): Promise<void> {
  const { room } = parts
  const said = await answerTo(parts, query, key).catch((error: unknown) => {
    if (error instanceof ComeAgain) return deeds.refusal(room.words.refused.busy)
    room.log.error({ err: error }, 'a press failed')
    return deeds.refusal(room.words.refused.parked)
  })
  await room.calls.toast(query.id, said?.text, said !== undefined && !said.done)
}

async function answerTo(
  parts: PressesParts,
  query: CallbackQuery,
  key: InputKey,
): Promise<deeds.Told | undefined> {
  const { message, data, from } = query
  const { room } = parts
  if (message === undefined || !isDeskData(data)) return deeds.refusal(room.words.refused.oldButton)
  // Setting up comes before there are operators: it has its own question of who may.
  if (data.startsWith('s:')) return parts.setup.pressed(data, message.chat.id, message.message_id, from)
  const found = await behind(room, { from, chat: message.chat })
  if (found.kind === 'nobody') return deeds.refusal(room.words.nobody[found.why])
  const doer = { account: found.account, key }
  // Under an old message Telegram tells no more than its place.
  const place = 'date' in message && message.date !== 0 ? placeOf(message) : { chat: message.chat.id }
  const press = { place, message: message.message_id, doer }
  if (data.startsWith('j:')) return parts.joining.pressed(data, press)
  return data.startsWith('b:') ? onBoard(room, data, press) : onTicket(parts, data, press)
}

function onBoard(room: Room, data: string, { doer }: Press): Promise<deeds.Told> {
  switch (data) {
    case 'b:next':
      return deeds.takeNext(room, doer)
    case 'b:on':
      return deeds.changeShift(room, doer, 'on')
    case 'b:pause':
      return deeds.changeShift(room, doer, 'paused')
    case 'b:off':
      return deeds.changeShift(room, doer, 'off')
    default:
      return Promise.resolve(deeds.refusal(room.words.refused.oldButton))
  }
}

// What waits in the thread goes before another word to the customer, and before the chat ends or changes hands.
const IN_TURN: readonly string[] = ['say', 'close', 'line2', 'to', 'gr', 'until']

async function onTicket({ room, isBehind }: PressesParts, data: string, press: Press): Promise<deeds.Told> {
  const [, number = '', verb = '', ...rest] = data.split(':')
  const ticket = await deeds.ticketNumbered(room, ticketId(Number(number)))
  const { place, doer } = press
  if (ticket === undefined || !(await mayTouch(room, doer.account, ticket, place))) {
    const { oldButton, noSuchTicket } = room.words.refused
    return deeds.refusal(/^\d+$/.test(number) ? noSuchTicket(Number(number)) : oldButton)
  }
  if (IN_TURN.includes(verb) && isBehind(place)) return deeds.refusal(room.words.refused.waitsAbove)
  const said =
    (await asked(room, ticket, verb, press)) ?? (await chosen(room, ticket, verb, rest.join(':'), press))
  if (said === undefined) return deeds.refusal(room.words.refused.oldButton)
  if (said.answered && said.done) void room.calls.remove(press.place.chat, press.message)
  return said
}

/** The buttons of a card. Undefined: it is none of these. */
async function asked(room: Room, ticket: Ticket, verb: string, press: Press): Promise<Pressed | undefined> {
  const { doer } = press
  switch (verb) {
    case 'take':
      return deeds.take(room, doer, ticket.id)
    case 'line2':
      return deeds.secondLine(room, doer, ticket.id)
    case 'close':
      return deeds.proposeClosing(room, doer, ticket)
    case 'give':
      return put(room, press, await whoGets(room, doer, ticket))
    case 'topic':
      return put(room, press, whichTopic(room, ticket.id))
    case 'later':
      return put(room, press, await howLong(room, doer, ticket))
    case 'card':
      return { done: true, text: '', answered: true }
    default:
      return undefined
  }
}

/** The buttons of a question. */
async function chosen(
  room: Room,
  ticket: Ticket,
  verb: string,
  value: string,
  { doer }: Press,
): Promise<Pressed | undefined> {
  const answered = true
  const { id } = ticket
  switch (verb) {
    case 'to':
      return { ...(await deeds.give(room, doer, id, { operator: operatorId(value) })), answered }
    case 'gr':
      return { ...(await deeds.give(room, doer, id, { group: groupName(value) })), answered }
    case 'tag':
      return { ...(await deeds.tag(room, doer, id, topicName(value))), answered }
    case 'say': {
      const reply = cannedNamed(room, value)
      return reply && { ...(await sayCanned(room, doer, ticket, reply)), answered }
    }
    case 'until': {
      const until = untilOf(room, value)
      return until && { ...(await deeds.putAside(room, doer, id, until)), answered }
    }
    default:
      return undefined
  }
}

function untilOf(room: Room, value: string) {
  const now = room.clock.now()
  if (value === '15m') return later(now, minutes(15))
  if (value === '1h') return later(now, hours(1))
  return value === '10am' ? tomorrowMorning(now, room.settings().hours.timezone) : undefined
}

/** The question is a message of its own: the card belongs to whoever draws it. */
function put(room: Room, { place, message }: Press, { text, buttons }: Choice): Pressed {
  if (buttons === undefined) return deeds.refusal(text)
  void room.writer.write({ place, urgency: 'first', kept: true, text, buttons, replyTo: message })
  return { done: true, text: '' }
}
