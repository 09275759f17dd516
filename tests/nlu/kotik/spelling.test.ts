import { describe, expect, it } from 'vitest'
import { Spelling } from '../../../src/nlu/kotik/spelling.ts'
import { wordOf } from '../../../src/nlu/kotik/word.ts'

const spelling = new Spelling(
  new Map([
    ['шторка', 3],
    ['кошка', 2],
    ['мошка', 1],
    ['4k', 1],
  ]),
)

describe('a word that was never seen', () => {
  it.each([
    ['штоорка', 'шторка', 'a letter too many'],
    ['штока', 'шторка', 'a letter too few'],
    ['шторкк', 'шторка', 'another letter'],
    ['штокра', 'шторка', 'two letters swapped'],
    ['subscripton', 'subscription', 'a word of the lexicon'],
    ['пошка', 'кошка', 'the one more often written'],
  ])('%s is read as %s: %s', (word, meant) => {
    expect(spelling.read(word)).toEqual(wordOf(meant))
  })

  it.each([
    ['штукатурка', 'nothing known is near'],
    ['4л', 'a number is what it is'],
    ['шт', 'too short to tell'],
    ['constructor', 'no word of the language of the code'],
  ])('%s stays: %s', (word) => {
    expect(spelling.read(word)).toEqual(wordOf(word))
  })
})

it('leaves other forms of known words alone', () => {
  for (const word of ['шторкам', 'мошка']) expect(spelling.read(word)).toEqual(wordOf(word))
})
