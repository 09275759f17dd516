import { describe, expect, test } from 'vitest'
import { hours, later, minutes } from '../../src/domain/time.ts'
import { ANNA, BORIS, DeskWorld, handoff, LINE, NOON, ticket } from './desk-world.ts'

const ONE = ticket(1)
const SOON = later(NOON, hours(1))

function served(): DeskWorld {
  const desk = new DeskWorld().hire(ANNA, [LINE], 1)
  desk.send(handoff('vera'))
  return desk
}

const remind = (text: string, due = SOON) =>
  ({ type: 'reminderSet', operator: ANNA, ticket: ONE, due, text }) as const

describe('reminders', () => {
  test('wait as timers and come back as an event about the ticket', () => {
    const desk = served()
    const [timer] = desk.send(remind('спросить про чек')).later
    expect(timer).toMatchObject({ to: 'desk', due: SOON, input: { type: 'reminderDue' } })
    if (timer?.to !== 'desk') throw new Error('no timer')
    desk.wait(hours(1)).send(timer.input, timer.key)
    const reminder = { ticket: ONE, operator: ANNA, text: 'спросить про чек', due: SOON }
    expect(desk.last.events).toMatchObject([{ type: 'ticketReminded', reminder }])
    expect(desk.ticket(1).status).toBe('active')
  })

  test('two for one minute are two', () => {
    const desk = served()
    const [first] = desk.send(remind('один')).later
    const [second] = desk.send(remind('два')).later
    expect(first?.key).not.toBe(second?.key)
  })

  test('in the past, too far, of nobody and about nothing are refused', () => {
    const desk = served()
    expect(desk.send(remind('', NOON)).refusal).toEqual({ code: 'badTime' })
    expect(desk.send(remind('', later(NOON, hours(24 * 91)))).refusal).toEqual({ code: 'badTime' })
    expect(desk.send({ ...remind(''), operator: BORIS }).refusal).toEqual({ code: 'noSuchOperator' })
    expect(desk.send({ ...remind(''), ticket: ticket(7) }).refusal).toEqual({ code: 'noSuchTicket' })
  })

  test('a closed chat is told of, too; somebody who left is not', () => {
    const desk = served()
    const timer = desk.send(remind('')).later[0]
    if (timer?.to !== 'desk') throw new Error('no timer')
    desk.wait(minutes(5)).send({ type: 'closingConfirmed', ticket: ONE, by: 'customer' })
    expect(desk.wait(hours(1)).send(timer.input).events).toMatchObject([{ type: 'ticketReminded' }])
    desk.send({ type: 'operatorRemoved', operator: ANNA })
    expect(desk.send(timer.input).events).toEqual([])
  })
})
