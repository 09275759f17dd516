import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Entity } from '../../src/domain/message.ts'
import { split } from '../../src/messengers/split.ts'

const texts = (text: string, limit: number, entities: readonly Entity[] = []) =>
  split(text, entities, limit).map((piece) => piece.text)

describe('a long text', () => {
  it('is cut between paragraphs, else lines, sentences, words, characters', () => {
    expect(texts('первый абзац\n\nвторой абзац', 20)).toEqual(['первый абзац', 'второй абзац'])
    expect(texts('первая строка\nвторая строка', 20)).toEqual(['первая строка', 'вторая строка'])
    expect(texts('Первое слово. Второе слово тут', 20)).toEqual(['Первое слово.', 'Второе слово тут'])
    expect(texts('слово другое слово третье', 20)).toEqual(['слово другое слово', 'третье'])
    expect(texts('абвгдежзийклмнопрст', 8)).toEqual(['абвгдежз', 'ийклмноп', 'рст'])
  })

  it('is whole when it fits', () => {
    expect(split('  как есть \n', [], 12)).toEqual([{ text: '  как есть \n', entities: [] }])
  })

  it('carries its formatting over the cuts, and keeps links and code whole where it can', () => {
    const text = `жирный ${'очень '.repeat(5)}\nссылка тут`
    const link = { kind: 'link', offset: text.indexOf('ссылка'), length: 10, url: 'https://e.org' } as const
    const pieces = split(text, [{ kind: 'bold', offset: 0, length: text.length }, link], 45)
    expect(
      pieces.map((piece) =>
        piece.entities.map(({ kind, offset, length }) => [kind, piece.text.slice(offset, offset + length)]),
      ),
    ).toEqual([
      [['bold', `жирный ${'очень '.repeat(5)}`.trimEnd()]],
      [
        ['bold', 'ссылка тут'],
        ['link', 'ссылка тут'],
      ],
    ])
    const code = { kind: 'code', offset: 8, length: 12 } as const
    expect(texts('текст и код в нём вот такой', 19, [code])[0]).toBe('текст и')
  })

  it('never breaks a character or loses one, whatever it is', () => {
    const any = fc.string({ unit: 'grapheme', minLength: 0, maxLength: 400 })
    const spans = fc.array(fc.record({ offset: fc.nat(300), length: fc.integer({ min: 1, max: 100 }) }), {
      maxLength: 4,
    })
    fc.assert(
      fc.property(any, spans, fc.integer({ min: 64, max: 200 }), (text, found, limit) => {
        const entities = found.map((span): Entity => ({ kind: 'bold', ...span }))
        const pieces = split(text, entities, limit)
        const bare = (of: string) => of.replace(/\s/gu, '')
        expect(bare(pieces.map((piece) => piece.text).join(''))).toBe(bare(text))
        for (const piece of pieces) {
          expect(piece.text.length).toBeLessThanOrEqual(limit)
          expect(piece.text.isWellFormed()).toBe(text.isWellFormed())
          if (pieces.length > 1)
            for (const { offset, length } of piece.entities)
              expect(offset >= 0 && offset + length <= piece.text.length).toBe(true)
        }
      }),
    )
  })
})
