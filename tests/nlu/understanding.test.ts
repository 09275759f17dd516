import { describe, expect, test } from 'vitest'
import { type IntentName, intentName } from '../../src/domain/ids.ts'
import { NOTHING_READ, type Reading } from '../../src/domain/nlu.ts'
import type { Matcher } from '../../src/nlu/port.ts'
import { Preferences } from '../../src/nlu/preferences.ts'
import { understanding } from '../../src/nlu/understanding.ts'
import { NOON, reader } from './entities/reader.ts'

const [PAY, MAIL, PRICE] = [intentName('pay'), intentName('mail'), intentName('price')]

const sure = (intent: IntentName): Reading => ({
  intents: [{ intent, confidence: 0.9 }],
  entities: [],
  verdict: 'sure',
})
const between: Reading = {
  intents: [PAY, MAIL, PRICE].map((intent) => ({ intent, confidence: 0.3 })),
  entities: [],
  verdict: 'between',
}

/** Knows two words. */
const matcher: Matcher = {
  read: async (text) => {
    const [pay, mail] = [text.includes('оплата'), text.includes('почту')]
    if (pay && mail) return between
    return pay ? sure(PAY) : mail ? sure(MAIL) : text.includes('?') ? between : NOTHING_READ
  },
}
const context = { language: 'ru', now: NOON } as const

describe('all that is made of a text', () => {
  test('the values in it, whatever the matcher thinks of it', async () => {
    const reading = await understanding({ matcher, entities: reader }).read('399 рублей за вчера', context)
    expect(reading).toMatchObject({ verdict: 'unsure', entities: [{ kind: 'money' }, { kind: 'date' }] })
  })

  test('without a date of its own nothing is reckoned', async () => {
    const reading = await understanding({ matcher, entities: reader }).read('вчера', { language: 'ru' })
    expect(reading.entities).toEqual([])
  })

  test('two questions, each with its own values', async () => {
    const text = 'не проходит оплата 399 рублей и ещё как сменить почту a@b.ru'
    const { parts, verdict } = await understanding({ matcher, entities: reader }).read(text, context)
    expect(verdict).toBe('between')
    expect(
      parts?.map(({ intents, entities }) => [intents[0]?.intent, entities.map(({ kind }) => kind)]),
    ).toEqual([
      [PAY, ['money']],
      [MAIL, ['email']],
    ])
  })

  test.each([
    ['the same twice', 'не проходит оплата и ещё как прошла оплата'],
    ['one of them not understood', 'не проходит оплата и ещё как это самое'],
  ])('%s is one question', async (_, text) => {
    const reading = await understanding({ matcher, entities: reader }).read(text, context)
    expect(reading.parts).toBeUndefined()
  })

  test('what customers usually choose is sure, and comes first', async () => {
    const preferences = new Preferences()
    const habits = { preferences, offered: ({ intents }: Reading) => intents.map(({ intent }) => intent) }
    const { read } = understanding({ matcher, entities: reader, habits })
    expect(await read('что это?', context)).toMatchObject({ verdict: 'between' })
    for (let i = 0; i < 5; i += 1) preferences.learn({ intent: MAIL, among: [PRICE, MAIL, PAY] })
    expect(await read('что это?', context)).toMatchObject({
      verdict: 'sure',
      intents: [{ intent: MAIL }, { intent: PAY }, { intent: PRICE }],
    })
  })
})
