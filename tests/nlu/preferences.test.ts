import { describe, expect, test } from 'vitest'
import { intentName } from '../../src/domain/ids.ts'
import { Preferences } from '../../src/nlu/preferences.ts'

const [PRICE, PLANS, TRIAL] = [intentName('price'), intentName('plans'), intentName('trial')]
const AMONG = [PRICE, PLANS, TRIAL]

function after(...choices: readonly (readonly [typeof PRICE, number])[]): Preferences {
  const preferences = new Preferences()
  for (const [intent, times] of choices) {
    for (let i = 0; i < times; i += 1) preferences.learn({ intent, among: AMONG })
  }
  return preferences
}

describe('what customers usually choose', () => {
  test.each([
    ['nobody chose anything', after(), undefined],
    ['four times are too few', after([PRICE, 4]), undefined],
    ['five of five', after([PRICE, 5]), PRICE],
    ['eight of ten', after([PLANS, 2], [PRICE, 8]), PRICE],
    ['seven of ten are a matter of taste', after([PLANS, 3], [PRICE, 7]), undefined],
  ])('%s', (_, preferences, usual) => {
    expect(preferences.preferred(AMONG)).toBe(usual)
  })

  test('the order of the buttons does not matter, their set does', () => {
    const preferences = after([PRICE, 5])
    expect(preferences.preferred([TRIAL, PLANS, PRICE])).toBe(PRICE)
    expect(preferences.preferred([PRICE, PLANS])).toBeUndefined()
  })

  test('a habit that changed is forgotten after fifty choices', () => {
    const preferences = after([PRICE, 200])
    expect(preferences.preferred(AMONG)).toBe(PRICE)
    for (let i = 0; i < 45; i += 1) preferences.learn({ intent: PLANS, among: AMONG })
    expect(preferences.preferred(AMONG)).toBe(PLANS)
  })

  test('a single button, or one that was not there, is no choice', () => {
    const preferences = new Preferences()
    for (let i = 0; i < 9; i += 1) {
      preferences.learn({ intent: PRICE, among: [PRICE] })
      preferences.learn({ intent: PRICE, among: [PLANS, TRIAL] })
    }
    expect(preferences.preferred([PRICE])).toBeUndefined()
    expect(preferences.preferred([PLANS, TRIAL])).toBeUndefined()
  })

  test('names of objects are names like others', () => {
    const among = [intentName('constructor'), intentName('__proto__')]
    const preferences = new Preferences()
    for (let i = 0; i < 5; i += 1) preferences.learn({ intent: intentName('__proto__'), among })
    expect(preferences.preferred(among)).toBe('__proto__')
  })
})
