/** What must hold after any number of deaths: 0 lost, 0 doubled, order kept, and the two aggregates agree. */
import type { Conversation } from '../../src/domain/conversation/state.ts'
import type { Desk } from '../../src/domain/desk/state.ts'
import type { LoggedEvent, Store } from '../../src/store/port.ts'
import type { Customer } from './customer.ts'
import type { Operator } from './operator.ts'
import type { World } from './world.ts'

/** Every broken promise, in words; empty when all hold. */
export async function brokenPromises(world: World): Promise<readonly string[]> {
  const log = await world.look(wholeLog)
  const broken: string[] = []
  for (const customer of world.customers) broken.push(...(await ofCustomer(customer, log)))
  for (const operator of world.operators) broken.push(...ofOperator(operator, world.customers))
  broken.push(...(await world.look((store) => ofStates(store, world.customers))))
  return broken
}

async function wholeLog(store: Store): Promise<readonly LoggedEvent[]> {
  const log: LoggedEvent[] = []
  for (;;) {
    const page = await store.events(log.at(-1)?.seq ?? 0, 5_000)
    log.push(...page)
    if (page.length < 5_000) return log
  }
}

async function ofCustomer(customer: Customer, log: readonly LoggedEvent[]): Promise<readonly string[]> {
  const { name, heard, acknowledged, conversation } = customer
  const own = log.filter(({ address }) => address.to === 'conversation' && address.id === conversation)
  const live = heard.map(({ data }) => data)
  const said = live.flatMap(({ message }) => message?.clientId ?? [])
  return [
    ...differences(`${name}: acknowledged and heard`, acknowledged, said),
    ...differences(`${name}: the live stream and the history`, seqs(live), seqs(await customer.history())),
    ...differences(`${name}: the live stream and the log`, messageNumbers(live), loggedNumbers(own)),
    ...rising(`${name}: the stream's places`, seqs(live)),
    ...rising(`${name}: message numbers`, messageNumbers(live)),
  ]
}

/** An operator's words reach the customer as they were acknowledged: each once, in order, and none that was refused. */
function ofOperator(operator: Operator, customers: readonly Customer[]): readonly string[] {
  const { login, name, acknowledged, lines } = operator
  const heard = customers.flatMap((customer) =>
    customer.heard.flatMap(({ data: { message } }) =>
      message?.author.kind === 'operator' && message.author.name === name ? [String(message.text)] : [],
    ),
  )
  const chats = customers.map(({ heard }) =>
    heard.flatMap(({ data: { message } }) => (message?.author.name === name ? [String(message.text)] : [])),
  )
  return [
    ...differences(
      `${login}: acknowledged and heard`,
      acknowledged.map(({ text }) => text),
      heard.sort(),
    ),
    ...chats.flatMap((texts) => rising(`${login}: order in a chat`, texts)),
    ...rising(`${login}: the desk's lines`, lines),
  ]
}

/** Whoever asked for a person waits in the queue or has one operator, and the desk says the same. */
async function ofStates(store: Store, customers: readonly Customer[]): Promise<readonly string[]> {
  const { state: desk } = await store.desk()
  const states = await store.conversations(customers.map(({ conversation }) => conversation))
  const counts = await store.counts()
  return [
    ...[...states.values()].flatMap(({ state }) => disagreement(state, desk)),
    ...(counts.undelivered === 0 ? [] : [`${counts.undelivered} rows were left in the outbox`]),
    ...(counts.parked === 0 ? [] : [`${counts.parked} inputs were parked`]),
  ]
}

function disagreement(state: Conversation, desk: Desk): readonly string[] {
  const open = Object.values(desk.tickets).filter(
    (ticket) => ticket.conversation === state.id && ticket.status !== 'closed',
  )
  const atDesk = open.map((ticket) => `${ticket.id} ${STATUS[ticket.status]} ${operatorIn(ticket)}`)
  const here = 'ticket' in state ? [`${state.ticket} ${state.phase} ${operatorIn(state)}`] : []
  return state.phase === 'handingOff' || here.join() !== atDesk.join()
    ? [`${state.id} is ${state.phase} (${here}), at the desk: ${atDesk.join('; ') || 'nothing'}`]
    : []
}

const STATUS = {
  closed: 'bot',
  waiting: 'queued',
  active: 'withOperator',
  pending: 'closing',
  snoozed: 'withOperator',
} as const

const operatorIn = (one: object) => ('operator' in one ? one.operator : 'nobody')

const seqs = (events: readonly { readonly seq: number }[]) => events.map(({ seq }) => seq)

const messageNumbers = (
  events: readonly { readonly message?: { readonly number: number }; readonly type: string }[],
) => events.flatMap(({ type, message }) => (type === 'message' && message ? [message.number] : []))

const loggedNumbers = (log: readonly LoggedEvent[]) =>
  log.flatMap(({ event }) => {
    if (event.type === 'messageSent') return [event.message.number]
    return event.type === 'customerSaid' || event.type === 'buttonPressed' ? [event.number] : []
  })

function differences<T>(what: string, wanted: readonly T[], found: readonly T[]): readonly string[] {
  const [should, is] = [new Set(wanted), new Set(found)]
  const lost = wanted.filter((one) => !is.has(one))
  const invented = found.filter((one) => !should.has(one))
  const doubled = found.filter((one, index) => found.indexOf(one) < index)
  const told = (kind: string, ones: readonly T[]) =>
    ones.length === 0 ? [] : [`${what}: ${ones.length} ${kind}, the first is ${ones[0]}`]
  const order = wanted.join() === found.join() ? [] : [`${what}: another order`]
  const found_ = [...told('lost', lost), ...told('too many', invented), ...told('doubled', doubled)]
  return found_.length > 0 ? found_ : order
}

function rising<T extends number | string>(what: string, ones: readonly T[]): readonly string[] {
  const wrong = ones.findIndex((one, index) => {
    const before = ones[index - 1]
    return before !== undefined && before >= one
  })
  return wrong < 0 ? [] : [`${what}: ${ones[wrong]} came after ${ones[wrong - 1]}`]
}
