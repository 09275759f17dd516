import { describe, expect, test } from 'vitest'
import { intentName } from '../../src/domain/ids.ts'
import type { Reading } from '../../src/domain/nlu.ts'
import { instant } from '../../src/domain/time.ts'
import { clustersOf } from '../../src/learn/cluster.ts'
import { groupsOf } from '../../src/learn/groups.ts'
import { phrasesOf } from '../../src/learn/phrases.ts'
import { cosine, vectorsOf } from '../../src/learn/vectors.ts'
import type { Matcher } from '../../src/nlu/port.ts'
import type { Miss } from '../../src/reports/misses.ts'

const DOWNLOAD = [
  'скачать фильм на телефон',
  'как скачать фильмы на телефон?',
  'где скачивать фильм на телефон',
]
const SUBTITLES = ['включить субтитры', 'как включить русские субтитры', 'не включаются субтитры']
const BACKGROUND = [
  'как отменить подписку',
  'не проходит оплата',
  'как сменить карту',
  'не включается телевизор',
]

const miss = (text: string, more: Partial<Miss> = {}): Miss => ({
  text,
  at: instant(0),
  reasons: ['notUnderstood'],
  ...more,
})

/** Reads what it is told to; everything else is a weak guess at `price`. */
function matcherOf(known: { readonly [text: string]: Partial<Reading> } = {}): Matcher {
  const guess = {
    intents: [{ intent: intentName('price'), confidence: 0.3 }],
    entities: [],
    verdict: 'between',
  } as const
  return { read: async (text) => ({ ...guess, ...known[text] }) }
}

const grouped = (misses: readonly Miss[], matcher = matcherOf()) =>
  groupsOf(phrasesOf(misses), { matcher, language: 'ru', examples: BACKGROUND })

describe('vectors', () => {
  test('see through endings, typos, courtesy and signs', () => {
    const [one, ending, typo, polite, other] = vectorsOf(
      ['скачать фильм', 'скачивал фильмы', 'скачать филм', 'Здравствуйте, СКАЧАТЬ фильм!', 'вернуть деньги'],
      BACKGROUND,
    )
    if (!one || !ending || !typo || !polite || !other) throw new Error('a vector is missing')
    expect(cosine(one, ending)).toBeGreaterThan(0.3)
    expect(cosine(one, typo)).toBeGreaterThan(0.25)
    expect(cosine(one, polite)).toBeCloseTo(1)
    expect(cosine(one, other)).toBeLessThan(0.1)
  })

  test('exist for texts of any kind', () => {
    for (const vector of vectorsOf(['', '???', 'привет', '😀', '__proto__', 'а'.repeat(5_000)])) {
      expect(vector.weights.every(Number.isFinite)).toBe(true)
      expect(vector.features.length).toBeLessThanOrEqual(48)
    }
  })
})

describe('clusters', () => {
  test('put like to like, each phrase into one', () => {
    const texts = [...DOWNLOAD, ...SUBTITLES, 'вернуть деньги']
    const clusters = clustersOf(vectorsOf(texts, BACKGROUND))
    expect(clusters.map((cluster) => cluster.toSorted()).toSorted()).toEqual([[0, 1, 2], [3, 4, 5], [6]])
  })

  test('are the same for the same phrases', () => {
    const texts = Array.from({ length: 300 }, (_, i) => `${DOWNLOAD[i % 3]} ${SUBTITLES[i % 2]} ${i % 17}`)
    expect(clustersOf(vectorsOf(texts))).toEqual(clustersOf(vectorsOf(texts)))
  })

  test('of thousands of phrases are quick, and hold every one once', () => {
    const texts = Array.from(
      { length: 3_000 },
      (_, i) => `${DOWNLOAD[i % 3]} ${SUBTITLES[i % 2]} номер${i} слово${i % 89}`,
    )
    const clusters = clustersOf(vectorsOf(texts))
    expect(clusters.flat().toSorted((a, b) => a - b)).toEqual(texts.map((_, i) => i))
  })
})

describe('groups', () => {
  test('come most frequent first, with all that is known of them', async () => {
    const price = intentName('price')
    const [first, second] = await grouped([
      miss('включить субтитры', { reasons: ['between'], chosen: price }),
      ...DOWNLOAD.map((text) => miss(text, { reply: 'Скачать можно в приложении.' })),
      miss('скачать фильм на телефон!', { reasons: ['badAnswer'], understoodAs: price, complaint: 'не то' }),
    ])
    expect(first).toMatchObject({
      phrase: 'скачать фильм на телефон!',
      count: 4,
      reasons: { notUnderstood: 3, between: 0, badAnswer: 1, person: 0 },
      nearest: { intent: 'price' },
      understoodAs: [{ value: 'price', count: 1 }],
      answer: 'Скачать можно в приложении.',
      complaints: ['не то'],
    })
    expect(first?.phrases.map(({ misses }) => misses.length)).toEqual([2, 1, 1])
    expect(second).toMatchObject({ count: 1, chosen: [{ value: 'price', count: 1 }] })
  })

  test('name no nearest intent where none is near', async () => {
    const far: Partial<Reading> = {
      intents: [{ intent: intentName('price'), confidence: 0.02 }],
      verdict: 'unsure',
    }
    const [group] = await grouped([miss('зюзюка')], matcherOf({ зюзюка: far }))
    expect(group?.nearest).toBeUndefined()
  })

  test('leave out what is understood by now, but not an answer that is still bad', async () => {
    const sure: Partial<Reading> = { verdict: 'sure' }
    const matcher = matcherOf({ [DOWNLOAD[0] ?? '']: sure, 'сколько стоит': sure, другое: sure })
    const groups = await grouped(
      [
        miss(DOWNLOAD[0] ?? ''),
        miss('сколько стоит', { reasons: ['badAnswer'], understoodAs: intentName('price') }),
        miss('другое', { reasons: ['person'], understoodAs: intentName('refund') }),
      ],
      matcher,
    )
    expect(groups.map(({ phrase }) => phrase)).toEqual(['сколько стоит'])
  })
})
