import { describe, expect, test } from 'vitest'
import { fromTelegram, toTelegram } from '../../src/telegram/entities.ts'

describe('what people wrote', () => {
  test('keeps links and loses addresses that nobody should follow', () => {
    const link = (url: string) => ({ type: 'text_link', offset: 0, length: 4, url }) as const
    expect(fromTelegram([link('https://kino.example/')])).toEqual([
      { kind: 'link', offset: 0, length: 4, url: 'https://kino.example/' },
    ])
    // In a thread of the desk it would be a mention: a customer could ring any operator's phone.
    expect(fromTelegram([link('tg://user?id=7'), link('javascript:alert(1)')])).toEqual([])
  })

  test('a block of code is code, what we have no word for is plain', () => {
    const given = [
      { type: 'pre', offset: 0, length: 2 },
      { type: 'spoiler', offset: 2, length: 2 },
    ] as const
    expect(fromTelegram([...given])).toEqual([{ kind: 'code', offset: 0, length: 2 }])
  })
})

test('what Telegram would refuse is left out or cut to the text', () => {
  const bold = (offset: number, length: number) => ({ kind: 'bold', offset, length }) as const
  expect(toTelegram('abcd', [bold(2, 9), bold(4, 1), bold(-1, 2), bold(1, 0)])).toEqual([
    { type: 'bold', offset: 2, length: 2 },
  ])
})
