import { describe, expect, it } from 'vitest'
import { intentName } from '../../../src/domain/ids.ts'
import { crossValidated, FOLDS } from '../../../src/nlu/evaluate/cross-validation.ts'
import { byIntent, misplaced, stealing } from '../../../src/nlu/evaluate/findings.ts'
import type { Judged } from '../../../src/nlu/evaluate/measures.ts'
import { tryOut } from '../../../src/nlu/evaluate/trial.ts'
import type { Matcher, MatcherMaker, TrainingPhrase } from '../../../src/nlu/port.ts'

const phrase = (text: string, intent: string): TrainingPhrase => ({ text, intent: intentName(intent) })

/** Knows what it learnt by heart, and takes everything else for the first intent it learnt. */
class Parrot implements MatcherMaker {
  readonly name = 'kotik'
  readonly learnt: (readonly TrainingPhrase[])[] = []

  async train(phrases: readonly TrainingPhrase[]): Promise<Matcher> {
    this.learnt.push(phrases)
    return {
      async read(text) {
        const known = phrases.find((one) => one.text === text)
        const intent = (known ?? phrases[0])?.intent ?? intentName('none')
        return {
          intents: [{ intent, confidence: known ? 1 : 0.2 }],
          entities: [],
          verdict: known ? 'sure' : 'unsure',
        }
      },
    }
  }
}

const TWENTY = Array.from({ length: 20 }, (_, n) => phrase(`text ${n}`, n < 10 ? 'a' : 'b'))

describe('cross-validation', () => {
  it('reads every phrase once by a matcher that has not learnt it', async () => {
    const parrot = new Parrot()
    const told: number[] = []
    const judged = await crossValidated(parrot, TWENTY, (done) => told.push(done))
    expect(told).toEqual([1, 2, 3, 4, 5])
    expect(judged.map(({ text }) => text).sort()).toEqual(TWENTY.map(({ text }) => text).sort())
    expect(judged.every(({ confidence }) => confidence === 0.2)).toBe(true)
    expect(parrot.learnt.map(({ length }) => length)).toEqual(Array.from({ length: FOLDS }, () => 16))
  })

  it('deals the same phrases the same way, each part its share of each intent', async () => {
    const [one, other] = [new Parrot(), new Parrot()]
    await crossValidated(one, TWENTY, () => {})
    await crossValidated(other, [...TWENTY].reverse(), () => {})
    expect(other.learnt).toEqual(one.learnt)
    expect(one.learnt.map((part) => part.filter(({ intent }) => intent === 'a').length)).toEqual([
      8, 8, 8, 8, 8,
    ])
  })

  it('does what can be done with one phrase', async () => {
    expect(await crossValidated(new Parrot(), [phrase('text', 'a')], () => {})).toEqual([])
  })
})

describe('findings', () => {
  const read = (intent: string, predicted: string, confidence: number, text = 'text'): Judged => ({
    ...phrase(text, intent),
    predicted: intentName(predicted),
    confidence,
    trust: confidence,
    answered: true,
  })
  const judged = [
    read('a', 'b', 0.5, 'one'),
    read('a', 'b', 0.9, 'two'),
    read('b', 'a', 0.4),
    read('c', 'c', 1),
    read('c', 'a', 0.3),
  ]

  it('pairs intents that steal from each other, the worst first', () => {
    expect(stealing(judged)).toEqual([
      { from: 'a', to: 'b', count: 2, back: 1, texts: ['one', 'two'] },
      { from: 'c', to: 'a', count: 1, back: 0, texts: ['text'] },
    ])
  })

  it('suspects examples that clearly belong elsewhere', () => {
    expect(misplaced(judged)).toEqual([{ text: 'two', intent: 'a', looksLike: 'b', confidence: 0.9 }])
  })

  it('puts the worst recognised intents first', () => {
    expect(byIntent(judged).map(({ intent, right, examples }) => [intent, right, examples])).toEqual([
      ['a', 0, 2],
      ['b', 0, 1],
      ['c', 1, 2],
    ])
  })
})

describe('a trial', () => {
  it('gives every figure', async () => {
    let now = 0
    const gauge = { now: () => now++, memory: async () => 1_000_000 * now }
    const set = { train: TWENTY, test: TWENTY, outOfScope: ['elephant'] }
    expect(await tryOut(async () => new Parrot(), set, gauge)).toEqual({
      accuracy: 1,
      macroF1: 1,
      ece: 0,
      oosAuroc: 1,
      oosRecall: 1,
      inScopeAccuracy: 1,
      trainSeconds: 0.001,
      p50us: 1_000,
      p99us: 1_000,
      modelBytes: null,
      rssMb: 254,
      matcher: 'kotik',
    })
  })

  it('counts every line of the test, also of an intent that was never trained', async () => {
    const silent: MatcherMaker = {
      name: 'kotik',
      train: async () => ({ read: async () => ({ intents: [], entities: [], verdict: 'unsure' }) }),
    }
    const gauge = { now: () => 0, memory: async () => 0 }
    const test = [phrase('text 1', 'a'), phrase('?', 'None')]
    expect(
      await tryOut(async () => new Parrot(), { train: TWENTY, test, outOfScope: [] }, gauge),
    ).toMatchObject({
      accuracy: 0.5,
      macroF1: 1 / 3,
      inScopeAccuracy: 0.5,
      oosAuroc: null,
      oosRecall: null,
    })
    expect(await tryOut(async () => silent, { train: TWENTY, test, outOfScope: [] }, gauge)).toMatchObject({
      accuracy: 0,
    })
  })
})
