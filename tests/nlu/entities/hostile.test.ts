import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BUILT_IN } from '../../../src/nlu/entities/reader.ts'
import { answer, find } from './reader.ts'

const PIECES = [
  ...[
    '25',
    '.12',
    ' декабря',
    '1 200',
    ',50',
    ' рублей',
    '$',
    '₽',
    'к',
    'через ',
    'неделю',
    ' назад',
    'в ',
    '10',
  ],
  ...[
    'половине ',
    'шестого',
    'завтра',
    'пятница',
    '+7',
    '(900)',
    '-',
    '@',
    'a.ru',
    '№',
    'заказ ',
    '*',
    'карта ',
  ],
  ...[
    'матрица',
    '«',
    '»',
    'без ',
    'четверти ',
    'тысяч',
    'сто ',
    'two',
    ' and ',
    'of ',
    'th',
    '\u0000',
    '😿',
    'İ',
    'ё',
  ],
  ...['__proto__', 'constructor', '9'.repeat(30), '\n', ' ', '.', '/', ':'],
]
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join('')),
)

describe('any text at all', () => {
  test('is read without an error; what is found stands in it, in order, and does not overlap', () => {
    fc.assert(
      fc.property(texts, (text) => {
        let end = 0
        for (const { from, to, value } of find(text)) {
          expect(from).toBeGreaterThanOrEqual(end)
          expect(to).toBeGreaterThan(from)
          expect(JSON.parse(JSON.stringify(value))).toEqual(value)
          end = to
        }
        expect(end).toBeLessThanOrEqual(text.length)
      }),
      { numRuns: 10_000 },
    )
  })

  test('is taken for an answer or not, and never fails', () => {
    fc.assert(
      fc.property(fc.constantFrom(...BUILT_IN, 'film', 'error', '__proto__'), texts, (kind, text) => {
        const value = answer(kind, text)
        expect(value === undefined || typeof value !== 'object' || value !== null).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  test.each([
    ['digits', '1'.repeat(100_000)],
    ['digits and blanks', '1 234 '.repeat(16_000)],
    ['at signs', 'a@'.repeat(50_000)],
    ['letters before an at sign', `${'a'.repeat(100_000)}@`],
    ['numbers in words', 'сто двадцать пять тысяч '.repeat(4_000)],
    ['days', 'через неделю назад в пятницу '.repeat(3_000)],
    ['brackets', '+7(((((9'.repeat(12_000)],
    ['names', 'матрица бегущий по '.repeat(5_000)],
    ['orders', 'заказ заказ №- '.repeat(6_000)],
    ['cards', 'карта * карта '.repeat(7_000)],
  ])('100 kB of %s take no longer than a message', (_, text) => {
    const times = Array.from({ length: 8 }, () => {
      const began = performance.now()
      find(text)
      return performance.now() - began
    })
    // the best of them: what the code takes, not what the machine does besides. 5 ms is the promise of a quiet machine
    expect(Math.min(...times)).toBeLessThan(20)
  })
})
