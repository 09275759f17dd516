import { describe, expect, it } from 'vitest'
import { Layout } from '../../../src/nlu/kotik/layout.ts'
import { normalise, words, wordsOfName } from '../../../src/nlu/kotik/normalise.ts'
import { fromLatin } from '../../../src/nlu/kotik/translit.ts'
import { PHRASES } from './phrases.ts'

const layout = Layout.learn(PHRASES.map(({ text }) => normalise(text)))

describe('the layout fixer', () => {
  it.each([
    ['ghbdtn', 'привет'],
    ['Jnvtybnm gjlgbcre', 'отменить подписку'],
    ['{jxe dthyenm ltymub', 'хочу вернуть деньги'],
    ['cgfcb,j', 'спасибо'],
    ['пше ьн ьщтун ифсл', 'git my money back'],
    ['spasibo bolshoe', 'спасибо болшое'],
    ['gde moy zakaz', 'где мой заказ'],
  ])('%s → %s', (typed, meant) => {
    expect(layout.fix(typed)).toBe(meant)
  })

  it.each([
    'iphone 15 pro',
    'sms',
    'qwerty',
    'wifi',
    'netflix',
    'smart tv',
    'привет',
    'hello',
    'cvc',
    'ok',
    'premium',
  ])('leaves %s alone', (text) => {
    expect(layout.fix(text)).toBe(text)
  })
})

describe('normalising', () => {
  it('keeps й and makes one of ё and е', () => {
    expect(normalise('Мой ЁЖ’s ﬁlm')).toBe("мой еж's film")
  })

  it('spells contractions out', () => {
    expect(words("i can't see what's wrong, it doesn't work")).toEqual(
      'i can not see what is wrong it does not work'.split(' '),
    )
  })

  it('takes names of intents apart', () => {
    expect(wordsOfName('light_HassTurnOn')).toBe('light hass turn on')
    expect(wordsOfName('payment-declined')).toBe('payment declined')
  })

  it('reads Latin letters as Russian', () => {
    expect(fromLatin('ne rabotaet zhaloba shchuka')).toBe('не работает жалоба щука')
  })
})
