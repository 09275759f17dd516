import { describe, expect, test } from 'vitest'
import { topicName } from '../../src/domain/ids.ts'
import { instant, minutes } from '../../src/domain/time.ts'
import {
  ANNA,
  BORIS,
  BY_DAY,
  claimed,
  DeskWorld,
  FINANCE,
  handoff,
  LINE,
  SETTINGS,
  ticket,
  withQueue,
} from './desk-world.ts'

describe('asking for a person', () => {
  test('somebody free takes the chat at once', () => {
    const desk = new DeskWorld().hire(ANNA)
    desk.send(handoff('vera'))
    expect(desk.holder(1)).toBe(ANNA)
    expect(desk.happened()).toEqual(['ticketOpened', 'ticketAssigned'])
    expect(desk.heard('vera')).toEqual([
      {
        type: 'ticketAssigned',
        ticket: 1,
        operator: ANNA,
        operatorName: ANNA,
        group: LINE,
        version: 1,
        answers: 1,
      },
    ])
  })

  test('nobody free: a place and an honest range, and a greeting when the slot comes', () => {
    const desk = new DeskWorld().hire(ANNA, [LINE], 1)
    desk.send(handoff('vera'))
    desk.send(handoff('oleg'))
    expect(desk.heard('oleg')).toEqual([
      {
        type: 'ticketQueued',
        ticket: 2,
        place: { ahead: 0, wait: { from: minutes(5), to: minutes(15) } },
        answers: 1,
      },
    ])
    desk.wait(minutes(4)).send({ type: 'closingConfirmed', ticket: ticket(1), by: 'customer' })
    expect(desk.holder(2)).toBe(ANNA)
    expect(desk.heard('oleg')).toMatchObject([{ type: 'ticketAssigned' }])
  })

  test('topic decides group and priority; what the request names goes first', () => {
    const desk = new DeskWorld()
    desk.send(handoff('a', { topic: topicName('payment') }))
    desk.send(handoff('b', { topic: topicName('payment'), group: LINE, priority: 'urgent' }))
    desk.send(handoff('c'))
    expect([1, 2, 3].map((n) => [desk.ticket(n).group, desk.ticket(n).priority])).toEqual([
      [FINANCE, 'high'],
      [LINE, 'urgent'],
      [LINE, 'normal'],
    ])
  })

  test('asking twice makes no second ticket and is answered with what is', () => {
    const desk = new DeskWorld()
    desk.send(handoff('vera'))
    desk.send(handoff('vera'))
    expect(desk.desk.lastTicket).toBe(1)
    expect(desk.heard('vera')).toMatchObject([{ type: 'ticketQueued', ticket: 1, place: { ahead: 0 } }])
    desk.hire(ANNA)
    desk.send(handoff('vera'))
    expect(desk.heard('vera')).toMatchObject([{ type: 'ticketAssigned', ticket: 1, operator: ANNA }])
  })

  test('asking again wakes a ticket that was put aside', () => {
    const desk = new DeskWorld().hire(ANNA)
    desk.send(handoff('vera'))
    desk.send({ type: 'closingAsked', ticket: ticket(1) })
    desk.send(handoff('vera'))
    expect(desk.holder(1)).toBe(ANNA)
    expect(desk.heard('vera')).toMatchObject([{ type: 'ticketAssigned' }])
  })
})

describe('the order of the queue', () => {
  test('priority, then oldest', () => {
    const desk = new DeskWorld()
    desk.send(handoff('a'))
    desk.wait(minutes(1)).send(handoff('b'))
    desk.wait(minutes(1)).send(handoff('c', { priority: 'urgent' }))
    desk.hire(ANNA, [LINE], 1)
    expect([1, 2, 3].map((n) => desk.holder(n))).toEqual(['waiting', 'waiting', ANNA])
    desk.send({ type: 'capacitySet', operator: ANNA, capacity: 2 })
    expect([1, 2, 3].map((n) => desk.holder(n))).toEqual([ANNA, 'waiting', ANNA])
  })

  test('most room first, then idle longest', () => {
    const desk = new DeskWorld().hire(ANNA, [LINE], 2)
    desk.wait(minutes(1)).hire(BORIS, [LINE], 2)
    desk.send(handoff('a'))
    expect(desk.holder(1)).toBe(ANNA)
    desk.send(handoff('b'))
    expect(desk.holder(2)).toBe(BORIS)
    desk.wait(minutes(1)).send(handoff('c'))
    expect(desk.holder(3)).toBe(ANNA)
  })

  test('the previous operator goes before everybody, when free', () => {
    const desk = new DeskWorld().hire(ANNA, [LINE], 1).hire(BORIS, [LINE], 3)
    desk.send(handoff('a', { previousOperator: ANNA }))
    desk.send(handoff('b', { previousOperator: ANNA }))
    expect([desk.holder(1), desk.holder(2)]).toEqual([ANNA, BORIS])
  })

  test('only the own group', () => {
    const desk = new DeskWorld().hire(ANNA, [FINANCE])
    desk.send(handoff('a'))
    expect(desk.holder(1)).toBe('waiting')
    desk.hire(ANNA, [FINANCE, LINE])
    expect(desk.holder(1)).toBe(ANNA)
  })
})

describe('a full queue', () => {
  test('refuses clearly and alerts the lead once in a while', () => {
    const desk = new DeskWorld(withQueue({ cap: 1 }))
    desk.send(handoff('a'))
    desk.send(handoff('b'))
    expect(desk.heard('b')).toEqual([{ type: 'handoffRefused', why: 'queueFull', answers: 1 }])
    expect(desk.last.events).toEqual([{ type: 'leadAlerted', about: { kind: 'queueFull', waiting: 1 } }])
    desk.wait(minutes(1)).send(handoff('c'))
    expect(desk.last.events).toEqual([])
    desk.wait(minutes(10)).send(handoff('d'))
    expect(desk.happened()).toEqual(['leadAlerted'])
    expect(Object.keys(desk.desk.tickets)).toEqual(['1'])
  })

  test('a free operator of another group still gets theirs', () => {
    const desk = new DeskWorld(withQueue({ cap: 1 })).hire(ANNA, [FINANCE])
    desk.send(handoff('a'))
    desk.send(handoff('b', { group: FINANCE }))
    expect(desk.holder(2)).toBe(ANNA)
  })

  test('an address left instead is a closed ticket for leads to see', () => {
    const desk = new DeskWorld(withQueue({ cap: 0 }))
    const { conversation, customer, request } = handoff('a')
    desk.send({ type: 'emailLeft', conversation, customer, request, email: 'a@example.org' })
    expect(desk.ticket(1)).toMatchObject({ status: 'closed', outcome: 'leftEmail', email: 'a@example.org' })
    expect(desk.last.later).toEqual([])
    desk.send(handoff('a', { reopen: ticket(1) }))
    expect(desk.heard('a')).toMatchObject([{ type: 'handoffRefused' }])
  })
})

describe('outside of working hours', () => {
  // 21 hours after Monday noon: Tuesday, 9 in the morning.
  const opensAt = instant(Date.UTC(2026, 0, 13, 6))

  test('one queues and hears when the desk opens', () => {
    const desk = new DeskWorld(BY_DAY).wait(minutes(10 * 60))
    desk.send(handoff('a'))
    expect(desk.heard('a')).toEqual([
      { type: 'ticketQueued', ticket: 1, place: { ahead: 0, unstaffed: true }, opensAt, answers: 1 },
    ])
  })

  test('or is refused with the same word', () => {
    const desk = new DeskWorld(withQueue({ acceptWhenClosed: false }, BY_DAY)).wait(minutes(10 * 60))
    desk.send(handoff('a'))
    expect(desk.heard('a')).toEqual([{ type: 'handoffRefused', why: 'deskClosed', opensAt, answers: 1 }])
    expect(desk.desk.tickets).toEqual({})
  })

  test('somebody on shift anyway is business as usual', () => {
    const desk = new DeskWorld(withQueue({ acceptWhenClosed: false }, BY_DAY)).wait(minutes(10 * 60))
    desk.hire(ANNA, [LINE], 1)
    desk.send(handoff('a'))
    desk.send(handoff('b'))
    expect(desk.holder(1)).toBe(ANNA)
    expect(desk.heard('b')[0]).not.toHaveProperty('opensAt')
    expect(desk.heard('b')).toMatchObject([{ type: 'ticketQueued' }])
  })
})

describe('places', () => {
  test('are told again only when they really changed', () => {
    const desk = new DeskWorld().hire(ANNA, [LINE], 1)
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) desk.send(handoff(name))
    // Seven chats of 10 minutes: g is told 30–90 min. After one closes the middle moves by a sixth: not worth a word.
    desk.send({ type: 'handoffCancelled', ticket: ticket(6) })
    expect(desk.heard('f')).toMatchObject([{ type: 'ticketClosed', outcome: 'leftQueue' }])
    expect(desk.heard('g')).toEqual([])
    desk.send({ type: 'handoffCancelled', ticket: ticket(5) })
    expect(desk.heard('g')).toMatchObject([{ type: 'queueMoved', place: { ahead: 3 } }])
    desk.send({ type: 'closingConfirmed', ticket: ticket(1), by: 'customer' })
    expect(desk.heard('c')).toMatchObject([{ type: 'queueMoved', ticket: 3, place: { ahead: 0 } }])
    expect(desk.desk.told).not.toHaveProperty('2')
  })

  test('an estimate that went away with the last operator is told', () => {
    const desk = new DeskWorld().hire(ANNA, [LINE], 1)
    desk.send(handoff('a'))
    desk.send(handoff('b'))
    desk.send({ type: 'shiftChanged', operator: ANNA, shift: 'paused' })
    expect(desk.heard('b')).toEqual([{ type: 'queueMoved', ticket: 2, place: { ahead: 0, unstaffed: true } }])
  })
})

describe('claim groups', () => {
  test('nothing is given by itself; the first to claim has it', () => {
    const desk = new DeskWorld(claimed()).hire(ANNA).hire(BORIS)
    desk.send(handoff('a'))
    expect(desk.holder(1)).toBe('waiting')
    desk.send({ type: 'ticketClaimed', operator: ANNA, ticket: ticket(1) })
    expect(desk.holder(1)).toBe(ANNA)
    expect(desk.heard('a')).toMatchObject([{ type: 'ticketAssigned' }])
    desk.send({ type: 'ticketClaimed', operator: BORIS, ticket: ticket(1) })
    expect(desk.last.refusal).toEqual({ code: 'ticketTaken', by: ANNA })
    desk.send({ type: 'ticketClaimed', operator: ANNA, ticket: ticket(1) })
    expect(desk.last).toMatchObject({ events: [], later: [] })
    expect(desk.last.refusal).toBeUndefined()
  })

  test('while somebody has room nobody is told that all are busy; a slot that comes and goes is no news', () => {
    const desk = new DeskWorld(claimed()).hire(ANNA, [LINE], 1)
    desk.send(handoff('a'))
    expect(desk.heard('a')).toMatchObject([{ type: 'ticketQueued', place: { ahead: 0, offered: true } }])
    desk.send({ type: 'ticketClaimed', operator: ANNA, ticket: ticket(1) })
    desk.send(handoff('b'))
    const wait = { from: minutes(5), to: minutes(15) }
    expect(desk.heard('b')).toMatchObject([{ type: 'ticketQueued', place: { ahead: 0, wait } }])
    expect(desk.heard('b')[0]).not.toHaveProperty('place.offered')
    desk.send({ type: 'closingConfirmed', ticket: ticket(1), by: 'customer' })
    expect(desk.heard('b')).toEqual([])
  })

  test('without a number it is the next of the own groups', () => {
    const desk = new DeskWorld(claimed()).hire(ANNA, [FINANCE], 1)
    desk.send(handoff('a'))
    desk.send(handoff('b', { group: FINANCE }))
    desk.send(handoff('c', { group: FINANCE, priority: 'high' }))
    desk.send({ type: 'ticketClaimed', operator: ANNA })
    expect([1, 2, 3].map((n) => desk.holder(n))).toEqual(['waiting', 'waiting', ANNA])
    desk.send({ type: 'ticketClaimed', operator: ANNA })
    expect(desk.last.refusal).toEqual({ code: 'atCapacity', capacity: 1 })
    desk.send({ type: 'ticketClaimed', operator: ANNA, ticket: ticket(1) })
    expect(desk.last.refusal).toEqual({ code: 'operatorNotInGroup', group: LINE })
  })

  test('refusals name their reason', () => {
    const desk = new DeskWorld(claimed(SETTINGS)).hire(ANNA)
    desk.send({ type: 'ticketClaimed', operator: ANNA })
    expect(desk.last.refusal).toEqual({ code: 'queueEmpty' })
    desk.send({ type: 'ticketClaimed', operator: ANNA, ticket: ticket(9) })
    expect(desk.last.refusal).toEqual({ code: 'noSuchTicket' })
    desk.send({ type: 'ticketClaimed', operator: BORIS })
    expect(desk.last.refusal).toEqual({ code: 'noSuchOperator' })
    desk.send({ type: 'shiftChanged', operator: ANNA, shift: 'off' })
    desk.send(handoff('a'))
    desk.send({ type: 'ticketClaimed', operator: ANNA })
    expect(desk.last.refusal).toEqual({ code: 'notOnShift' })
  })
})
