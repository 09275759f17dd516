import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { intentName } from '../../../src/domain/ids.ts'
import { NOTHING_READ } from '../../../src/domain/nlu.ts'
import { kotik } from '../../../src/nlu/kotik/matcher.ts'
import { decoded, encoded } from '../../../src/nlu/kotik/model-file.ts'
import { inOrder, learn } from '../../../src/nlu/kotik/train.ts'
import type { Matcher, TrainingPhrase } from '../../../src/nlu/port.ts'
import { PHRASES } from './phrases.ts'

const first = async (matcher: Matcher, text: string) =>
  (await matcher.read(text, { language: 'ru' })).intents[0]?.intent
const noPause = async () => {}

let matcher: Matcher
beforeAll(async () => {
  matcher = await kotik.train(PHRASES, {})
})

describe('reading', () => {
  it.each([
    ['как отменить подписку', 'subscription-cancel'],
    ['КАК ОТМЕНИТЬ ПОДПИСКУ???', 'subscription-cancel'],
    ['отменит подпизку', 'subscription-cancel'],
    ['rfr jnvtybnm gjlgbcre', 'subscription-cancel'],
    ['kak otmenit podpisku', 'subscription-cancel'],
    ['ne prohodit oplata', 'payment-declined'],
    ['where is my money back', 'refund'],
    ['i want a refund please', 'refund'],
    ['когда придёт мой заказ', 'order-track'],
  ])('%s → %s', async (text, intent) => {
    expect(await first(matcher, text)).toBe(intent)
  })

  it('is sure of what it learnt and not of nonsense', async () => {
    expect(await matcher.read('отменить подписку', { language: 'ru' })).toMatchObject({ verdict: 'sure' })
    for (const text of ['где слон', 'зырпых клдоп', 'qwerty', 'the elephant went home']) {
      expect(await matcher.read(text, { language: 'ru' }), text).not.toMatchObject({ verdict: 'sure' })
    }
  })

  it('gives at most five intents, best first, with probabilities', async () => {
    const { intents } = await matcher.read('деньги за заказ и подписку', { language: 'ru' })
    const confidences = intents.map(({ confidence }) => confidence)
    expect(intents.length).toBeLessThanOrEqual(5)
    expect(confidences).toEqual([...confidences].sort((a, b) => b - a))
    expect(confidences.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(1.000_01)
  })

  it('gives what fits the place the benefit of the doubt, where readings are close', async () => {
    const text = 'верните подписку'
    const [first] = (await matcher.read(text, { language: 'ru' })).intents
    if (first === undefined) throw new Error('Expected a reading.')
    const placed = await matcher.read(text, { language: 'ru', likely: [first.intent] })
    expect(placed.intents[0]?.confidence).toBeGreaterThan(first.confidence)
  })

  it('is not sure of nonsense for the place it was said in', async () => {
    const likely = [...new Set(PHRASES.map(({ intent }) => intent))]
    for (const text of ['фывапр олджэ', 'слон в посудной лавке', 'zzz']) {
      const plain = await matcher.read(text, { language: 'ru' })
      expect((await matcher.read(text, { language: 'ru', likely })).verdict, text).toBe(plain.verdict)
    }
  })

  it('reads nothing in an empty text', async () => {
    for (const text of ['', '   ', '🐱🐱', '?!', '\u0000']) {
      expect(await matcher.read(text, { language: 'ru' })).toEqual(NOTHING_READ)
    }
  })
})

describe('training', () => {
  it('gives the same bytes whatever the order of the phrases', async () => {
    const reversed = [...PHRASES].reverse()
    const one = encoded(await learn(inOrder(PHRASES), noPause))
    const other = encoded(await learn(inOrder(reversed), noPause))
    expect(one.equals(other)).toBe(true)
  })

  it('reads back from its bytes what it learnt', async () => {
    const trained = await learn(inOrder(PHRASES), noPause)
    expect(decoded(encoded(trained))).toEqual(trained)
  })

  it('refuses to learn from nothing', async () => {
    await expect(kotik.train([], {})).rejects.toThrow('without phrases')
  })

  it.each<[string, readonly TrainingPhrase[]]>([
    ['one intent', phrases({ only: ['привет', 'здравствуйте'] })],
    ['one phrase', phrases({ only: ['привет'] })],
    ['one phrase an intent', phrases({ hello: ['привет'], bye: ['пока'] })],
    ['phrases without words', phrases({ hello: ['привет'], smile: [':)'], empty: [''] })],
    ['odd names', phrases({ constructor: ['привет'], __proto__x: ['пока'], toString: ['спасибо'] })],
  ])('copes with %s', async (_name, few) => {
    const small = await kotik.train(few, {})
    expect(await first(small, 'привет')).toBe(few[0]?.intent)
    expect(await small.read('constructor __proto__ hasOwnProperty', { language: 'en' })).not.toMatchObject({
      verdict: 'sure',
    })
  })
})

describe('the cache', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kotik-nlu-'))
  })
  afterAll(async () => {
    await rm(folder, { recursive: true })
  })

  it('keeps one file, reads it the next time, and does without it when it is spoilt', async () => {
    await kotik.train(PHRASES, { cacheDir: folder })
    const [name = ''] = await readdir(folder)
    expect(await readdir(folder)).toEqual([expect.stringMatching(/^kotik-[0-9a-f]{16}\.model$/)])
    const file = join(folder, name)
    const bytes = await readFile(file)

    const again = await kotik.train(PHRASES, { cacheDir: folder })
    expect(await again.read('отменить подписку', { language: 'ru' })).toEqual(
      await matcher.read('отменить подписку', { language: 'ru' }),
    )
    for (const spoilt of ['', 'KOTIKNLU', bytes.subarray(0, 5_000), bytes.subarray(0, bytes.length - 8)]) {
      await writeFile(file, spoilt)
      const anew = await kotik.train(PHRASES, { cacheDir: folder })
      expect(await first(anew, 'отменить подписку')).toBe('subscription-cancel')
      expect((await readFile(file)).equals(bytes)).toBe(true)
    }
  })

  it('is not needed: a folder that cannot be written to costs only time', async () => {
    const anew = await kotik.train(PHRASES, { cacheDir: '/dev/null/no/such/folder' })
    expect(await first(anew, 'отменить подписку')).toBe('subscription-cancel')
  })
})

function phrases(intents: { readonly [intent: string]: readonly string[] }): readonly TrainingPhrase[] {
  return Object.entries(intents).flatMap(([intent, texts]) =>
    texts.map((text) => ({ text, intent: intentName(intent) })),
  )
}
