/** Customers, operators, the bot and the desk at once, in every order the runtime allows. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Conversation } from '../../src/domain/conversation/state.ts'
import type { Desk, Ticket } from '../../src/domain/desk/state.ts'
import { type ConversationId, inputKey, messageNumber, operatorId, ticketId } from '../../src/domain/ids.ts'
import type { ConversationInput, DeskInput } from '../../src/domain/input.ts'
import { duration, hours, instant, minutes } from '../../src/domain/time.ts'
import { chat, claimed, FINANCE, LINE, SETTINGS, withQueue } from './desk-world.ts'
import { TEXTS } from './together-rules.ts'
import { type Logged, TogetherWorld } from './together-world.ts'

const CHATS = ['a', 'b', 'c', 'd'].map(chat)
const TEAM = ['anna', 'boris', 'vera'].map(operatorId)

type Dice = readonly [number, number, number, number]
type Act = (world: TogetherWorld, dice: Dice) => void

const one = <T>(list: readonly T[], die: number): T | undefined => list[die % list.length]

const someTicket = (world: TogetherWorld, die: number): Ticket | undefined =>
  one(Object.values(world.desk.tickets), die)

/** What the desk's page shows may be old: an operator acts on a ticket as themselves or, now and then, as another. */
function atDesk(
  act: (ticket: Ticket, operator: (typeof TEAM)[number], dice: Dice) => DeskInput | undefined,
): Act {
  return (world, dice) => {
    const found = someTicket(world, dice[0])
    if (found === undefined) return
    const owner = 'operator' in found ? found.operator : undefined
    const operator = (dice[1] % 6 === 0 ? undefined : owner) ?? one(TEAM, dice[1])
    const input = operator && act(found, operator, dice)
    if (input) world.tellDesk(input)
  }
}

function inChat(
  act: (ticket: Ticket, operator: (typeof TEAM)[number], dice: Dice) => ConversationInput,
): Act {
  return (world, dice) => {
    const found = someTicket(world, dice[0])
    if (found === undefined) return
    const owner = 'operator' in found ? found.operator : undefined
    const operator = (dice[1] % 6 === 0 ? undefined : owner) ?? one(TEAM, dice[1])
    if (operator) world.tell(found.conversation, act(found, operator, dice))
  }
}

function asCustomer(act: (state: Conversation, dice: Dice) => ConversationInput | undefined): Act {
  return (world, dice) => {
    const id = one(CHATS, dice[0])
    const input = id && act(world.conversation(id), dice)
    if (id && input) world.tell(id, input)
  }
}

const says = asCustomer((_, [, die]) => ({ type: 'customerSaid', content: { text: one(TEXTS, die) ?? '' } }))
const asksForPerson = asCustomer(() => ({ type: 'customerSaid', content: { text: 'оператор' } }))
const writes = inChat((ticket, operator) => ({
  type: 'operatorSaid',
  operator,
  ticket: ticket.id,
  content: { text: 'Смотрю' },
}))

const presses = asCustomer(({ prompts }, [, die, other]) => {
  const prompt = one(prompts, die)
  return prompt && { type: 'customerPressed', prompt: prompt.id, option: other % (prompt.options.length + 1) }
})

const delivers: Act = (world, dice) => void world.deliver(dice[0])

const ACTS: readonly { readonly weight: number; readonly act: Act }[] = [
  { weight: 24, act: delivers },
  { weight: 8, act: says },
  { weight: 5, act: asksForPerson },
  { weight: 6, act: presses },
  { weight: 6, act: writes },
  {
    weight: 4,
    act: inChat((ticket, operator) => ({ type: 'closingProposed', operator, ticket: ticket.id })),
  },
  {
    weight: 1,
    act: inChat(({ id }, operator) => ({
      type: 'operatorNoted',
      operator,
      ticket: id,
      content: { text: 'заметка' },
      name: operator,
    })),
  },
  { weight: 1, act: asCustomer(() => ({ type: 'customerBlocked' })) },
  { weight: 1, act: (world) => world.park() },
  // Any other input of theirs was set aside.
  { weight: 1, act: asCustomer(() => ({ type: 'inputParked', key: inputKey('lost'), error: 'boom' })) },
  { weight: 1, act: asCustomer(() => ({ type: 'customerStarted' })) },
  {
    weight: 1,
    act: asCustomer(({ lastMessage }, [, die]) => ({
      type: 'deliveryRefused',
      message: lastMessage,
      why: die % 2 ? 'chatGone' : 'badContent',
      detail: '403',
    })),
  },
  {
    weight: 1,
    act: asCustomer(({ closed }, [, die]) => ({
      type: 'customerRated',
      ticket: closed?.ticket ?? ticketId(1),
      score: die % 2 ? 1 : 5,
    })),
  },
  {
    weight: 1,
    act: asCustomer((_, [, die]) => ({
      type: 'customerEdited',
      message: messageNumber(die % 9),
      content: { text: 'точнее' },
    })),
  },
  {
    weight: 4,
    act: (world, [a, b]) => {
      const operator = one(TEAM, a)
      const shift = one(['on', 'on', 'paused', 'off'] as const, b)
      if (operator && shift) world.tellDesk({ type: 'shiftChanged', operator, shift })
    },
  },
  { weight: 4, act: atDesk(({ id }, operator) => ({ type: 'ticketClaimed', operator, ticket: id })) },
  {
    weight: 4,
    act: atDesk(({ id }, operator, [, , c, d]) => {
      const target = one(TEAM, d)
      const to = c % 3 === 0 || !target ? { group: c % 2 ? LINE : FINANCE } : { operator: target }
      return { type: 'ticketTransferred', operator, ticket: id, to }
    }),
  },
  {
    weight: 5,
    act: (world, dice) =>
      atDesk(({ id }, operator, [, , c]) => ({
        type: 'ticketPutAside',
        operator,
        ticket: id,
        until: instant(world.at + minutes(1 + (c % 30))),
      }))(world, dice),
  },
  {
    weight: 1,
    act: (world, [a]) =>
      world.tellDesk({ type: 'operatorRemoved', operator: TEAM[a % 3] ?? operatorId('x') }),
  },
  {
    weight: 2,
    act: (world, [a, b]) => world.hire(one(TEAM, a) ?? 'anna', b % 2 ? [LINE] : [LINE, FINANCE], 1 + (b % 2)),
  },
  { weight: 6, act: (world, [a]) => world.wait(duration(a)) },
  { weight: 2, act: (world, [a]) => world.wait(minutes(a % 25)) },
]

const someDie = fc.nat(999)
const someDay = fc.array(
  fc.tuple(
    fc.oneof(...ACTS.map(({ weight }, index) => ({ weight, arbitrary: fc.constant(index) }))),
    fc.tuple(someDie, someDie, someDie, someDie),
  ),
  { minLength: 1, maxLength: 160, size: 'max' },
)

describe.each([
  ['auto', SETTINGS],
  ['claim', claimed()],
  ['a queue of two that turns others away', withQueue({ cap: 2 })],
  [
    'reopening only for some minutes',
    { ...SETTINGS, closing: { ...SETTINGS.closing, reopenWithin: minutes(5) } },
  ],
])('%s', (_, settings) => {
  test('customers, operators and the desk end up agreeing, and nobody is forgotten', () => {
    fc.assert(
      fc.property(someDay, (day) => {
        const world = new TogetherWorld(settings)
        world.hire('anna')
        for (const [index, dice] of day) ACTS[index]?.act(world, dice)
        world.settle()
        for (const id of CHATS) agreed(world, id)
        world.wait(hours(2))
        world.settle()
        for (const id of CHATS) agreed(world, id)
      }),
      { numRuns: 60 },
    )
  })
})

function must(holds: boolean, otherwise: () => string) {
  if (!holds) throw new Error(otherwise())
}

/** Everything that must be true of one conversation once nothing is under way. */
function agreed(world: TogetherWorld, id: ConversationId) {
  const state = world.conversation(id)
  const transcript = world.transcripts.get(id) ?? []
  phaseAgreesWithTicket(state, world.desk)
  everyWordIsThereOnce(transcript, world.taken.get(id) ?? 0)
  oneOwnerAtATime(transcript)
  theBotIsSilentBesideAPerson(transcript)
  somebodyAnswered(state, transcript)
  nobodyWritesIntoTheDark(state, transcript, world)
}

function phaseAgreesWithTicket(state: Conversation, desk: Desk) {
  const open = Object.values(desk.tickets).filter(
    ({ conversation, status }) => conversation === state.id && status !== 'closed',
  )
  must(open.length <= 1, () => `${state.id} has ${open.length} open tickets`)
  const seen = describePhase(state)
  const is = open[0] ? describeTicket(open[0]) : 'nobody'
  must(seen === is, () => `${state.id} believes "${seen}", the desk "${is}"`)
}

function describePhase(state: Conversation): string {
  switch (state.phase) {
    case 'bot':
      return 'nobody'
    case 'handingOff':
      return 'being handed over'
    case 'queued':
      return `#${state.ticket} waiting`
    case 'withOperator':
      return `#${state.ticket} ${state.asleep ? 'snoozed' : 'active'} with ${state.operator}`
    case 'closing':
      return `#${state.ticket} pending with ${state.operator}`
  }
}

function describeTicket(ticket: Ticket): string {
  const holder = 'operator' in ticket ? ` with ${ticket.operator}` : ''
  return `#${ticket.id} ${ticket.status}${holder}`
}

function everyWordIsThereOnce(transcript: readonly Logged[], taken: number) {
  const numbers = transcript.flatMap(({ event }) => numberOf(event) ?? [])
  must(
    numbers.every((number, n) => number === n + 1),
    () => `numbers ${numbers.join(' ')}`,
  )
  const said = transcript.filter(({ event }) => event.type === 'customerSaid').length
  must(said === taken, () => `${taken} messages were taken, ${said} are in the transcript`)
}

function numberOf(event: Logged['event']): number | undefined {
  switch (event.type) {
    case 'customerSaid':
    case 'noteAdded':
    case 'buttonPressed':
      return event.number
    case 'messageSent':
      return event.message.number
    default:
      return undefined
  }
}

function oneOwnerAtATime(transcript: readonly Logged[]) {
  let owner: string | undefined
  for (const { event } of transcript) {
    if (event.type === 'operatorJoined') {
      const before = owner
      must(before === undefined, () => `${event.operator} joined beside ${before}`)
      owner = event.operator
    }
    if (event.type === 'operatorLeft' || event.type === 'chatClosed') owner = undefined
    if (event.type !== 'messageSent' || event.message.author.kind !== 'operator') continue
    const speaker = event.message.author.operator
    must(speaker === owner, () => `${speaker} spoke in a chat of ${owner ?? 'nobody'}`)
  }
}

function theBotIsSilentBesideAPerson(transcript: readonly Logged[]) {
  for (const { event, from, to } of transcript) {
    const person = [from, to].every((phase) => phase === 'withOperator' || phase === 'closing')
    const bot = event.type === 'messageSent' && event.message.author.kind === 'bot'
    must(!person || !bot, () => `the bot spoke beside an operator: ${JSON.stringify(event)}`)
  }
}

/** In a person's hands, in the queue with a transcript, or followed by an answer. */
function somebodyAnswered(state: Conversation, transcript: readonly Logged[]) {
  if (state.phase !== 'bot') return
  const lastWord = transcript.findLastIndex(({ event }) => event.type === 'customerSaid')
  const answered = transcript.findLastIndex(
    ({ event, from }) => event.type === 'messageSent' || from !== 'bot',
  )
  must(answered >= lastWord, () => 'a message was left without an answer')
}

/** What was written after a ticket was put aside has woken it. */
function nobodyWritesIntoTheDark(state: Conversation, transcript: readonly Logged[], world: TogetherWorld) {
  if (state.phase !== 'withOperator' || !state.asleep) return
  const since = world.putAside.get(state.ticket) ?? 0
  const unseen = transcript.find(({ event, step }) => event.type === 'customerSaid' && step > since)
  must(unseen === undefined, () => `written to a ticket that sleeps: ${JSON.stringify(unseen?.event)}`)
}

test('a day without surprises: question, queue, operator, solved, rated', () => {
  const world = new TogetherWorld(SETTINGS)
  const [vera = chat('a')] = CHATS
  const say = (text: string) => world.tell(vera, { type: 'customerSaid', content: { text } })
  say('price')
  say('оператор')
  world.settle()
  expect(world.conversation(vera).phase).toBe('queued')
  world.hire('anna')
  world.settle()
  say('не работает')
  const ticket = ticketId(1)
  world.tell(vera, { type: 'operatorSaid', operator: operatorId('anna'), ticket, content: { text: 'Чиню' } })
  world.tell(vera, { type: 'closingProposed', operator: operatorId('anna'), ticket })
  world.settle()
  expect(world.desk.tickets[1]).toMatchObject({ status: 'pending', answeredAt: world.at })
  say('да')
  world.tell(vera, { type: 'customerRated', ticket, score: 5 })
  world.settle()
  expect(world.conversation(vera).phase).toBe('bot')
  expect(world.desk.tickets[1]).toMatchObject({ status: 'closed', outcome: 'solved', score: 5 })
  agreed(world, vera)
})
