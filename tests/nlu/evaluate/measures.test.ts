import { describe, expect, it } from 'vitest'
import { intentName } from '../../../src/domain/ids.ts'
import {
  accuracy,
  answeredRightly,
  auroc,
  calibrationError,
  type Judged,
  macroF1,
  outOfScopeRecall,
  quantile,
  reliability,
} from '../../../src/nlu/evaluate/measures.ts'

function judged(intent: string, predicted: string | undefined, confidence: number, answered = true): Judged {
  const read = predicted === undefined ? {} : { predicted: intentName(predicted) }
  return {
    text: `${intent} ${predicted}`,
    intent: intentName(intent),
    ...read,
    confidence,
    trust: confidence,
    answered,
  }
}

const FOUR = [
  judged('a', 'a', 0.9),
  judged('a', 'b', 0.6),
  judged('b', 'b', 0.8, false),
  judged('b', undefined, 0),
]

describe('measures', () => {
  it('counts what is right, and what is right and acted upon', () => {
    expect(accuracy(FOUR)).toBe(0.5)
    expect(answeredRightly(FOUR)).toBe(0.25)
    expect(outOfScopeRecall(FOUR)).toBe(0.25)
  })

  it('weighs all intents alike in macro F1', () => {
    // a: precision 1, recall 1/2; b: precision 1/2, recall 1/2.
    expect(macroF1(FOUR)).toBeCloseTo((2 / 3 + 1 / 2) / 2)
  })

  it('finds how far confidence and accuracy lie apart', () => {
    expect(calibrationError([judged('a', 'a', 0.95), judged('a', 'a', 0.95)])).toBeCloseTo(0.05)
    expect(calibrationError([judged('a', 'b', 1), judged('a', 'a', 1)])).toBeCloseTo(0.5)
    expect(reliability([judged('a', 'a', 1)]).at(-1)).toEqual({
      from: 0.9,
      to: 1,
      count: 1,
      confidence: 1,
      accuracy: 1,
    })
  })

  it('finds the area under the ROC curve, with ties as halves', () => {
    expect(auroc([3, 4], [1, 2])).toBe(1)
    expect(auroc([1, 2], [3, 4])).toBe(0)
    expect(auroc([1, 1], [1, 1])).toBe(0.5)
    expect(auroc([1, 3], [2, 0])).toBe(0.75)
  })

  it('is defined for nothing at all', () => {
    expect([accuracy([]), macroF1([]), calibrationError([]), auroc([], []), quantile([], 0.5)]).toEqual([
      0, 0, 0, 0.5, 0,
    ])
  })

  it('takes quantiles', () => {
    expect(quantile([5, 1, 4, 2, 3], 0.5)).toBe(3)
    expect(quantile([1, 2], 0.99)).toBe(2)
  })
})
