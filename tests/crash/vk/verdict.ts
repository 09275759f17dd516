/** What must hold in VK after any number of deaths: 0 lost, 0 doubled, order kept, everybody read what was meant for them. */
import { conversationId } from '../../../src/domain/ids.ts'
import type { Customer, Town } from './town.ts'

/** Every broken promise, in words; empty when all hold. */
export async function brokenPromises(town: Town): Promise<readonly string[]> {
  const counts = await town.store.counts()
  return [
    ...town.customers.flatMap((customer) => [...askedOnce(town, customer), ...readOnce(town, customer)]),
    ...operatorsHeard(town),
    ...(counts.undelivered === 0 ? [] : [`${counts.undelivered} rows were left in the outbox`]),
    ...(counts.parked === 0 ? [] : [`${counts.parked} inputs were parked`]),
  ]
}

const eventsOf = ({ log }: Town, { seat }: Customer) => {
  const id = conversationId('vk', String(seat.peerId))
  return log.flatMap(({ address, event }) =>
    address.to === 'conversation' && address.id === id ? [event] : [],
  )
}

/** What the customer wrote stands in the log once, in order. */
function askedOnce(town: Town, customer: Customer): readonly string[] {
  const kept = eventsOf(town, customer).flatMap((event) =>
    event.type === 'customerSaid' && event.content.text !== 'оператор' ? [event.content.text] : [],
  )
  return difference(`${customer.seat.person.firstName} wrote`, customer.written, kept)
}

/** What the log says was told to the customer, by bot and operators, is what VK put before them, in order. */
function readOnce(town: Town, customer: Customer): readonly string[] {
  const told = eventsOf(town, customer).flatMap((event) =>
    event.type === 'messageSent' && event.message.replaces === undefined ? [event.message.content.text] : [],
  )
  const { peerId, person } = customer.seat
  const read = town.vk.journal.sends.filter(({ peer }) => peer === peerId).map(({ text }) => text)
  return difference(`${person.firstName} was told`, told, read)
}

/** What an operator was told is taken reaches somebody once, and nothing that was refused does. */
function operatorsHeard({ operators, vk }: Town): readonly string[] {
  const times = new Map<string, number>()
  for (const { text } of vk.journal.sends) times.set(text, (times.get(text) ?? 0) + 1)
  return operators.flatMap(({ name, acknowledged, refused }) => [
    ...acknowledged
      .filter(({ text }) => times.get(text) !== 1)
      .map(({ text }) => `${name}: ${text} came ${times.get(text) ?? 0} times`),
    ...refused
      .filter(({ text }) => times.has(text))
      .map(({ text }) => `${name}: ${text} was refused and came`),
  ])
}

function difference(what: string, wanted: readonly string[], found: readonly string[]): readonly string[] {
  const at = wanted.findIndex((text, index) => found[index] !== text)
  if (at < 0 && wanted.length === found.length) return []
  const place = at < 0 ? wanted.length : at
  return [
    `${what} ${wanted.length}, it is ${found.length}; at ${place}: "${wanted[place]}" against "${found[place]}"`,
  ]
}
