import { NeuralNetwork } from '@nlpjs/neural'
import { expect, test } from 'vitest'
import { Network } from '../../../src/nlu/node-nlp/network.ts'

const phrase = (intent: string, ...words: readonly string[]) => ({
  input: Object.fromEntries(words.map((word) => [word, 1])),
  output: { [intent]: 1 },
})

test('the written-out inner loop learns the same weights as the library', () => {
  const phrases = [
    phrase('pay', 'не', 'проходит', 'оплата'),
    phrase('pay', 'карта', 'не', 'проходит'),
    phrase('cancel', 'отменить', 'подписку'),
    phrase('cancel', 'не', 'нужна', 'подписка'),
    phrase('hello', 'привет'),
  ]
  const [ours, theirs] = [new Network(), new NeuralNetwork({ log: false, errorThresh: 0.0005 })]
  ours.train(phrases)
  theirs.train(phrases)
  expect(ours.toJSON().perceptrons).toEqual(theirs.toJSON().perceptrons)
})
