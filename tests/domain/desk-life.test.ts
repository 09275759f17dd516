/** A ticket's life after somebody has it: closing, returns, transfers, shifts, ratings, reviews. */
import { describe, expect, test } from 'vitest'
import { whyWaiting } from '../../src/domain/desk/why.ts'
import { topicName } from '../../src/domain/ids.ts'
import { duration, hours, later, minutes } from '../../src/domain/time.ts'
import {
  ANNA,
  BORIS,
  BY_DAY,
  claimed,
  DeskWorld,
  FINANCE,
  handoff,
  LEAD,
  LINE,
  SETTINGS,
  ticket,
  withQueue,
} from './desk-world.ts'

const ONE = ticket(1)
const days = (n: number) => hours(24 * n)

/** Anna with room for one, Vera's chat with her. */
function served(settings = SETTINGS): DeskWorld {
  const desk = new DeskWorld(settings).hire(ANNA, [LINE], 1)
  desk.send(handoff('vera'))
  return desk
}

describe('closing', () => {
  test('a proposal frees the slot; a rejection takes it back and is counted', () => {
    const desk = served()
    desk.wait(minutes(3)).send({ type: 'closingAsked', ticket: ONE })
    expect(desk.ticket(1)).toMatchObject({ status: 'pending', operator: ANNA, handled: minutes(3) })
    desk.wait(minutes(5)).send({ type: 'closingRejected', ticket: ONE, silently: false })
    expect(desk.ticket(1)).toMatchObject({ status: 'active', operator: ANNA, rejectedClosings: 1 })
    expect(desk.heard('vera')).toEqual([])
    desk.send({ type: 'closingAsked', ticket: ONE })
    desk.send({ type: 'closingRejected', ticket: ONE, silently: true })
    expect(desk.ticket(1)).toMatchObject({ status: 'active', rejectedClosings: 1 })
  })

  test('a rejection after the slot went to another waits for the same operator first', () => {
    const desk = served()
    desk.send({ type: 'closingAsked', ticket: ONE })
    desk.send(handoff('oleg'))
    expect(desk.holder(2)).toBe(ANNA)
    desk.send({ type: 'closingRejected', ticket: ONE, silently: false })
    expect(desk.heard('vera')).toMatchObject([{ type: 'ticketRequeued', place: { ahead: 0 } }])
    desk.send({ type: 'closingConfirmed', ticket: ticket(2), by: 'customer' })
    expect(desk.holder(1)).toBe(ANNA)
    expect(desk.heard('vera')).toMatchObject([{ type: 'ticketAssigned' }])
  })

  test('a proposal that crossed with a transfer is ignored', () => {
    const desk = served().hire(BORIS)
    const { version } = desk.ticket(1)
    desk.send({ type: 'ticketTransferred', operator: ANNA, ticket: ONE, to: { operator: BORIS } })
    desk.send({ type: 'closingAsked', ticket: ONE, version })
    expect(desk.holder(1)).toBe(BORIS)
    desk.send({ type: 'closingAsked', ticket: ONE, version: desk.ticket(1).version })
    expect(desk.holder(1)).toBe('pending')
  })

  test.each([
    ['customer', 'solved'],
    ['silence', 'silence'],
    ['unreachable', 'unreachable'],
  ] as const)('by %s it is %s, and how long it took feeds the estimates', (by, outcome) => {
    const desk = served()
    desk.wait(minutes(4)).send({ type: 'closingConfirmed', ticket: ONE, by })
    expect(desk.ticket(1)).toMatchObject({ status: 'closed', outcome, operator: ANNA, handled: minutes(4) })
    expect(desk.desk.recentHandling).toEqual({ [LINE]: [minutes(4)] })
    expect(desk.heard('vera')).toEqual([])
    desk.send({ type: 'closingConfirmed', ticket: ONE, by })
    expect(desk.last.refusal).toEqual({ code: 'ticketClosed' })
  })

  test('leaving is answered, twice when asked twice, and keeps the address', () => {
    const desk = new DeskWorld()
    desk.send(handoff('vera'))
    desk.send({ type: 'handoffCancelled', ticket: ONE, email: 'v@example.org' })
    expect(desk.ticket(1)).toMatchObject({ status: 'closed', outcome: 'leftEmail', email: 'v@example.org' })
    const once = desk.heard('vera')
    desk.send({ type: 'handoffCancelled', ticket: ONE })
    expect(desk.heard('vera')).toEqual(once)
    expect(once).toEqual([{ type: 'ticketClosed', ticket: 1, outcome: 'leftEmail' }])
  })
})

describe('reopening', () => {
  test('soon enough it is the same ticket with the same operator first', () => {
    const desk = served().hire(BORIS, [LINE], 5)
    desk.send({ type: 'closingConfirmed', ticket: ONE, by: 'customer' })
    desk.wait(hours(1)).send(handoff('vera', { reopen: ONE, reason: 'reopened' }))
    expect(desk.happened()).toEqual(['ticketReopened', 'ticketAssigned'])
    expect(desk.ticket(1)).toMatchObject({ status: 'active', operator: ANNA, reopened: 1 })
    expect(desk.ticket(1)).not.toHaveProperty('outcome')
  })

  test('too late, or with somebody else’s number, it is a new one', () => {
    const desk = served()
    desk.send({ type: 'closingConfirmed', ticket: ONE, by: 'customer' })
    desk.send(handoff('oleg', { reopen: ONE }))
    desk.wait(hours(25)).send(handoff('vera', { reopen: ONE }))
    expect(desk.ticket(1).status).toBe('closed')
    expect(Object.keys(desk.desk.tickets)).toEqual(['1', '2', '3'])
  })
})

describe('putting aside', () => {
  test('frees the slot until the date, then the chat is back', () => {
    const desk = served()
    const until = later(desk.at, hours(2))
    desk.send({ type: 'ticketPutAside', operator: ANNA, ticket: ONE, until })
    const { version } = desk.ticket(1)
    expect(desk.heard('vera')).toEqual([{ type: 'ticketSnoozed', ticket: 1, since: desk.at, version }])
    const timer = desk.last.later.find(({ to }) => to === 'desk')
    expect(timer).toEqual({
      to: 'desk',
      key: 'desk:snooze:1',
      due: until,
      input: { type: 'snoozeOver', ticket: 1, until },
    })
    desk.wait(hours(2)).send({ type: 'snoozeOver', ticket: ONE, until })
    expect(desk.holder(1)).toBe(ANNA)
    expect(desk.heard('vera')).toMatchObject([{ type: 'ticketAssigned' }])
  })

  test('a moved or broken snooze leaves its old timer without effect', () => {
    const desk = served()
    const until = later(desk.at, hours(2))
    desk.send({ type: 'ticketPutAside', operator: ANNA, ticket: ONE, until })
    desk.send({ type: 'ticketPutAside', operator: ANNA, ticket: ONE, until: later(until, hours(1)) })
    desk.send({ type: 'snoozeOver', ticket: ONE, until })
    expect(desk.ticket(1).status).toBe('snoozed')
    desk.send({ type: 'customerReturned', ticket: ONE })
    expect(desk.holder(1)).toBe(ANNA)
    desk.send({ type: 'snoozeOver', ticket: ONE, until: later(until, hours(1)) })
    expect(desk.last.events).toEqual([])
  })

  test('an operator on a pause gets their customer back, one who went home does not', () => {
    const desk = served().hire(BORIS)
    const until = later(desk.at, hours(2))
    const aside = { type: 'ticketPutAside', operator: ANNA, ticket: ONE, until } as const
    desk.send(aside)
    desk.send({ type: 'shiftChanged', operator: ANNA, shift: 'paused' })
    desk.send({ type: 'customerReturned', ticket: ONE })
    expect(desk.holder(1)).toBe(ANNA)
    desk.send(aside)
    desk.send({ type: 'shiftChanged', operator: ANNA, shift: 'off' })
    expect(desk.ticket(1).status).toBe('snoozed')
    desk.send({ type: 'customerReturned', ticket: ONE })
    expect(desk.holder(1)).toBe(BORIS)
    expect(desk.heard('vera')).toMatchObject([{ type: 'ticketAssigned', operator: BORIS }])
  })

  test.each([
    ['the past', duration(-1)],
    ['this instant', duration(0)],
    ['the day after a quarter', days(91)],
    ['nonsense', duration(Number.NaN)],
  ])('%s is no date', (_, by) => {
    const desk = served()
    desk.send({ type: 'ticketPutAside', operator: ANNA, ticket: ONE, until: later(desk.at, by) })
    expect(desk.last.refusal).toEqual({ code: 'badTime' })
  })

  test('only by its operator or a lead, and not while the customer is asked', () => {
    const desk = served().hire(BORIS).hire(LEAD, [LINE], 1, true)
    const until = later(desk.at, hours(1))
    desk.send({ type: 'ticketPutAside', operator: BORIS, ticket: ONE, until })
    expect(desk.last.refusal).toEqual({ code: 'ticketNotYours', owner: ANNA })
    desk.send({ type: 'closingAsked', ticket: ONE })
    desk.send({ type: 'ticketPutAside', operator: LEAD, ticket: ONE, until })
    expect(desk.last.refusal).toEqual({ code: 'oldButton' })
  })
})

describe('transfer', () => {
  test('to somebody with room at once; the ticket follows them into their team', () => {
    const desk = served().hire(BORIS, [FINANCE])
    desk.send({ type: 'ticketTransferred', operator: ANNA, ticket: ONE, to: { operator: BORIS } })
    expect(desk.ticket(1)).toMatchObject({
      status: 'active',
      operator: BORIS,
      group: FINANCE,
      transfers: 1,
      previousOperator: ANNA,
    })
    expect(desk.heard('vera')).toMatchObject([{ type: 'ticketAssigned' }])
  })

  test('to somebody full it is kept for them, also from free others, until their shift ends', () => {
    const desk = served().hire(BORIS, [LINE], 1)
    desk.send(handoff('oleg'))
    expect(desk.holder(2)).toBe(BORIS)
    desk.send({ type: 'ticketTransferred', operator: ANNA, ticket: ONE, to: { operator: BORIS } })
    expect(desk.ticket(1)).toMatchObject({ status: 'waiting', reservedFor: BORIS })
    expect(desk.heard('vera')).toMatchObject([{ type: 'ticketRequeued' }])
    expect(whyWaiting(ONE, desk.desk, desk.settings, desk.at)).toEqual({
      kind: 'reserved',
      operator: BORIS,
      shift: 'on',
    })
    desk.send({ type: 'ticketClaimed', operator: ANNA, ticket: ONE })
    expect(desk.last.refusal).toEqual({ code: 'ticketTaken', by: BORIS })
    desk.send({ type: 'closingAsked', ticket: ticket(2) })
    expect(desk.holder(1)).toBe(BORIS)
  })

  test('the end of a shift frees what was kept', () => {
    const desk = served().hire(BORIS, [LINE], 1)
    desk.send({ type: 'shiftChanged', operator: BORIS, shift: 'paused' })
    desk.send({ type: 'ticketTransferred', operator: ANNA, ticket: ONE, to: { operator: BORIS } })
    expect(desk.holder(1)).toBe('waiting')
    desk.send({ type: 'shiftChanged', operator: BORIS, shift: 'off' })
    expect(desk.holder(1)).toBe(ANNA)
  })

  test('to a group it waits there in its old turn', () => {
    const desk = served()
    desk.wait(minutes(5)).send(handoff('oleg', { group: FINANCE }))
    desk.send({ type: 'ticketTransferred', operator: ANNA, ticket: ONE, to: { group: FINANCE } })
    expect(desk.ticket(1)).toMatchObject({ status: 'waiting', group: FINANCE })
    expect(desk.heard('vera')).toMatchObject([{ type: 'ticketRequeued', place: { ahead: 0 } }])
    desk.hire(BORIS, [FINANCE], 1)
    expect([desk.holder(1), desk.holder(2)]).toEqual([BORIS, 'waiting'])
    expect(desk.heard('vera')).toEqual([expect.objectContaining({ type: 'ticketAssigned' })])
  })

  test('refusals name their reason', () => {
    const desk = served().hire(BORIS).hire(LEAD, [LINE], 1, true)
    const to = (target: { operator: typeof ANNA } | { group: typeof LINE }, operator = ANNA) =>
      desk.send({ type: 'ticketTransferred', operator, ticket: ONE, to: target }).refusal?.code
    expect(to({ operator: ANNA }, BORIS)).toBe('ticketNotYours')
    expect(to({ group: topicName('moon') as never })).toBe('noSuchGroup')
    expect(to({ operator: topicName('nobody') as never })).toBe('noSuchOperator')
    desk.send({ type: 'shiftChanged', operator: BORIS, shift: 'off' })
    expect(to({ operator: BORIS })).toBe('notOnShift')
    expect(to({ operator: LEAD }, LEAD)).toBeUndefined()
    expect(desk.holder(1)).toBe(LEAD)
  })
})

describe('shifts', () => {
  test('going home sends active chats back in their turn; the rest stays', () => {
    const desk = new DeskWorld().hire(ANNA, [LINE], 2)
    desk.send(handoff('a'))
    desk.wait(minutes(1)).send(handoff('b'))
    desk.send({ type: 'closingAsked', ticket: ticket(2) })
    desk.wait(minutes(1)).send(handoff('c'))
    desk.wait(minutes(1)).send(handoff('d'))
    desk.send({ type: 'shiftChanged', operator: ANNA, shift: 'off' })
    expect([1, 2, 3, 4].map((n) => desk.holder(n))).toEqual(['waiting', 'pending', 'waiting', 'waiting'])
    expect(desk.heard('a')).toMatchObject([{ type: 'ticketRequeued', place: { ahead: 0 } }])
    desk.hire(BORIS, [LINE], 1)
    expect(desk.holder(1)).toBe(BORIS)
  })

  test('a chat that goes straight to a colleague is one message, not two', () => {
    const desk = served().hire(BORIS)
    desk.send({ type: 'shiftChanged', operator: ANNA, shift: 'off' })
    expect(desk.heard('vera')).toMatchObject([{ type: 'ticketAssigned', operator: BORIS }])
  })

  test('a pause gives nothing new and takes nothing away', () => {
    const desk = new DeskWorld().hire(ANNA, [LINE], 2)
    desk.send(handoff('a'))
    desk.send({ type: 'shiftChanged', operator: ANNA, shift: 'paused' })
    desk.send(handoff('b'))
    expect([desk.holder(1), desk.holder(2)]).toEqual([ANNA, 'waiting'])
    desk.send({ type: 'ticketClaimed', operator: ANNA, ticket: ticket(2) })
    expect(desk.holder(2)).toBe(ANNA)
  })

  test('a lowered capacity takes nothing away', () => {
    const desk = new DeskWorld().hire(ANNA, [LINE], 2)
    desk.send(handoff('a'))
    desk.send(handoff('b'))
    desk.send({ type: 'capacitySet', operator: ANNA, capacity: 1 })
    desk.send(handoff('c'))
    desk.send({ type: 'closingConfirmed', ticket: ONE, by: 'customer' })
    expect([2, 3].map((n) => desk.holder(n))).toEqual([ANNA, 'waiting'])
  })

  test.each([0, -1, 6, 1.5, Number.NaN])('%s is no capacity', (capacity) => {
    const desk = new DeskWorld().hire(ANNA)
    desk.send({ type: 'capacitySet', operator: ANNA, capacity })
    expect(desk.last.refusal).toEqual({ code: 'badCapacity', from: 1, to: 5 })
  })

  test('enrolling again at every start changes nothing', () => {
    const desk = new DeskWorld().hire(ANNA)
    const again = {
      type: 'operatorEnrolled',
      operator: ANNA,
      name: ANNA,
      lead: false,
      groups: [LINE],
    } as const
    expect(desk.send(again).events).toEqual([])
    expect(desk.operator(ANNA)).toMatchObject({ shift: 'on', capacity: 2 })
    expect(desk.send({ ...again, name: 'Анна' }).events).toMatchObject([{ type: 'operatorChanged' }])
  })

  test('who is removed leaves nothing behind', () => {
    const desk = new DeskWorld().hire(ANNA, [LINE], 2)
    desk.send(handoff('a'))
    desk.send(handoff('b'))
    desk.send({ type: 'closingAsked', ticket: ONE })
    desk.send({ type: 'operatorRemoved', operator: ANNA })
    expect([desk.holder(1), desk.holder(2)]).toEqual(['waiting', 'waiting'])
    expect(desk.desk.operators).toEqual({})
  })
})

describe('tags and replies', () => {
  test('topic and priority change, the group does not', () => {
    const desk = served()
    const topic = topicName('payment')
    desk.send({ type: 'ticketTagged', operator: ANNA, ticket: ONE, topic, priority: 'high' })
    expect(desk.ticket(1)).toMatchObject({ topic, priority: 'high', group: LINE })
    desk.send({ type: 'ticketTagged', operator: ANNA, ticket: ONE, topic: topicName('moon') })
    expect(desk.last.refusal).toEqual({ code: 'noSuchTopic' })
  })

  test('the first reply counts, later ones do not', () => {
    const desk = served()
    desk.wait(minutes(1)).send({ type: 'operatorAnswered', ticket: ONE, operator: ANNA })
    desk.wait(minutes(1)).send({ type: 'operatorAnswered', ticket: ONE, operator: ANNA })
    expect(desk.ticket(1).answeredAt).toBe(later(desk.ticket(1).openedAt, minutes(1)))
    expect(desk.last.events).toEqual([])
  })
})

describe('ratings', () => {
  test('a low one alerts, a comment adds to it, the same again is silent', () => {
    const desk = served()
    desk.send({ type: 'closingConfirmed', ticket: ONE, by: 'customer' })
    desk.send({ type: 'ticketRated', ticket: ONE, score: 5 })
    expect(desk.happened()).toEqual(['ticketRated'])
    desk.send({ type: 'ticketRated', ticket: ONE, score: 2, comment: 'долго' })
    expect(desk.last.events[1]).toEqual({
      type: 'leadAlerted',
      about: { kind: 'lowRating', ticket: 1, score: 2, comment: 'долго' },
    })
    desk.send({ type: 'ticketRated', ticket: ONE, score: 2 })
    expect(desk.happened()).toEqual([])
    desk.send({ type: 'ticketRated', ticket: ONE, score: 4 })
    expect(desk.ticket(1)).toMatchObject({ score: 4, comment: 'долго' })
  })

  test('a low one on a ticket the desk has forgotten is still news', () => {
    const desk = new DeskWorld()
    desk.send({ type: 'ticketRated', ticket: ticket(77), score: 1 })
    expect(desk.happened()).toEqual(['leadAlerted'])
  })
})

describe('the review', () => {
  test('arms itself, and its answers never share a key with those of an earlier one', () => {
    const desk = new DeskWorld()
    const { later: armed } = desk.send({ type: 'queueReviewed' }, 'desk:review')
    expect(armed).toEqual([
      { to: 'desk', key: 'desk:review', due: later(desk.at, minutes(1)), input: { type: 'queueReviewed' } },
    ])
  })

  test('alerts a long wait once', () => {
    const desk = new DeskWorld()
    desk.send(handoff('a'))
    desk.wait(minutes(16)).send({ type: 'queueReviewed' })
    expect(desk.last.events).toEqual([{ type: 'leadAlerted', about: { kind: 'longWait', ticket: 1 } }])
    desk.wait(minutes(1)).send({ type: 'queueReviewed' })
    expect(desk.last.events).toEqual([])
  })

  test('nobody is late at night', () => {
    const desk = new DeskWorld(BY_DAY).wait(hours(10))
    desk.send(handoff('a'))
    desk.wait(hours(1)).send({ type: 'queueReviewed' })
    expect(desk.last.events).toEqual([])
    desk.wait(hours(11)).send({ type: 'queueReviewed' })
    expect(desk.happened()).toEqual(['leadAlerted'])
  })

  test('forgets what can be neither reopened nor rated', () => {
    const desk = served()
    desk.send({ type: 'closingConfirmed', ticket: ONE, by: 'customer' })
    desk.send({ type: 'shiftChanged', operator: ANNA, shift: 'off' })
    desk.send(handoff('oleg'))
    desk.send({ type: 'handoffCancelled', ticket: ticket(2) })
    desk.wait(hours(25)).send({ type: 'queueReviewed' })
    expect(Object.keys(desk.desk.tickets)).toEqual(['1'])
    desk.wait(days(7)).send({ type: 'queueReviewed' })
    expect(desk.desk.tickets).toEqual({})
  })

  test('keeps 200 closed tickets at most', () => {
    const desk = new DeskWorld().hire(ANNA)
    for (let n = 1; n <= 205; n++) {
      desk.wait(minutes(1)).send(handoff(`c${n}`))
      desk.send({ type: 'closingConfirmed', ticket: ticket(n), by: 'customer' })
    }
    desk.send({ type: 'queueReviewed' })
    expect(Object.keys(desk.desk.tickets)).toHaveLength(200)
    expect(desk.desk.tickets).not.toHaveProperty('5')
    expect(desk.desk.recentHandling).toEqual({})
  })

  test('a group that left the content leaves no customer behind', () => {
    const desk = new DeskWorld().hire(ANNA, [LINE])
    desk.send(handoff('a', { group: FINANCE }))
    desk.settings = { ...SETTINGS, groups: SETTINGS.groups.slice(0, 1) }
    desk.send({ type: 'queueReviewed' })
    expect(desk.holder(1)).toBe(ANNA)
  })
})

describe('why a ticket waits', () => {
  const why = (desk: DeskWorld) => whyWaiting(ONE, desk.desk, desk.settings, desk.at)

  test('each reason has its name', () => {
    const desk = new DeskWorld(withQueue({}))
    expect(why(desk)).toEqual({ kind: 'notWaiting' })
    desk.send(handoff('a'))
    expect(why(desk)).toEqual({ kind: 'nobodyOnShift', group: LINE, paused: 0 })
    expect(why(Object.assign(new DeskWorld(BY_DAY).wait(hours(10)), { desk: desk.desk }))).toMatchObject({
      kind: 'deskClosed',
    })
    const claiming = new DeskWorld(claimed()).hire(ANNA)
    claiming.send(handoff('a'))
    expect(why(claiming)).toEqual({ kind: 'toBeClaimed', group: LINE, free: 1 })
  })

  test('all have their hands full', () => {
    const desk = served()
    desk.send(handoff('b', { priority: 'urgent' }))
    expect(whyWaiting(ticket(2), desk.desk, desk.settings, desk.at)).toEqual({
      kind: 'allFull',
      group: LINE,
      operators: 1,
      capacity: 1,
    })
  })
})
