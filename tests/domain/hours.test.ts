import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextOpening, openAt } from '../../src/domain/hours.ts'
import type { OpenSpan, WorkingHours } from '../../src/domain/settings.ts'
import { instant } from '../../src/domain/time.ts'
import { weekOf } from './desk-world.ts'

const at = (iso: string) => instant(Date.parse(iso))
const span = (from: number, to: number): OpenSpan => ({ from: from * 60, to: to * 60 })

const OFFICE: WorkingHours = {
  timezone: 'Europe/Moscow',
  week: [[span(9, 18)], [span(9, 18)], [span(9, 13), span(14, 18)], [span(9, 18)], [span(9, 18)], [], []],
  holidays: { '2026-01-13': [], '2026-01-17': [span(10, 12)] },
}

describe('openAt', () => {
  test.each([
    ['Monday noon', '2026-01-12T12:00+03:00', true],
    ['the first minute', '2026-01-12T09:00+03:00', true],
    ['a second before it', '2026-01-12T08:59:59+03:00', false],
    ['the last minute', '2026-01-12T17:59:59+03:00', true],
    ['the minute after it', '2026-01-12T18:00+03:00', false],
    ['a holiday in the week', '2026-01-13T12:00+03:00', false],
    ['lunch between two spans', '2026-01-14T13:30+03:00', false],
    ['a Saturday with hours of its own', '2026-01-17T11:00+03:00', true],
    ['an ordinary Sunday', '2026-01-18T11:00+03:00', false],
    ['the same instant seen from another zone', '2026-01-12T09:00Z', true],
  ])('%s', (_, when, open) => {
    expect(openAt(OFFICE, at(when))).toBe(open)
  })

  test('round the clock means midnight too', () => {
    const always: WorkingHours = { ...OFFICE, week: weekOf([{ from: 0, to: 1440 }]), holidays: {} }
    expect(openAt(always, at('2026-01-12T00:00+03:00'))).toBe(true)
    expect(openAt(always, at('2026-01-12T23:59:59+03:00'))).toBe(true)
  })
})

describe('nextOpening', () => {
  test.each([
    ['is now while open', '2026-01-12T12:00+03:00', '2026-01-12T12:00+03:00'],
    ['is this morning before it', '2026-01-12T03:00+03:00', '2026-01-12T09:00+03:00'],
    ['skips a holiday', '2026-01-12T19:00+03:00', '2026-01-14T09:00+03:00'],
    ['is after lunch', '2026-01-14T13:10+03:00', '2026-01-14T14:00+03:00'],
    ['finds a weekend with hours of its own', '2026-01-16T19:00+03:00', '2026-01-17T10:00+03:00'],
    ['skips an ordinary weekend', '2026-01-23T19:00+03:00', '2026-01-26T09:00+03:00'],
  ])('%s', (_, from, opening) => {
    expect(nextOpening(OFFICE, at(from))).toBe(at(opening))
  })

  test('is undefined for a desk that never opens', () => {
    expect(
      nextOpening({ ...OFFICE, week: weekOf([]), holidays: {} }, at('2026-01-12T12:00Z')),
    ).toBeUndefined()
  })
})

describe('when clocks change', () => {
  const berlin = (...spans: OpenSpan[]): WorkingHours => ({
    timezone: 'Europe/Berlin',
    week: weekOf(spans),
    holidays: {},
  })

  test('hours go by the wall clock on both sides of the change', () => {
    expect(nextOpening(berlin(span(9, 18)), at('2026-03-28T20:00+01:00'))).toBe(at('2026-03-29T09:00+02:00'))
    expect(nextOpening(berlin(span(9, 18)), at('2026-10-24T20:00+02:00'))).toBe(at('2026-10-25T09:00+01:00'))
  })

  test('an opening inside the missing hour is at its end', () => {
    expect(nextOpening(berlin(span(2.5, 5)), at('2026-03-29T01:00+01:00'))).toBe(at('2026-03-29T03:00+02:00'))
  })

  test('an hour that comes twice is open twice', () => {
    const hours = berlin(span(2.5, 3))
    expect(openAt(hours, at('2026-10-25T02:40+02:00'))).toBe(true)
    expect(openAt(hours, at('2026-10-25T02:10+01:00'))).toBe(false)
    expect(nextOpening(hours, at('2026-10-25T02:10+01:00'))).toBe(at('2026-10-25T02:30+01:00'))
  })
})

test('the next opening is open, and nothing between now and it is', () => {
  const someSpans = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 24 }))
    .map(([from, length]) => [{ from: from * 60, to: Math.min(1440, (from + length) * 60) }])
  const moment = fc.date({ min: new Date('2026-03-20'), max: new Date('2026-11-10'), noInvalidDate: true })
  fc.assert(
    fc.property(someSpans, moment, fc.integer({ min: 1, max: 99 }), (spans, date, share) => {
      const hours: WorkingHours = { timezone: 'Europe/Berlin', week: weekOf(spans), holidays: {} }
      const now = instant(date.getTime())
      const opening = nextOpening(hours, now)
      if (opening === undefined) throw new Error('Every day has a span')
      expect(openAt(hours, opening)).toBe(true)
      const between = instant(now + Math.floor(((opening - now) * share) / 100))
      if (between < opening) expect(openAt(hours, between)).toBe(false)
    }),
    { numRuns: 150 },
  )
})
