/** What may be seen of a customer's past, and how the log becomes lines and cards. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NOTHING_SAID, withLine } from '../../../src/desk/web/cards.ts'
import { changed, type Line, transcript } from '../../../src/desk/web/lines.ts'
import type { Event } from '../../../src/domain/event.ts'
import { conversationId, inputKey, messageNumber, promptId, ticketId } from '../../../src/domain/ids.ts'
import { hours, instant, minutes } from '../../../src/domain/time.ts'
import { type Bench, bench, fresh, type Page } from './harness.ts'

const VERA = conversationId('site', 'vera')
const logged = (events: readonly Event[]) =>
  events.map((event, index) => ({
    seq: index + 1,
    at: instant(1000 + index),
    address: { to: 'conversation', id: VERA } as const,
    event,
  }))

describe('a transcript', () => {
  it('shows edits, pressed buttons and failed deliveries on the lines they are about', () => {
    const lines = transcript(
      logged([
        { type: 'customerSaid', number: messageNumber(1), content: { text: 'превет' } },
        {
          type: 'messageSent',
          message: {
            number: messageNumber(2),
            author: { kind: 'bot' },
            content: { text: 'Помогло?' },
            prompt: {
              id: promptId('p6'),
              buttons: [
                { option: 0, label: 'Да' },
                { option: 1, label: 'Нет' },
              ],
            },
            at: instant(1001),
          },
        },
        { type: 'messageEdited', number: messageNumber(1), content: { text: 'привет' } },
        { type: 'buttonPressed', number: messageNumber(3), prompt: promptId('p4'), option: 1, label: 'Нет' },
        { type: 'promptClosed', prompt: promptId('p6'), chosen: 1 },
        { type: 'deliveryRefused', number: messageNumber(2), why: 'chatGone', detail: '' },
        { type: 'inputParked', key: inputKey('x'), error: 'y' },
      ]),
    )
    expect(lines.map((line) => [line.id, line.from, line.content?.text])).toEqual([
      [1, 'customer', 'привет'],
      [2, 'bot', 'Помогло?'],
      [4, 'customer', 'Нет'],
    ])
    expect(lines[0]).toMatchObject({ edited: true })
    expect(lines[1]).toMatchObject({
      failed: { why: 'chatGone' },
      buttons: [{ chosen: false }, { chosen: true }],
    })
  })

  it('shows what came besides the words, on the card too', () => {
    const shown = '[Файл «кино.mp4» не получен: больше 10 МБ]'
    const besides = [{ kind: 'lostFile', shown, why: 'tooLarge', limit: 10_485_760 }] as const
    const lines = transcript(
      logged([{ type: 'customerSaid', number: messageNumber(1), content: { text: 'не идёт', besides } }]),
    )
    expect(lines[0]?.content).toEqual({ text: `не идёт\n${shown}` })
    expect(lines.reduce(withLine, NOTHING_SAID)).toMatchObject({ last: { text: `не идёт\n${shown}` } })
  })

  it('tells how long the customer waited instead of the queue’s card, whose buttons are dead', () => {
    const control = { kind: 'queue', ticket: ticketId(1), ahead: 1 } as const
    const author = { kind: 'system' } as const
    const card = (text: string, rest: object) =>
      ({ number: messageNumber(2), author, content: { text }, at: instant(1001), ...rest }) as const
    const id = promptId('p1')
    const asked: readonly Event[] = [
      { type: 'customerSaid', number: messageNumber(1), content: { text: 'оператор' } },
      {
        type: 'messageSent',
        message: card('Перед вами 1', {
          control: { ...control, state: 'waiting' },
          prompt: { id, buttons: [{ option: 0, label: 'Отменить' }] },
        }),
      },
      { type: 'queueEntered', ticket: ticketId(1), place: { ahead: 1 } },
      {
        type: 'messageReplaced',
        message: card('Вы следующий', { replaces: 2, control: { ...control, state: 'waiting' } }),
      },
    ]
    const waiting = transcript(logged(asked))
    expect(waiting[1]).toMatchObject({ content: { text: 'Вы следующий' }, buttons: [{ label: 'Отменить' }] })
    expect(waiting[2]?.happening).toEqual({ what: 'queued' })
    for (const state of ['taken', 'left'] as const) {
      const settled = transcript(
        logged([
          ...asked,
          { type: 'promptClosed', prompt: id },
          {
            type: 'messageReplaced',
            message: card('Оператор подключился.', { replaces: 2, control: { ...control, state } }),
          },
        ]),
      )
      expect(settled.map(({ id: line, content, happening }) => [line, content?.text ?? happening])).toEqual([
        [1, 'оператор'],
        [3, { what: 'waited', for: 4 }],
      ])
      // an older page is left alone
      expect(changed(settled, { number: 2, waitedTill: 1 })).toEqual(settled)
    }
  })

  it('leaves lines alone that a change is not about', () => {
    const line: Line = { id: 1, at: 1, from: 'customer', number: 1, content: { text: 'раз' } }
    expect(changed([line], { number: 2, edited: true })).toEqual([line])
    expect(changed([line], { prompt: 'p1', chosen: 0 })).toEqual([line])
  })
})

describe('a card', () => {
  const line = (from: Line['from'], at: number, text: string): Line => ({
    id: at,
    at,
    from,
    number: at,
    content: { text },
  })

  it('waits since the first unanswered word; the bot’s words and notes are no answer', () => {
    const lines = [
      line('customer', 1, 'раз'),
      line('operator', 2, 'слушаю'),
      line('customer', 3, 'два'),
      line('bot', 4, 'бот'),
      line('note', 5, 'заметка'),
      line('customer', 6, 'три'),
    ]
    const recent = lines.reduce(withLine, NOTHING_SAID)
    expect(recent).toMatchObject({ unansweredSince: 3, lastCustomer: 6, last: { text: 'три' } })
    expect(withLine(recent, line('operator', 7, 'ответ')).unansweredSince).toBeUndefined()
  })
})

describe('a customer’s past', () => {
  let desk: Bench
  let anna: Page
  beforeEach(async () => {
    desk = await bench()
    anna = await desk.operator('anna')
    await desk.customer('vera', 'Позовите человека')
    await anna.post('/tickets/1/claim', { id: fresh() })
    await anna.post('/tickets/1/closing', { id: fresh() })
    await desk.say('vera', { type: 'customerSaid', content: { text: 'да' } })
    await desk.say('vera', { type: 'customerRated', ticket: ticketId(1), score: 4, comment: 'быстро' })
    desk.clock.advance(hours(30))
    await desk.customer('vera', 'Снова я, человека')
  })
  afterEach(() => desk.stop())

  it('is open to whoever serves them now, and closes again when they no longer do', async () => {
    const boris = await desk.operator('boris')
    expect((await boris.get('/tickets/1')).status).toBe(404)
    await boris.post('/tickets/2/claim', { id: fresh() })
    const { earlier } = (await boris.get('/tickets/2')).body
    expect(earlier).toMatchObject([{ id: 1, score: 4, comment: 'быстро', operator: { name: 'Anna' } }])
    expect((await boris.get('/tickets/1')).status).toBe(200)
    await boris.post('/tickets/2/transfer', { id: fresh(), to: { group: 'finance' } })
    expect((await boris.get('/tickets/1')).status).toBe(404)
  })

  it('of whoever had the earlier ticket ends where that ticket ended', async () => {
    const again = await desk.operator('anna')
    await desk.operator('boris')
    const { lines, ticket } = (await again.get('/tickets/1')).body
    expect(ticket).toMatchObject({ status: 'closed', lastCustomer: 0 })
    expect(ticket.last).toBeUndefined()
    const texts = lines.map((line: Line) => line.content?.text)
    expect(texts).toContain('да')
    expect(texts).not.toContain('Снова я, человека')
  })

  it('is in the closed chats of the whole group when an address was left: nobody had it, an answer is promised', async () => {
    const boris = await desk.operator('boris')
    const petr = await desk.operator('petr', { groups: ['finance'] })
    await desk.say('vera', { type: 'customerPressed', prompt: promptId('p4'), option: 1 })
    await desk.say('vera', { type: 'customerSaid', content: { text: 'vera@example.com' } })
    const { tickets } = (await boris.get('/tickets?which=closed')).body
    expect(tickets).toMatchObject([{ id: 2, outcome: 'leftEmail', email: 'vera@example.com' }])
    expect((await boris.get('/tickets/2')).status).toBe(200)
    expect((await petr.get('/tickets?which=closed')).body.tickets).toEqual([])
    expect((await petr.get('/tickets/2')).status).toBe(404)
  })

  it('is all open to a lead, closed tickets too', async () => {
    const olga = await desk.operator('olga', { lead: true, groups: [] })
    expect((await olga.get('/tickets/1')).status).toBe(200)
    const { tickets } = (await olga.get('/tickets?which=closed')).body
    expect(tickets).toMatchObject([{ id: 1, status: 'closed', score: 4 }])
    desk.clock.advance(minutes(5))
    expect((await olga.get('/tickets')).body.tickets).toMatchObject([{ id: 2, status: 'waiting' }])
  })
})
