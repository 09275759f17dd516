import { describe, expect, test } from 'vitest'
import { tomorrowMorning, whenIn } from '../../../src/desk/telegram/when.ts'
import { instant } from '../../../src/domain/time.ts'
import { makeEntityReader } from '../../../src/nlu/entities/reader.ts'

const MOSCOW = 'Europe/Moscow'
const reader = makeEntityReader({
  timezone: MOSCOW,
  country: 'RU',
  currency: 'RUB',
  lists: [],
  patterns: [],
  asked: [],
})
// A Monday noon in Moscow.
const NOON = instant(Date.UTC(2026, 0, 12, 9))
const at = (iso: string) => Date.parse(`${iso}:00+03:00`)

describe('when an operator means', () => {
  test.each([
    ['2h', '2026-01-12T14:00', ''],
    ['30м', '2026-01-12T12:30', ''],
    ['15 мин', '2026-01-12T12:15', ''],
    ['1 ч', '2026-01-12T13:00', ''],
    ['2 дня', '2026-01-14T12:00', ''],
    ['через час', '2026-01-12T13:00', ''],
    ['через 2 часа', '2026-01-12T14:00', ''],
    ['завтра 10:00', '2026-01-13T10:00', ''],
    ['завтра в 10', '2026-01-13T10:00', ''],
    ['завтра', '2026-01-13T10:00', ''],
    ['18:30', '2026-01-12T18:30', ''],
    ['в 9:00', '2026-01-13T09:00', ''],
    ['завтра 10:00 спросить про чек', '2026-01-13T10:00', 'спросить про чек'],
    ['2h позвонить', '2026-01-12T14:00', 'позвонить'],
    ['30 минут, уточнить заказ 12345', '2026-01-12T12:30', 'уточнить заказ 12345'],
    ['tomorrow at 10:00 ask', '2026-01-13T10:00', 'ask'],
  ])('%s', (text, iso, rest) => {
    expect(whenIn(text, reader, NOON, MOSCOW)).toEqual({ at: at(iso), rest })
  })

  test.each([[''], ['потом'], ['позвонить завтра'], ['4'], ['2 раза']])('“%s” is no time', (text) => {
    expect(whenIn(text, reader, NOON, MOSCOW)).toBeUndefined()
  })

  test('the next ten in the morning is tomorrow’s', () => {
    expect(tomorrowMorning(NOON, MOSCOW)).toBe(at('2026-01-13T10:00'))
  })
})
