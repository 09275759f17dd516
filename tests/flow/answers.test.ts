import { expect, test } from 'vitest'
import { instant } from '../../src/domain/time.ts'
import { acceptKnown, readTyped } from '../../src/flow/answer/typed.ts'
import { makeEntityReader } from '../../src/nlu/entities/reader.ts'

const entities = makeEntityReader({
  timezone: 'Europe/Moscow',
  country: 'RU',
  currency: 'RUB',
  lists: [{ kind: 'city', values: { Казань: [] }, ordinary: [] }],
  patterns: [],
  asked: [],
})
// a Saturday noon in Moscow
const today = { entities, now: instant(Date.UTC(2026, 10, 21, 9)) }
const given = (text: string) => ({ text, attachments: [] })
const read = (type: string, text: string) => readTyped({ type }, given(text), today)

test.each([
  ['number', '15', 15],
  ['number', '1 200,50', 1200.5],
  ['number', 'мне 15 лет', 15],
  ['number', '-3', -3],
  ['number', '5 или 6', undefined],
  ['number', 'а какие 3 тарифа у вас есть?', undefined],
  ['number', 'пять', 5],
  ['money', '399 рублей', 399],
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
  ['card', '*1234', '1234'],
  ['city', 'в Казани', 'Казань'],
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
  expect(read('date', text)).toBe(date)
})

test('limits of a number', () => {
  const limited = (text: string) => readTyped({ type: 'number', min: 1, max: 5 }, given(text), today)
  expect(limited('5')).toBe(5)
  expect(limited('6')).toBeUndefined()
  expect(limited('0')).toBeUndefined()
})

test.each([
  [{ type: 'city' }, 'city', 'Казань', 'Казань'],
  [{ type: 'text' }, 'city', 'Казань', 'Казань'],
  [{ type: 'money', max: 100 }, 'money', 399, undefined],
  [{ type: 'number' }, 'money', { amount: 5, currency: 'USD' }, undefined],
  [{ type: 'number' }, 'order', '12345', 12345],
  [{ type: 'email' }, 'city', 'Казань', undefined],
  [{ type: 'yes_no' }, 'city', 'Казань', undefined],
  [undefined, 'city', 'Казань', undefined],
] as const)('a value told before: %j, %s %j', (expects, kind, value, accepted) => {
  expect(acceptKnown(expects, kind, value, today)).toBe(accepted)
})

test('files', () => {
  const attachments = [{ id: 'i', kind: 'image', name: 'a.png', mime: 'image/png', size: 1 } as const]
  expect(readTyped({ type: 'file' }, { text: '', attachments }, today)).toEqual(attachments)
})
