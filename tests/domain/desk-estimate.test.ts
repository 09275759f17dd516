import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { handlingRange, waitFrom } from '../../src/domain/desk/estimate.ts'
import { reallyMoved } from '../../src/domain/desk/places.ts'
import { type Duration, duration, minutes } from '../../src/domain/time.ts'
import { SETTINGS } from './desk-world.ts'

const { typicalHandling: _, ...BARE } = SETTINGS.queue
type QueueSettings = Parameters<typeof handlingRange>[1]
const estimateWait = (ahead: number, slots: number, recent: readonly Duration[], queue: QueueSettings) =>
  waitFrom(handlingRange(recent, queue), ahead, slots)

const someTimes = fc.array(fc.integer({ min: 1, max: 7_200_000 }).map(duration), {
  minLength: 5,
  maxLength: 50,
})
const someAhead = fc.integer({ min: 0, max: 300 })
const someSlots = fc.integer({ min: 1, max: 200 })

describe('the estimate', () => {
  test('is the middle half of recent times, stretched over those before', () => {
    const recent = [2, 4, 6, 8, 10].map(minutes)
    expect(estimateWait(0, 1, recent, BARE)).toEqual({ from: minutes(3), to: minutes(10) })
    expect(estimateWait(5, 2, recent, BARE)).toEqual({ from: minutes(10), to: minutes(30) })
  })

  test.each([
    ['nobody works', 0, [5, 5, 5, 5, 5]],
    ['too few chats were closed, and no typical time is set', 3, [5, 5, 5, 5]],
    ['none was closed', 3, []],
  ])('is nothing when %s', (_, slots, recent) => {
    expect(estimateWait(0, slots, recent.map(minutes), BARE)).toBeUndefined()
  })

  test('starts from the typical time, widely', () => {
    expect(estimateWait(1, 2, [minutes(60)], SETTINGS.queue)).toEqual({ from: minutes(5), to: minutes(15) })
  })

  test('never shrinks for somebody further back, never grows with more hands', () => {
    fc.assert(
      fc.property(someTimes, someAhead, someAhead, someSlots, (recent, ahead, more, slots) => {
        const near = estimateWait(ahead, slots, recent, BARE)
        const far = estimateWait(ahead + more, slots, recent, BARE)
        const helped = estimateWait(ahead, slots + more, recent, BARE)
        if (!near || !far || !helped) throw new Error('There was something to reckon from')
        expect(far.from).toBeGreaterThanOrEqual(near.from)
        expect(far.to).toBeGreaterThanOrEqual(near.to)
        expect(helped.from).toBeLessThanOrEqual(near.from)
        expect(helped.to).toBeLessThanOrEqual(near.to)
      }),
    )
  })

  test('is a range of whole minutes, at least one, that holds the typical chat', () => {
    fc.assert(
      fc.property(someTimes, someAhead, someSlots, (recent, ahead, slots) => {
        const wait = estimateWait(ahead, slots, recent, BARE)
        if (!wait) throw new Error('There was something to reckon from')
        const median = recent.toSorted((one, other) => one - other)[Math.floor((recent.length - 1) / 2)] ?? 0
        const exact = (median * (ahead + 1)) / slots
        expect(wait.from).toBeGreaterThanOrEqual(minutes(1))
        expect(wait.to).toBeGreaterThanOrEqual(wait.from)
        expect([wait.from % 60_000, wait.to % 60_000]).toEqual([0, 0])
        expect(wait.to).toBeGreaterThanOrEqual(exact)
        if (exact >= minutes(1)) expect(wait.from).toBeLessThanOrEqual(exact)
      }),
    )
  })
})

describe('reallyMoved', () => {
  const place = (ahead: number, from?: number, to?: number) =>
    from === undefined || to === undefined
      ? { ahead }
      : { ahead, wait: { from: minutes(from), to: minutes(to) } }

  test.each([
    ['the same', place(3, 10, 20), place(3, 10, 20), false],
    ['one less, much the same range', place(9, 30, 90), place(8, 30, 60), false],
    ['the middle by a third', place(3, 10, 20), place(2, 5, 15), true],
    ['longer than was said', place(3, 10, 20), place(3, 20, 45), true],
    ['next at last', place(1, 5, 15), place(0, 5, 15), true],
    ['an estimate appeared', place(1), place(1, 5, 15), true],
    ['an estimate went away', place(1, 5, 15), place(1), true],
    ['without ranges, one of ten', place(10), place(9), false],
    ['without ranges, one of two', place(2), place(1), true],
  ])('%s', (_, told, now, moved) => {
    expect(reallyMoved(told, now, 0.3)).toBe(moved)
  })
})
