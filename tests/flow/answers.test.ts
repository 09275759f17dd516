import { DateTime } from 'luxon'
import { expect, test } from 'vitest'
import { readDate } from '../../src/flow/answer/date.ts'
import { readTyped } from '../../src/flow/answer/typed.ts'
import type { ExpectedType } from '../../src/flow/schema/ask.ts'

const now = DateTime.fromISO('2026-11-21T12:00', { zone: 'Europe/Moscow' })
const today = { now: now.toMillis(), timezone: 'Europe/Moscow' }
const read = (type: ExpectedType, text: string) =>
  readTyped({ type }, { text, entities: [], attachments: [] }, today)

test.each([
  ['number', '15', 15],
  ['number', '1 200,50', 1200.5],
  ['number', 'мне 15 лет', 15],
  ['number', '-3', -3],
  ['number', '5 или 6', undefined],
  ['number', 'а какие 3 тарифа у вас есть?', undefined],
  ['number', 'пять', undefined],
  ['email', 'Вот: Name.Q@Example.com!', 'name.q@example.com'],
  ['email', 'имя@почта.рф', 'имя@почта.рф'],
  ['email', 'name@example', undefined],
  ['phone', '8 (900) 123-45-67', '+79001234567'],
  ['phone', '9001234567', '+79001234567'],
  ['phone', '+44 20 7946 0958', '+442079460958'],
  ['phone', '12345', undefined],
  ['order', 'заказ №12345', '12345'],
  ['order', 'AB-12345', 'AB-12345'],
  ['order', 'не помню', undefined],
  ['order', '12', undefined],
  ['yes_no', 'Ну да', true],
  ['yes_no', 'неа', false],
  ['yes_no', '👍', true],
  ['yes_no', 'наверное', undefined],
  ['text', '  x ', 'x'],
  ['text', '   ', undefined],
  ['file', 'вот файл', undefined],
] as const)('%s: "%s"', (type, text, value) => {
  expect(read(type, text)).toBe(value)
})

test.each([
  ['сегодня', '2026-11-21'],
  ['Вчера!', '2026-11-20'],
  ['31.12', '2026-12-31'],
  ['31.12.26', '2026-12-31'],
  ['2026-02-28', '2026-02-28'],
  ['5 мая', '2026-05-05'],
  ['1 марта 2027', '2027-03-01'],
  ['May 5', '2026-05-05'],
  ['31.02', undefined],
  ['когда-нибудь', undefined],
])('date: "%s"', (text, date) => {
  expect(readDate(text, now)).toBe(date)
})

test('limits of a number', () => {
  const given = (text: string) => ({ text, entities: [], attachments: [] })
  expect(readTyped({ type: 'number', min: 1, max: 5 }, given('5'), today)).toBe(5)
  expect(readTyped({ type: 'number', min: 1, max: 5 }, given('6'), today)).toBeUndefined()
  expect(readTyped({ type: 'number', min: 1, max: 5 }, given('0'), today)).toBeUndefined()
})

test('what the matcher found counts when the text itself is not understood', () => {
  const entities = [{ kind: 'number', value: 5, from: 0, to: 4 }]
  expect(readTyped({ type: 'number' }, { text: 'пять', entities, attachments: [] }, today)).toBe(5)
})

test('files', () => {
  const attachments = [{ id: 'i', kind: 'image', name: 'a.png', mime: 'image/png', size: 1 } as const]
  expect(readTyped({ type: 'file' }, { text: '', entities: [], attachments }, today)).toEqual(attachments)
})
