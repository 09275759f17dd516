/** A reader of a small cinema, asked on Monday 12 January 2026 at noon in Moscow. */
import type { FoundEntity } from '../../../src/domain/nlu.ts'
import { instant } from '../../../src/domain/time.ts'
import { makeEntityReader } from '../../../src/nlu/entities/reader.ts'

export const NOON = instant(Date.UTC(2026, 0, 12, 9))

export const reader = makeEntityReader({
  timezone: 'Europe/Moscow',
  country: 'RU',
  currency: 'RUB',
  lists: [
    {
      kind: 'film',
      values: {
        Матрица: ['Матрикс', 'The Matrix'],
        'Бегущий по лезвию': ['Blade Runner'],
        'Гарри Поттер': [],
        Другие: [],
        Семь: ['Se7en'],
        Терминатор: [],
      },
      ordinary: ['Другие', 'Семь'],
    },
    {
      kind: 'city',
      values: { Казань: [], 'Санкт-Петербург': ['Питер', 'СПб'], 'Нижний Новгород': [], Москва: ['мск'] },
      ordinary: [],
    },
    {
      kind: 'device',
      values: { телевизор: ['тв', 'телик', 'smart tv'], телефон: ['смартфон', 'айфон', 'iphone'] },
      ordinary: [],
    },
  ],
  patterns: [{ kind: 'error', pattern: /ошибк\p{L}*\s*(?:№|код)?\s*(\d{3,5})/giu }],
  asked: [{ kind: 'error', pattern: /\d{3,5}/gu }],
})

export function find(text: string): readonly FoundEntity[] {
  return reader.find(text, NOON)
}

/** Each as `kind=value`. */
export function found(text: string): readonly string[] {
  return find(text).map(
    ({ kind, value }) => `${kind}=${typeof value === 'object' ? JSON.stringify(value) : value}`,
  )
}

export const answer = (kind: string, text: string) => reader.answer(kind, text, NOON)
