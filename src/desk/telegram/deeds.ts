/**
 * What operators do from Telegram, by a button or a command alike: one input each, and the words about what came of it.
 * Whether it may be done the domain says.
 */
import type { Receipt } from '../../channels/port.ts'
import type { Refusal } from '../../domain/decision.ts'
import { onShift } from '../../domain/desk/queue.ts'
import type { Desk, Shift, Ticket } from '../../domain/desk/state.ts'
import { isOpen, ownerOf } from '../../domain/desk/ticket.ts'
import type { GroupName, InputKey, OperatorId, TicketId, TopicName } from '../../domain/ids.ts'
import type { Arrived, DeskInput } from '../../domain/input.ts'
import type { Content } from '../../domain/message.ts'
import type { Instant } from '../../domain/time.ts'
import { unreachable } from '../../domain/unreachable.ts'
import { ComeAgain } from '../../messengers/come-again.ts'
import type { OperatorAccount } from '../../store/port.ts'
import type { Room } from './room.ts'

/** `text`: one sentence for whoever did it. */
export interface Told {
  readonly done: boolean
  readonly text: string
  /** Done, and not what one would think: it is said where a mark would do otherwise. */
  readonly odd?: true
  /** Refused for what was written, not for how the desk stands. */
  readonly misused?: true
}

/** An operator and the key of what they did: redelivered, it is the same deed. */
export interface Doer {
  readonly account: OperatorAccount
  readonly key: InputKey
}

export type GiveTo = { readonly operator: OperatorId } | { readonly group: GroupName }

export async function deskOf({ store }: Room): Promise<Desk> {
  return (await store.desk()).state
}

export async function ticketNumbered(room: Room, id: TicketId): Promise<Ticket | undefined> {
  return (await deskOf(room)).tickets[id] ?? (await room.store.ticket(id))
}

export async function take(room: Room, { account, key }: Doer, ticket: TicketId): Promise<Told> {
  const refused = await tellDesk(room, key, { type: 'ticketClaimed', operator: account.id, ticket })
  return refused ?? done(room.words.done.taken(ticket))
}

/** The domain picks which; the desk before and after tells what it picked. */
export async function takeNext(room: Room, { account, key }: Doer): Promise<Told> {
  const before = activeOf(await deskOf(room), account.id)
  const refused = await tellDesk(room, key, { type: 'ticketClaimed', operator: account.id })
  if (refused) return refused
  const after = activeOf(await deskOf(room), account.id)
  const taken = [...after].find((ticket) => !before.has(ticket))
  return done(taken === undefined ? room.words.done.ok : room.words.done.taken(taken))
}

export async function give(room: Room, { account, key }: Doer, ticket: TicketId, to: GiveTo): Promise<Told> {
  const refused = await tellDesk(room, key, { type: 'ticketTransferred', operator: account.id, ticket, to })
  if (refused) return refused
  const back = 'group' in to ? await cameBack(room, account.id, ticket, to.group) : undefined
  if (back) return { ...done(back), odd: true }
  const name = 'operator' in to ? await nameOfOperator(room, to.operator) : titleOf(room, to.group)
  return done(room.words.done.given(ticket, name))
}

/** A group gives a chat to whoever is free, and that may be nobody but whoever gave it away. */
async function cameBack(room: Room, by: OperatorId, id: TicketId, group: GroupName) {
  const desk = await deskOf(room)
  const ticket = desk.tickets[id]
  if (ticket?.status !== 'active' || ticket.operator !== by) return undefined
  const others = onShift(desk, group).some((other) => other.id !== by)
  return room.words.done.cameBack(titleOf(room, group), others)
}

/** What the domain would say to whoever wants to hand it on or put it aside; asked before there is anything to choose. */
export async function notTheirs(
  room: Room,
  { id, lead }: OperatorAccount,
  ticket: Ticket,
): Promise<Told | undefined> {
  if (!isOpen(ticket)) return refusal(await inWords(room, { code: 'ticketClosed' }, ticket.id))
  const owner = ownerOf(ticket)
  if (owner === id || lead) return undefined
  const name = owner === undefined ? {} : { owner: await nameOfOperator(room, owner) }
  return refusal(await inWords(room, { code: 'ticketNotYours', ...name }, ticket.id))
}

export function secondLine(room: Room, doer: Doer, ticket: TicketId): Promise<Told> {
  const { secondLine: group } = room.settings()
  return group === undefined
    ? Promise.resolve(refusal(room.words.refused.noSecondLine))
    : give(room, doer, ticket, { group })
}

export async function tag(
  room: Room,
  { account, key }: Doer,
  ticket: TicketId,
  topic: TopicName,
): Promise<Told> {
  const refused = await tellDesk(room, key, { type: 'ticketTagged', operator: account.id, ticket, topic })
  const title = room.settings().topics.find(({ name }) => name === topic)?.title ?? topic
  return refused ?? done(room.words.done.tagged(ticket, title))
}

export async function putAside(
  room: Room,
  { account, key }: Doer,
  ticket: TicketId,
  until: Instant,
): Promise<Told> {
  const refused = await tellDesk(room, key, { type: 'ticketPutAside', operator: account.id, ticket, until })
  return refused ?? done(room.words.done.putAside(ticket, whenOf(room, until)))
}

export async function remind(
  room: Room,
  { account, key }: Doer,
  ticket: TicketId,
  due: Instant,
  text: string,
): Promise<Told> {
  const input: DeskInput = { type: 'reminderSet', operator: account.id, ticket, due, text }
  const refused = await tellDesk(room, key, input)
  return refused ?? done(room.words.done.reminder(ticket, whenOf(room, due)))
}

export async function changeShift(room: Room, { account, key }: Doer, shift: Shift): Promise<Told> {
  const refused = await tellDesk(room, key, { type: 'shiftChanged', operator: account.id, shift })
  return refused ?? done(room.words.done.shift[shift])
}

export async function setLimit(room: Room, { account, key }: Doer, capacity: number): Promise<Told> {
  const refused = await tellDesk(room, key, { type: 'capacitySet', operator: account.id, capacity })
  return refused ?? done(room.words.done.limit(capacity))
}

export async function proposeClosing(room: Room, { account, key }: Doer, ticket: Ticket): Promise<Told> {
  const input = { type: 'closingProposed', operator: account.id, ticket: ticket.id } as const
  const arrived = { to: 'conversation', id: ticket.conversation, key, input } as const
  return (await tell(room, arrived)) ?? done(room.words.done.closing(ticket.id))
}

export interface Spoken {
  readonly ticket: Pick<Ticket, 'id' | 'conversation'>
  readonly content: Content
  /** `postId` of where it stands. */
  readonly externalId?: string
}

/** To the customer. `said` undefined: it is on its way. */
export async function say(room: Room, { account, key }: Doer, spoken: Spoken): Promise<Receipt> {
  const { ticket, content, externalId } = spoken
  const from = externalId === undefined ? {} : { externalId }
  const input = { type: 'operatorSaid', operator: account.id, ticket: ticket.id, content, ...from } as const
  return submitted(room, { to: 'conversation', id: ticket.conversation, key, input })
}

/** For colleagues only. */
export async function note(room: Room, { account, key }: Doer, spoken: Spoken): Promise<Receipt> {
  const { ticket, content, externalId } = spoken
  const from = externalId === undefined ? {} : { externalId }
  const by = { operator: account.id, name: account.name } as const
  const input = { type: 'operatorNoted', ticket: ticket.id, content, ...by, ...from } as const
  return submitted(room, { to: 'conversation', id: ticket.conversation, key, input })
}

/** The receipt of an input; one that cannot be taken just now comes again with its update. */
export async function submitted(room: Room, arrived: Arrived): Promise<Receipt> {
  const receipt = await room.submit(arrived)
  if (receipt.kind === 'busy') throw new ComeAgain(receipt.retryAfter, receipt.why)
  return receipt
}

const MISUSES: readonly Refusal['code'][] = ['badTime', 'badCapacity']

/** Undefined: it was done, now or before. */
export async function outcome(room: Room, receipt: Receipt, ticket?: TicketId): Promise<Told | undefined> {
  switch (receipt.kind) {
    case 'done':
    case 'duplicate':
      return undefined
    case 'refused':
      return {
        ...refusal(await inWords(room, receipt.refusal, ticket)),
        ...(MISUSES.includes(receipt.refusal.code) ? { misused: true } : {}),
      }
    case 'parked':
      return refusal(room.words.refused.parked)
    case 'busy':
      return refusal(room.words.refused.busy)
    default:
      return unreachable(receipt)
  }
}

function tellDesk(room: Room, key: InputKey, input: DeskInput): Promise<Told | undefined> {
  return tell(room, { to: 'desk', key, input })
}

async function tell(room: Room, arrived: Arrived): Promise<Told | undefined> {
  const { input } = arrived
  const ticket = 'ticket' in input ? input.ticket : undefined
  return outcome(room, await submitted(room, arrived), ticket)
}

/** The plain words about a refusal, with people and groups by their names. */
async function inWords(room: Room, found: Refusal, ticket: TicketId | undefined): Promise<string> {
  if (found.code === 'ticketTaken')
    return room.words.refused.ticketTaken(await nameOfOperator(room, found.by))
  if (found.code === 'ticketNotYours') return room.words.refused.ticketNotYours(ticket, found.owner)
  if (found.code === 'noSuchTicket') return room.words.refused.noSuchTicket(ticket)
  if (found.code === 'operatorNotInGroup')
    return room.words.refused.operatorNotInGroup(titleOf(room, found.group))
  if (found.code === 'atCapacity') return room.words.refused.atCapacity(found.capacity)
  if (found.code === 'badCapacity') return room.words.refused.badCapacity(found.from, found.to)
  return room.words.refused[found.code]
}

// Where the domain says who it was it may say the name or the id.
async function nameOfOperator(room: Room, id: string): Promise<string> {
  const { operators } = await deskOf(room)
  return Object.hasOwn(operators, id) ? (operators[id]?.name ?? id) : id
}

const titleOf = (room: Room, group: string): string =>
  room.settings().groups.find(({ name }) => name === group)?.title ?? group

const whenOf = (room: Room, at: Instant): string =>
  room.words.when(at, room.clock.now(), room.settings().hours.timezone)

const activeOf = (desk: Desk, operator: OperatorId): ReadonlySet<number> =>
  new Set(
    Object.values(desk.tickets)
      .filter((ticket) => ticket.status === 'active' && ticket.operator === operator)
      .map(({ id }) => id),
  )

export const done = (text: string): Told => ({ done: true, text })
export const refusal = (text: string): Told => ({ done: false, text })
