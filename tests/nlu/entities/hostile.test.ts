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
// The median of them: one or two fall on a collection of garbage or on another process, not half.
const RUNS = 21
const MOST_MS = 5
// Ten thousand texts take four seconds where nothing else runs.
const PATIENCE = 60_000

const pieces = fc.constantFrom(...PIECES)
const texts = fc.oneof(
  { weight: 10, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
  { weight: 10, arbitrary: fc.array(pieces, { maxLength: 40 }).map((all) => all.join('')) },
  {
    weight: 1,
    arbitrary: fc
      .array(pieces, { minLength: 1, maxLength: 12 })
      .map((all) => all.join('').repeat(1_000).slice(0, 100_000)),
  },
)

/** Milliseconds of one reading. */
function medianOf(text: string): number {
  const times = Array.from({ length: RUNS }, () => {
    const began = performance.now()
    find(text)
    return performance.now() - began
  }).sort((a, b) => a - b)
  return times[(RUNS - 1) / 2] ?? 0
}

describe('any text at all', () => {
  test(
    'is read in 5 ms, without an error; what is found stands in it, in order, and does not overlap',
    () => {
      fc.assert(
        fc.property(texts, (text) => {
          let end = 0
          const began = performance.now()
          const entities = find(text)
          if (performance.now() - began > MOST_MS) expect(medianOf(text)).toBeLessThanOrEqual(MOST_MS)
          for (const { from, to, value } of entities) {
            expect(from).toBeGreaterThanOrEqual(end)
            expect(to).toBeGreaterThan(from)
            expect(JSON.parse(JSON.stringify(value))).toEqual(value)
            end = to
          }
          expect(end).toBeLessThanOrEqual(text.length)
        }),
        { numRuns: 10_000 },
      )
    },
    PATIENCE,
  )

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
    ['card numbers', '1234 5678 1234 5678 '.repeat(5_000)],
    ['single digits', '1 '.repeat(50_000)],
    ['digits and dots', '1.1.'.repeat(25_000)],
    ['fractions', '1/1/'.repeat(25_000)],
    ['dates', '25.12 '.repeat(17_000)],
    ['dates in words', '5 мая '.repeat(17_000)],
    ['hours', 'в 5 '.repeat(25_000)],
    ['clocks', '10:30 '.repeat(17_000)],
    ['dollars', '$5 '.repeat(33_000)],
    ['phones', '8 900 123 45 67, '.repeat(6_000)],
    ['names with slips', 'термнатор матриуа '.repeat(5_500)],
    ['ordinary names', 'семь другие '.repeat(8_000)],
    ['single letters', 'а '.repeat(50_000)],
    ['one word', 'ё'.repeat(100_000)],
    ['signs', '😿№*«'.repeat(20_000)],
  ])('100 kB of %s take at most 5 ms', (_, text) => {
    expect(medianOf(text)).toBeLessThanOrEqual(MOST_MS)
  })
})
