import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { storeAccount } from '../../../src/desk/accounts.ts'
import { conversationId, operatorId } from '../../../src/domain/ids.ts'
import { seconds } from '../../../src/domain/time.ts'
import { type Bench, bench, fresh } from './harness.ts'
import { LiveStream } from './stream.ts'

let desk: Bench
beforeEach(async () => {
  desk = await bench()
})
afterEach(() => desk.stop())

const says = (text: string) => ({ type: 'customerSaid', content: { text } }) as const

describe('the live stream', () => {
  it('tells of a new ticket, of its words, and when another took it', async () => {
    const anna = await desk.operator('anna')
    const boris = await desk.operator('boris')
    const stream = await LiveStream.open(desk, anna)
    await desk.customer('vera')
    const card = await stream.until((news) => news.type === 'ticket')
    expect(card.news).toMatchObject({ type: 'ticket', ticket: { id: 1, status: 'waiting' } })
    await boris.post('/tickets/1/claim', { id: fresh() })
    expect((await stream.until((news) => news.type === 'gone')).news).toEqual({ type: 'gone', ticket: 1 })
    await boris.post('/tickets/1/replies', { id: fresh(), text: 'тайна' })
    await desk.customer('oleg')
    await stream.until((news) => news.type === 'ticket' && news.ticket.id === 2)
    expect(stream.texts()).not.toContain('тайна')
    await stream.close()
  })

  it('goes on from a cursor: nothing missed, nothing twice', async () => {
    const anna = await desk.operator('anna')
    await desk.customer('vera')
    await anna.post('/tickets/1/claim', { id: fresh() })
    const { body } = await anna.get('/tickets/1')
    await desk.say('vera', says('раз'))
    const first = await LiveStream.open(desk, anna, `?cursor=${body.cursor}`)
    await desk.say('vera', says('два'))
    const seen = await first.until((news) => news.type === 'line' && news.line.content?.text === 'два')
    expect(first.texts()).toEqual(['раз', 'два'])
    await first.close()
    await desk.say('vera', says('три'))
    const second = await LiveStream.open(desk, anna, `?cursor=${body.cursor}`, {
      'last-event-id': seen.id ?? '',
    })
    await desk.say('vera', says('четыре'))
    await second.until((news) => news.type === 'line' && news.line.content?.text === 'четыре')
    expect(second.texts()).toEqual(['три', 'четыре'])
    await second.close()
  })

  it('asks a page from another life to load everything again', async () => {
    const anna = await desk.operator('anna')
    const stream = await LiveStream.open(desk, anna, '?cursor=999999')
    expect((await stream.until((news) => news.type === 'reload')).news).toEqual({ type: 'reload' })
    await stream.close()
  })

  it('shows a customer typing to whom it concerns, and an operator’s typing to the customer', async () => {
    const anna = await desk.operator('anna')
    const petr = await desk.operator('petr', { groups: ['finance'] })
    await desk.customer('vera')
    await anna.post('/tickets/1/claim', { id: fresh() })
    const own = await LiveStream.open(desk, anna)
    const foreign = await LiveStream.open(desk, petr)
    const conversation = conversationId('site', 'vera')
    const shown: string[] = []
    desk.signals.subscribe((signal) => shown.push(`${signal.who} ${signal.name}`))
    desk.signals.send({ conversation, who: 'customer' })
    expect((await own.until((news) => news.type === 'typing')).news).toEqual({
      type: 'typing',
      ticket: 1,
      who: 'customer',
    })
    await anna.post('/tickets/1/typing', {})
    expect(shown).toEqual(['customer undefined', 'operator Anna'])
    expect(foreign.told).toEqual([])
    await Promise.all([own.close(), foreign.close()])
  })

  it('tells a failed delivery as a change of the line, with why', async () => {
    const anna = await desk.operator('anna')
    await desk.customer('vera')
    await anna.post('/tickets/1/claim', { id: fresh() })
    const stream = await LiveStream.open(desk, anna)
    await anna.post('/tickets/1/replies', { id: fresh(), text: 'Вы здесь?' })
    const { news } = await stream.until((one) => one.type === 'line' && one.line.from === 'operator')
    const message = news.type === 'line' ? news.line.number : undefined
    if (message === undefined) throw new Error('the line has no number')
    const { body } = await anna.get('/tickets/1')
    const sent = body.lines.find((line: { number?: number }) => line.number === message)
    await desk.say('vera', {
      type: 'deliveryRefused',
      message: sent.number,
      why: 'blockedByUser',
      detail: '403',
    })
    const change = await stream.until((one) => one.type === 'change' && 'failed' in one.change)
    expect(change.news).toMatchObject({ change: { number: message, failed: { why: 'blockedByUser' } } })
    await stream.close()
  })

  it('ends within five seconds when the role changes', async () => {
    const anna = await desk.operator('anna')
    const stream = await LiveStream.open(desk, anna)
    const account = (await desk.store.operators()).find((one) => one.id === operatorId('anna'))
    if (!account) throw new Error('anna has no account')
    await storeAccount(desk.store, { ...account, groups: ['finance'] })
    desk.clock.advance(seconds(5))
    expect((await stream.until((news) => news.type === 'bye')).news).toEqual({ type: 'bye' })
    await stream.ended
    expect((await anna.get('/me')).status).toBe(401)
  })

  it('beats, so that a quiet page keeps its place', async () => {
    const anna = await desk.operator('anna')
    const stream = await LiveStream.open(desk, anna)
    desk.clock.advance(seconds(3))
    const beat = await stream.until((news) => news.type === 'beat')
    expect(Number(beat.id)).toBe(await desk.store.lastSeq())
    await stream.close()
  })

  it('a beat says by how much the group in a messenger is late, while it is', async () => {
    const anna = await desk.operator('anna')
    const stream = await LiveStream.open(desk, anna)
    desk.group.behind = 40
    desk.clock.advance(seconds(3))
    const late = await stream.until((news) => news.type === 'beat')
    expect(late.news).toEqual({ type: 'beat', now: desk.clock.now(), behind: 40 })
    desk.group.behind = 0
    desk.clock.advance(seconds(3))
    const now = desk.clock.now()
    const well = await stream.until((news) => news.type === 'beat' && news.now === now)
    expect(well.news).toEqual({ type: 'beat', now })
    await stream.close()
  })

  it('ends when the operator signs out', async () => {
    const anna = await desk.operator('anna')
    const stream = await LiveStream.open(desk, anna)
    await anna.ask('DELETE', '/session')
    await stream.ended
    expect(stream.told).toEqual([])
  })

  it('is for the signed in', async () => {
    expect((await desk.page().get('/events')).status).toBe(401)
  })
})
