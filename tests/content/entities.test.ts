import { describe, expect, test } from 'vitest'
import { instant } from '../../src/domain/time.ts'
import { faultsOf, releaseOf, sourcesOf, talk } from '../flow/content-of.ts'

const NOW = instant(Date.UTC(2026, 0, 12, 9))
const FLOW = 'title: T\nstart:\n  - ask: Q\n    save: film\n    expect: film\n  - say: "{{ film }}"'
const entities = (text: string) => ({ 'intents/_entities.yml': text })
const withEntities = (text: string, flow = 'title: T\nstart:\n  - say: x', more = {}) =>
  sourcesOf({ a: flow }, { ...entities(text), ...more })
const found = (text: string, written: string, more = {}) =>
  releaseOf(withEntities(written, undefined, more))
    .entities.find(text, NOW)
    .map(({ kind, value }) => [kind, value])

describe('intents/_entities.yml', () => {
  test('a list of names, names with synonyms, patterns', () => {
    const written = [
      'city: { values: [Казань, Москва] }',
      'film: { title: Фильм, values: { Матрица: [Matrix], Солярис: } }',
      String.raw`error: { patterns: ['E(\d+)'] }`,
    ].join('\n')
    expect(found('солярис и матрица в Казани, E42', written)).toEqual([
      ['film', 'Солярис'],
      ['film', 'Матрица'],
      ['city', 'Казань'],
      ['error', '42'],
    ])
  })

  test('an order that looks as the shop says', () => {
    const written = String.raw`order: { patterns: ['K-\d{6}'] }`
    expect(found('заказ 12345 или K-123456', written)).toEqual([
      ['number', 12345],
      ['order', 'K-123456'],
    ])
  })

  test('sums and telephones of another country', () => {
    const bot = { 'flows/_bot.yml': 'country: KZ\ncurrency: KZT' }
    expect(found('8 701 123 45 67, 500 тенге, 10 рублей', 'a: { values: [x] }', bot)).toEqual([
      ['phone', '+77011234567'],
      ['money', 500],
      ['money', { amount: 10, currency: 'RUB' }],
    ])
  })

  test('a question expects a declared kind; what is none of it is asked again', () => {
    const chat = talk(FLOW, entities('film: { values: { Матрица: [] } }'))
    expect(chat.say('ну не знаю').said).toEqual(['Не нашёл у себя такого. Напишите иначе.'])
    expect(chat.say('матрицу').said).toEqual(['Матрица'])
  })

  test('an empty file declares nothing', () => {
    expect(faultsOf(withEntities(''))).toEqual([])
  })

  test.each([
    ['film: { value: [x] }', 'intents/_entities.yml:1:9  value: no such word. Did you mean "values"?'],
    ['film: { values: 5 }', 'intents/_entities.yml:1:17  values: 5: does not fit. It takes values'],
    ['film: {}', 'intents/_entities.yml:1:1  film: nothing says how to recognise it. It takes values'],
    ['date: { values: [x] }', 'intents/_entities.yml:1:1  date: is recognised anyway. Only order may'],
    ['order: { values: [x] }', 'intents/_entities.yml:1:1  order: is recognised anyway.'],
    [
      'film: { values: [Матрица], ordinary: [Матрицы] }',
      'intents/_entities.yml:1:39  ordinary: "Матрицы": no such name in values. Did you mean "Матрица"?',
    ],
    [
      'film:\n  values:\n    A: [Икс]\n    B: [икс]',
      'intents/_entities.yml:4:9  "икс": is a name of "A" already.',
    ],
    ["film: { patterns: ['('] }", 'intents/_entities.yml:1:20  pattern: "(": not a regular expression.'],
    ["film: { patterns: ['(a+)+b'] }", 'intents/_entities.yml:1:20  pattern: "(a+)+b": could hang the bot'],
    ['film: { asked: [".*.*.*"] }', 'intents/_entities.yml:1:17  pattern: ".*.*.*": could hang the bot'],
    ['2film: { values: [x] }', 'intents/_entities.yml:1:1'],
  ])('%j is a fault', (written, fault) => {
    expect(faultsOf(withEntities(written)).filter((line) => !line.startsWith(fault))).toEqual([])
    expect(faultsOf(withEntities(written))).not.toEqual([])
  })

  test.each([
    [
      'a kind that nobody declares',
      'films: { values: [x] }',
      'flows/a.yml:5:13  expect: "film": no such kind of answers. Did you mean "file"?',
    ],
  ])('%s', (_, written, fault) => {
    expect(faultsOf(withEntities(written, FLOW))).toEqual([expect.stringContaining(fault)])
  })

  test('a country nobody has', () => {
    expect(faultsOf(withEntities('', undefined, { 'flows/_bot.yml': 'country: XX' }))).toEqual([
      expect.stringContaining('flows/_bot.yml:1:10  country: "XX": does not fit. It takes a country'),
    ])
  })
})
