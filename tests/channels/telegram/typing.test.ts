import { describe, expect, it } from 'vitest'
import { conversationId } from '../../../src/domain/ids.ts'
import { seconds } from '../../../src/domain/time.ts'
import type { LoggedEvent } from '../../../src/store/port.ts'
import { type Alone, openAlone } from './channel.ts'

const shown = ({ fake }: Alone) => fake.journal.callsOf('sendChatAction').length

function tell({ live, clock, vera }: Alone, event: LoggedEvent['event'], channel = 'telegram') {
  const id = conversationId(channel, String(vera.chat.id))
  live.send([{ seq: 1, at: clock.now(), address: { to: 'conversation', id }, event }])
}

const MADE = { type: 'callMade', call: 'c1', method: 'GET', url: 'http://127.0.0.1/' } as const

describe('«печатает…»', () => {
  it('is shown while something is fetched, and not after', async () => {
    const alone = await openAlone()
    alone.vera.start()
    tell(alone, MADE)
    await alone.fake.waitFor(() => shown(alone) === 1)
    await alone.clock.pass(seconds(9))
    await alone.fake.waitFor(() => shown(alone) === 3)
    tell(alone, { type: 'callReturned', call: 'c1', ok: true })
    await alone.clock.pass(seconds(30))
    expect(shown(alone)).toBe(3)
  })

  it('ends by itself when the answer never comes', async () => {
    const alone = await openAlone()
    alone.vera.start()
    tell(alone, MADE)
    await alone.clock.pass(seconds(120))
    expect(shown(alone)).toBeLessThanOrEqual(10)
  })

  it('is shown for an operator, not for every key, and only in Telegram', async () => {
    const alone = await openAlone()
    alone.vera.start()
    const conversation = conversationId('telegram', String(alone.vera.chat.id))
    for (let key = 0; key < 20; key++) alone.signals.send({ conversation, who: 'operator' })
    alone.signals.send({ conversation, who: 'customer' })
    alone.signals.send({ conversation: conversationId('site', '1'), who: 'operator' })
    tell(alone, MADE, 'site')
    await alone.fake.waitFor(() => shown(alone) === 1)
    await alone.clock.pass(seconds(5))
    alone.signals.send({ conversation, who: 'operator' })
    await alone.fake.waitFor(() => shown(alone) === 2)
    expect(alone.vera.action).toBe('typing')
  })
})
