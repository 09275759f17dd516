import { describe, expect, it } from 'vitest'
import { conversationId } from '../../src/domain/ids.ts'
import { instant } from '../../src/domain/time.ts'
import { Outlet } from '../../src/runtime/outlet.ts'
import type { Delivery } from '../../src/store/port.ts'
import { ManualClock } from '../fakes/manual-clock.ts'

const row = (id: number, person: string): Delivery => ({
  ...{ id, lane: person, conversation: conversationId('telegram', person), attempts: 0 },
  ...{ notBefore: instant(0), createdAt: instant(0) },
  effect: { type: 'call', call: { id: 'c', method: 'GET', url: '', headers: {}, timeout: 0 } },
})

/** Rows go at once; what is settled becomes durable when the test says so. */
async function open() {
  const sent: number[] = []
  const gate = { open: () => {} }
  const durable = new Promise<void>((resolve) => {
    gate.open = resolve
  })
  const outlet = new Outlet({
    ...{ name: 'telegram', width: 4, clock: new ManualClock() },
    attempt: async ({ id }) => {
      sent.push(id)
      return { kind: 'sent' }
    },
    settle: () => undefined,
    read: async () => [],
    owns: () => true,
    durable: () => durable,
  })
  await outlet.start()
  return { outlet, sent, gate }
}

const aMoment = () => new Promise((resolve) => setImmediate(resolve))

describe('a way out that would repeat after a crash', () => {
  it('sends to one person only when what they got before is durable, also what comes later', async () => {
    const { outlet, sent, gate } = await open()
    outlet.offer(row(1, 'Вера'))
    await aMoment()
    outlet.offer(row(2, 'Вера'))
    outlet.offer(row(3, 'Пётр'))
    await aMoment()
    expect(sent).toEqual([1, 3])
    gate.open()
    await aMoment()
    expect(sent).toEqual([1, 3, 2])
    await outlet.stop()
  })
})
