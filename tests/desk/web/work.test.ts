/** An operator's day over the API: sign in, take, answer, note, pass on, close. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Line } from '../../../src/desk/web/lines.ts'
import { minutes } from '../../../src/domain/time.ts'
import { type Bench, bench, fresh } from './harness.ts'

let desk: Bench
beforeEach(async () => {
  desk = await bench()
})
afterEach(() => desk.stop())

const texts = (lines: readonly Line[]) =>
  lines.filter((line) => line.content).map((line) => `${line.from}: ${line.content?.text}`)

describe('an operator', () => {
  it('sees who waits, how long, and what they said last', async () => {
    const anna = await desk.operator('anna')
    await desk.customer('vera', 'Не проходит оплата, позовите человека')
    desk.clock.advance(minutes(3))
    const { body } = await anna.get('/tickets')
    expect(body.waiting).toBe(1)
    expect(body.tickets[0]).toMatchObject({
      id: 1,
      status: 'waiting',
      channel: 'site',
      group: 'first-line',
      queuedAt: desk.clock.now() - minutes(3),
      lastCustomer: 1,
    })
  })

  it('is told how variables are called for people', async () => {
    const anna = await desk.operator('anna')
    expect((await anna.get('/me')).body.desk.variableTitles).toEqual({
      card: 'Карта',
      'customer.plan': 'Тариф',
    })
  })

  it('takes the next one, answers once however often the reply is sent, and the transcript has it all', async () => {
    const anna = await desk.operator('anna')
    await desk.customer('vera', 'Позовите человека')
    expect((await anna.post('/queue/next', { id: fresh() })).body).toEqual({ ticket: 1 })
    const reply = { id: fresh(), text: 'Здравствуйте!' }
    expect((await anna.post('/tickets/1/replies', reply)).status).toBe(200)
    expect((await anna.post('/tickets/1/replies', reply)).status).toBe(200)
    await anna.post('/tickets/1/notes', { id: fresh(), text: 'Платит картой друга' })
    const { body } = await anna.get('/tickets/1')
    const said = texts(body.lines)
    expect(said[0]).toBe('customer: Позовите человека')
    expect(said.filter((line) => line === 'operator: Здравствуйте!')).toHaveLength(1)
    expect(said.at(-1)).toBe('note: Платит картой друга')
    expect(body.ticket).toMatchObject({ status: 'active', operator: { id: 'anna', name: 'Anna' } })
  })

  it('passes a chat to the second line, which can take it', async () => {
    const anna = await desk.operator('anna')
    const petr = await desk.operator('petr', { groups: ['finance'] })
    await desk.customer('vera')
    await anna.post('/tickets/1/claim', { id: fresh() })
    expect((await petr.get('/tickets/1')).status).toBe(404)
    expect((await anna.post('/tickets/1/second-line', { id: fresh() })).status).toBe(200)
    expect((await petr.post('/tickets/1/claim', { id: fresh() })).body).toEqual({ ticket: 1 })
    expect((await anna.get('/tickets/1')).status).toBe(200)
  })

  it('still opens a ticket that went through two others since', async () => {
    const anna = await desk.operator('anna')
    const boris = await desk.operator('boris')
    await desk.operator('vika')
    await desk.customer('vera')
    await anna.post('/tickets/1/claim', { id: fresh() })
    await anna.post('/tickets/1/transfer', { id: fresh(), to: { operator: 'boris' } })
    await boris.post('/tickets/1/transfer', { id: fresh(), to: { operator: 'vika' } })
    expect((await anna.get('/tickets/1')).status).toBe(200)
  })

  it('tags, snoozes, proposes to close; the customer closes; a second later the reply is refused', async () => {
    const anna = await desk.operator('anna')
    await desk.customer('vera')
    await anna.post('/tickets/1/claim', { id: fresh() })
    expect(
      (await anna.post('/tickets/1/tag', { id: fresh(), topic: 'payment', priority: 'high' })).status,
    ).toBe(200)
    desk.clock.advance(minutes(1))
    const until = desk.clock.now() + minutes(30)
    expect((await anna.post('/tickets/1/snooze', { id: fresh(), until })).status).toBe(200)
    expect((await anna.get('/tickets/1')).body.ticket).toMatchObject({
      status: 'snoozed',
      until,
      topic: 'payment',
    })
    await anna.post('/tickets/1/claim', { id: fresh() })
    expect((await anna.post('/tickets/1/closing', { id: fresh() })).status).toBe(200)
    await desk.say('vera', { type: 'customerSaid', content: { text: 'да' } })
    const { body } = await anna.get('/tickets/1')
    expect(body.ticket.status).toBe('closed')
    const refused = await anna.post('/tickets/1/replies', { id: fresh(), text: 'Рад помочь' })
    expect([refused.status, refused.body.error.code]).toEqual([409, 'ticketClosed'])
  })

  it('pauses, comes back and says how many chats they manage', async () => {
    const anna = await desk.operator('anna')
    await anna.put('/me/shift', { id: fresh(), shift: 'paused' })
    await anna.put('/me/capacity', { id: fresh(), capacity: 5 })
    expect((await anna.get('/me')).body).toMatchObject({ shift: 'paused', capacity: 5, load: 0, lead: false })
    const refused = await anna.put('/me/capacity', { id: fresh(), capacity: 99 })
    expect(refused.body.error).toMatchObject({ code: 'badCapacity', message: 'Предел чатов — от 1 до 10.' })
  })
})

describe('two operators', () => {
  it('press at once: one has the chat, the other learns who', async () => {
    const anna = await desk.operator('anna')
    const boris = await desk.operator('boris')
    await desk.customer('vera')
    const answers = await Promise.all([
      anna.post('/tickets/1/claim', { id: fresh() }),
      boris.post('/tickets/1/claim', { id: fresh() }),
    ])
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409])
    const late = answers.find((answer) => answer.status === 409)
    expect(late?.body.error.message).toMatch(/^Этот чат уже ведёт (Anna|Boris)\.$/)
  })

  it('see each other for a transfer', async () => {
    const anna = await desk.operator('anna')
    await desk.operator('boris')
    expect((await anna.get('/colleagues')).body.colleagues).toMatchObject([
      { id: 'boris', name: 'Boris', shift: 'on', load: 0, capacity: 3 },
    ])
  })
})
