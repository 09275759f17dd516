import { expect, test } from 'vitest'
import { factsOf, knownOf } from '../../src/domain/facts.ts'
import type { Json } from '../../src/domain/message.ts'

const TITLES = { card_tail: 'Карта', 'payment.amount': 'Сумма платежа', payment: 'Платёж' }
const written = (value: Json, language: 'ru' | 'en' = 'ru') => factsOf({ x: value }, {}, language)[0]?.value

test('titles stand for names, in the order things were told; without a title the name stays', () => {
  expect(factsOf({ card_tail: '4412', bank_says: 'отклонено' }, TITLES, 'ru')).toEqual([
    { title: 'Карта', value: '4412' },
    { title: 'bank_says', value: 'отклонено' },
  ])
  expect(factsOf({ constructor: 'x' }, {}, 'ru')).toEqual([{ title: 'constructor', value: 'x' }])
})

test('what has no value is not shown', () => {
  expect(factsOf({ a: '', b: null, c: '  ', d: [], e: {}, f: [null, ''] }, {}, 'ru')).toEqual([])
  expect(factsOf({ a: 0, b: false }, {}, 'ru')).toEqual([
    { title: 'a', value: '0' },
    { title: 'b', value: 'нет' },
  ])
})

test('a field of what a call answered is a fact of its own', () => {
  const payment = { amount: 399, status: null, card: { tail: '4412' } }
  expect(factsOf({ payment }, TITLES, 'ru')).toEqual([
    { title: 'Сумма платежа', value: '399' },
    { title: 'Платёж.card.tail', value: '4412' },
  ])
})

test('values as people write them', () => {
  expect([written(true), written(true, 'en'), written(false, 'en')]).toEqual(['да', 'yes', 'no'])
  expect([written('2026-11-05'), written('2026-11-05', 'en')]).toEqual(['05.11.2026', '5 Nov 2026'])
  expect(written('2026-11-05T18:30')).toBe('05.11.2026, 18:30')
  // other than a day, whatever it looks like
  expect([written('2026-11-05 и позже'), written('2026')]).toEqual(['2026-11-05 и позже', '2026'])
  expect(written(1234)).toBe('1234')
  expect(written({ amount: 12.5, currency: 'USD' })).toBe('12,50\u00a0$')
  expect(written({ amount: 1200, currency: 'USD' }, 'en')).toBe('$1,200')
  expect(written(['кино', true, 7])).toBe('кино, да, 7')
  const file = { id: 'f1', kind: 'image', name: 'чек.png', mime: 'image/png', size: 7 }
  expect(written([file])).toBe('чек.png')
  expect(written([{ no: 'name' }])).toBe('{"no":"name"}')
})

test('what the site signed and where somebody came from stand before what flows collected', () => {
  const attributes = {
    channel: 'telegram',
    cameFrom: 'vk-ad',
    username: '@vera',
    plan: 'годовая',
    constructor: 'x',
  }
  expect(
    knownOf({ attributes }, { card_tail: '4412' }, { ...TITLES, 'customer.plan': 'Подписка' }, 'ru'),
  ).toEqual([
    { title: 'Откуда', value: 'vk-ad' },
    { title: 'Telegram', value: '@vera' },
    { title: 'Подписка', value: 'годовая' },
    { title: 'constructor', value: 'x' },
    { title: 'Карта', value: '4412' },
  ])
})
