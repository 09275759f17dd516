import { describe, expect, test } from 'vitest'
import { cannedFor, filledCanned } from '../../src/domain/canned.ts'
import { ANNA, DeskWorld, handoff, LINE } from './desk-world.ts'

const REPLIES = { чек: 'Чек на почте.', чеки: 'Все чеки в разделе.', возврат: 'Вернём по чеку, {{ name }}.' }

describe('canned replies', () => {
  const names = (wanted: string) => cannedFor(REPLIES, wanted).map(({ name }) => name)

  test('a whole name is that one alone; else names first, then words', () => {
    expect(names('чек')).toEqual(['чек'])
    expect(names('че')).toEqual(['чек', 'чеки', 'возврат'])
    expect(names('верн')).toEqual(['возврат'])
    expect(names('')).toEqual(['чек', 'чеки', 'возврат'])
    expect(names('абракадабра')).toEqual([])
  })

  test('values are put in as they are and never read again; what has none is named', () => {
    const desk = new DeskWorld().hire(ANNA, [LINE])
    desk.send(handoff('vera'))
    const ticket = { ...desk.ticket(1), variables: { order: '{{ ticket }}', sum: 990, list: [1] } }
    const fill = (text: string) => filledCanned(text, ticket, 'Анна')
    expect(fill('#{{ ticket }} {{order}} {{ sum }} — {{ operator }}')).toEqual({
      kind: 'filled',
      text: '#1 {{ ticket }} 990 — Анна',
    })
    expect(fill('{{ list }} {{ constructor }}')).toEqual({
      kind: 'missing',
      names: ['{{ list }}', '{{ constructor }}'],
    })
  })
})
