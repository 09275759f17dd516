import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MOST_PARTS, partsOf } from '../../src/nlu/parts.ts'

const texts = (text: string) => partsOf(text).map((part) => part.text)

describe('several questions in one message', () => {
  test.each([
    ['не проходит оплата и ещё как сменить почту', ['не проходит оплата', 'как сменить почту']],
    ['не проходит оплата, а еще тормозит видео', ['не проходит оплата', 'тормозит видео']],
    ['Не проходит оплата. Как сменить почту?', ['Не проходит оплата', 'Как сменить почту?']],
    ['как отменить подписку? где мой чек?', ['как отменить подписку?', 'где мой чек?']],
    [
      'сколько стоит подписка и можно ли смотреть за границей',
      ['сколько стоит подписка', 'можно ли смотреть за границей'],
    ],
    ['тормозит видео, кроме того пропал звук', ['тормозит видео', 'пропал звук']],
    ['my payment fails and also how do I change my email', ['my payment fails', 'how do I change my email']],
    ['как сменить почту\nкак отменить подписку', ['как сменить почту', 'как отменить подписку']],
    ['Здравствуйте, у меня не проходит оплата', []],
    ['не могу войти и оплатить', []],
    ['фильмы и сериалы', []],
    ['Не проходит оплата. Деньги на карте есть.', []],
    ['как и где смотреть', []],
    ['оплата не проходит что делать', []],
    ['друг прислал промокод, не понимаю, куда его вводить', []],
    ['ещё раз', []],
    ['', []],
  ])('%s', (text, parts) => {
    expect(texts(text)).toEqual(parts)
  })

  test('each part stands where it says, and there are at most three', () => {
    const pieces = fc.constantFrom(
      'как ',
      'и ещё ',
      '? ',
      'не проходит ',
      ', ',
      'оплата',
      '\n',
      '😿 ',
      'and also ',
    )
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 40 }).map((all) => all.join('')),
        (text) => {
          const parts = partsOf(text)
          expect(parts.length).toBeLessThanOrEqual(MOST_PARTS)
          expect(parts.length).not.toBe(1)
          for (const part of parts)
            expect(text.slice(part.from, part.from + part.text.length)).toBe(part.text)
        },
      ),
      { numRuns: 2_000 },
    )
  })
})
