import { describe, expect, it } from 'vitest'
import { intentName } from '../../../src/domain/ids.ts'
import { favour, verdictInPlace } from '../../../src/nlu/kotik/favour.ts'

const INTENTS = ['a', 'b', 'c'].map(intentName)

function favoured(chances: readonly number[], ...likely: readonly string[]): readonly number[] {
  const after = Float32Array.from(chances)
  favour(after, INTENTS, likely.map(intentName))
  return [...after].map((chance) => Math.round(chance * 100) / 100)
}

describe('an intent that fits the place', () => {
  it('comes first among close readings', () => {
    expect(favoured([0.45, 0.35, 0.2], 'b')).toEqual([0.33, 0.52, 0.15])
  })

  it('stays where it is when something else is clearly meant', () => {
    expect(favoured([0.8, 0.15, 0.05], 'b', 'c')).toEqual([0.8, 0.15, 0.05])
  })

  it('is more probable when it is the best anyway', () => {
    expect(favoured([0.5, 0.3, 0.2], 'a')).toEqual([0.67, 0.2, 0.13])
  })

  it('may be unknown to the model', () => {
    expect(favoured([0.5, 0.3, 0.2], 'vanished')).toEqual([0.5, 0.3, 0.2])
  })

  it('is not understood where the text itself is not', () => {
    expect(verdictInPlace('unsure', 'sure')).toBe('unsure')
    expect(verdictInPlace('between', 'sure')).toBe('sure')
    expect(verdictInPlace('sure', 'between')).toBe('between')
  })
})
