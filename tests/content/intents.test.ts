import { expect, test } from 'vitest'
import { intentName } from '../../src/domain/ids.ts'
import { contextOf, faultsOf, releaseOf } from '../flow/content-of.ts'

const INTENTS = `
a:
  title: { ru: А, en: A }
  answer: [Ответ, Ответ]
  buttons:
    Сайт: https://example.org
    Ещё: { intent: b }
    Человек: person
  examples: [как быть, Кто ты?]
b:
  title: Б
  small_talk: true
  answer: "Да{% if customer.name %}, {{ customer.name }}{% endif %}"
  examples: [привет]
stop:
  title: Стоп
  command: stop
  examples: [стоп]
`

test('answers with their buttons, commands, small talk', () => {
  const release = releaseOf({ 'intents/a.yml': INTENTS })
  const { script, intent } = release.rules
  expect(script.answer(intentName('a'), contextOf())).toEqual({
    content: { text: 'Ответ' },
    buttons: [
      { label: 'Сайт', action: { do: 'open', url: 'https://example.org' } },
      { label: 'Ещё', action: { do: 'intent', intent: 'b' } },
      { label: 'Человек', action: { do: 'person' } },
    ],
  })
  expect(script.answer(intentName('b'), contextOf({ name: 'Аня' })).content.text).toBe('Да, Аня')
  expect(intent(intentName('stop'))?.does).toEqual({ kind: 'command', command: 'stop' })
  expect(intent(intentName('b'))).toMatchObject({ smallTalk: true, does: { kind: 'answer' } })
  expect(intent(intentName('a'))?.title('en')).toBe('A')
  expect(intent(intentName('none'))).toBeUndefined()
  expect(release.counts).toEqual({ flows: 0, intents: 3, examples: 4 })
})

const one = (body: string) => ({ 'intents/a.yml': `a:\n  title: A\n  examples: [x]\n${body}` })

test.each([
  [one(''), 'intents/a.yml:1:1  a: the intent does nothing. It takes exactly one: flow, answer or command.'],
  [
    one('  answer: x\n  command: stop'),
    'intents/a.yml:1:1  a: the intent does several things: answer, command.',
  ],
  [one('  command: stop\n  buttons: { X: person }'), 'intents/a.yml:5:3  buttons: goes only with "answer".'],
  [one('  flow: refnd'), 'intents/a.yml:4:9  flow: "refnd": no such flow.'],
  [one('  answer: x\n  topic: t'), 'intents/a.yml:5:10  topic: "t": no such topic.'],
  [
    one('  answer: x\n  buttons: { X: { intent: bb } }'),
    'intents/a.yml:5:27  intent: "bb": no such intent. There are: a.',
  ],
  [
    one('  answer: x\n  buttons: [{ label: X, flow: a, intent: b }]'),
    'intents/a.yml:5:13  a button does exactly one thing.',
  ],
  [
    one('  answer: x\n  buttons: { X: "javascript:1" }'),
    'intents/a.yml:5:17  X: "javascript:1": does not fit.',
  ],
  [one('  answer: "{{ method }}"'), 'intents/a.yml:4:11  {{ method }}: no such variable.'],
  [
    one('  answer: "{{ customer.name }}"'),
    'intents/a.yml:4:11  {{ customer.name }}: a customer may not have it.',
  ],
  [one('  answer: x\n  exmples: [y]'), 'intents/a.yml:5:3  exmples: no such word. Did you mean "examples"?'],
  [
    one('  command: strt'),
    'intents/a.yml:4:12  command: "strt": does not fit. It is one of: person, back, startOver, stop.',
  ],
  [
    { 'intents/a.yml': 'a:\n  title: A\n  answer: x\n  examples: []' },
    'intents/a.yml:4:13  examples: […]: does not fit. It takes a list of phrases, at least one.',
  ],
])('fault %#', (sources, fault) => {
  const faults = faultsOf(sources)
  expect(
    faults.find((line) => line.startsWith(fault)),
    faults.join('\n'),
  ).toBeDefined()
})

test('the same example twice is told in both places; case, ё and signs do not count', () => {
  const sources = {
    'intents/a.yml': 'a:\n  title: A\n  answer: x\n  examples:\n    - Ещё раз!',
    'intents/b.yml': 'b:\n  title: B\n  answer: y\n  examples:\n    - другое\n    - еще раз',
  }
  expect(faultsOf(sources)).toEqual([
    'intents/a.yml:5:7  "Ещё раз!": the same example is in b, intents/b.yml:6.',
    'intents/b.yml:6:7  "еще раз": the same example is in a, intents/a.yml:5.',
  ])
})

test('an intent of the same name in another file', () => {
  const sources = {
    'intents/a.yml': 'a: { title: A, answer: x, examples: [x] }',
    'intents/b.yml': 'a: { title: A, answer: x, examples: [y] }',
  }
  expect(faultsOf(sources)).toEqual(['intents/b.yml:1:1  a: this intent exists already: intents/a.yml:1.'])
})

test('golden phrases: known intents, and none of the examples', () => {
  const sources = {
    'intents/a.yml': 'refund: { title: A, answer: x, examples: [деньги назад] }',
    'intents/_golden.yml': 'refund:\n  - верните\n  - Деньги назад!\nrefnd:\n  - другое',
  }
  expect(faultsOf(sources)).toEqual([
    'intents/_golden.yml:3:5  "Деньги назад!": this phrase is among the examples: intents/a.yml:1.',
    'intents/_golden.yml:4:1  intent: "refnd": no such intent. Did you mean "refund"? There are: refund.',
  ])
})

test('a bot of two languages needs both everywhere', () => {
  const sources = {
    'flows/_bot.yml': 'languages: [ru, en]',
    'flows/a.yml':
      'title: { ru: Т, en: T }\nstart:\n  - say: Привет\n  - say: { ru: Да }\n  - say: "42"\n  - ask: { ru: Как, en: How }\n    buttons: { Да: 1 }',
    'intents/a.yml': 'a: { title: Т, flow: a, examples: [x] }',
  }
  expect(faultsOf(sources)).toEqual([
    'flows/a.yml:3:10  a text in one language only; the bot speaks two. Write { ru: …, en: … }.',
    'flows/a.yml:4:10  no text in language en. The bot speaks ru, en.',
    'flows/a.yml:7:16  a text in one language only; the bot speaks two. Write { ru: …, en: … }.',
    'intents/a.yml:1:13  a text in one language only; the bot speaks two. Write { ru: …, en: … }.',
  ])
})
