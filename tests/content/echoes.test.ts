import { expect, test } from 'vitest'
import { faultsOf, sourcesOf } from '../flow/content-of.ts'

const FLOW = 'title: T\ntopic: money\nstart:\n  - ask: Q\n    save: x\n'
const told = (flow: string, more: { readonly [path: string]: string } = {}) =>
  faultsOf({ ...sourcesOf({ a: flow }), 'flows/_bot.yml': 'topics: { money: Money }', ...more })

test('buttons on the level of their own word are one fault', () => {
  expect(told(`${FLOW}    buttons:\n    Yes: y\n    No: n`)).toEqual([
    expect.stringContaining('buttons: nothing stands behind the colon. It takes a line "Label: value"'),
  ])
})

test('labels in a list are one fault each', () => {
  expect(told(`${FLOW}    buttons:\n      - Yes: y\n      - No: n`)).toEqual([
    'flows/a.yml:7:9  Yes: a label stands right in the list. Take away the "- ", or write { label: …, value: … }.',
    'flows/a.yml:8:9  No: a label stands right in the list. Take away the "- ", or write { label: …, value: … }.',
  ])
})

test('a misspelt block is one fault, and the block it meant is not called unused', () => {
  expect(told(`${FLOW}    expect: { else: lst }\nlast:\n  - end`)).toEqual([
    'flows/a.yml:6:21  else: "lst": no such block or flow. Did you mean "last"? Blocks here: start, last.',
  ])
})

test('a misspelt flow of an intent is one fault, and the flow it meant is not called unused', () => {
  const intents = 'i:\n  title: I\n  flow: aa\n  examples: [x]'
  expect(told(FLOW, { 'intents/all.yml': intents })).toEqual([
    'intents/all.yml:3:9  flow: "aa": no such flow. Did you mean "a"? There are: a.',
  ])
})

test('a broken condition says nothing about the steps behind it', () => {
  expect(told(`${FLOW}  - when: x = "y"\n    go: end\n  - say: z`)).toHaveLength(1)
})

test('while _bot.yml cannot be read, nothing is said about names of it', () => {
  const bot = 'topics: { money: Money }\nhours: { mon: 9-18 }'
  const calling = `${FLOW}  - call: GET https://a.test/{{ customer.plan }}?k={{ x }}\n    headers: { K: "{{ env.KEY }}" }`
  expect(told(calling, { 'flows/_bot.yml': bot })).toEqual([
    expect.stringMatching(/^flows\/_bot\.yml:2:15 {2}mon: "9-18": does not fit/),
  ])
})

test('an empty file and an empty word', () => {
  expect(told('')).toEqual(['flows/a.yml:1:1  the file is empty. Fill it in or delete it.'])
  expect(told(`${FLOW}  - say:`)[0]).toContain('say: nothing stands behind the colon.')
})

test('a text without quotes in a condition', () => {
  expect(told(`${FLOW}  - when: x == yes\n    go: end`)).toEqual([
    'flows/a.yml:6:11  {{ yes }}: no such variable. A text stands in straight quotes: "yes". There are: x, customer, now.',
  ])
})
