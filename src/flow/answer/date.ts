/** Dates as people write them: 31.12.2026, 31.12, 2026-12-31, 5 мая, May 5, сегодня, вчера. Gives YYYY-MM-DD. */
import type { DateTime } from 'luxon'
import { plainWords } from './words.ts'

const DAYS: { readonly [word: string]: number } = {
  ...{ сегодня: 0, завтра: 1, послезавтра: 2, вчера: -1, позавчера: -2 },
  ...{ today: 0, tomorrow: 1, yesterday: -1 },
}
// Beginnings of the months' names in every case: января, янв, january.
const MONTHS = [
  ...['янв|jan', 'фев|feb', 'мар|mar', 'апр|apr', 'ма[йяе]|may', 'июн|jun'],
  ...['июл|jul', 'авг|aug', 'сен|sep', 'окт|oct', 'ноя|nov', 'дек|dec'],
].map((beginning) => new RegExp(`^(${beginning})`))

export function readDate(text: string, now: DateTime): string | undefined {
  if (text.length > 60) return undefined
  const days = DAYS[plainWords(text)]
  if (days !== undefined) return now.plus({ days }).toISODate() ?? undefined
  const iso = /(?:^|\s)(\d{4})-(\d{1,2})-(\d{1,2})(?:$|\s)/.exec(text)
  if (iso) return valid(now, Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const dotted = /(?:^|\s)(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?\.?(?:$|\s)/.exec(text)
  if (dotted) return valid(now, yearOf(dotted[3], now), Number(dotted[2]), Number(dotted[1]))
  return readNamed(plainWords(text), now)
}

function readNamed(words: string, now: DateTime): string | undefined {
  const list = words.split(' ')
  const month = list.map((word) => MONTHS.findIndex((name) => name.test(word))).find((index) => index >= 0)
  const day = list.find((word) => /^\d{1,2}$/.test(word))
  const year = list.find((word) => /^\d{4}$/.test(word))
  if (month === undefined || day === undefined) return undefined
  return valid(now, yearOf(year, now), month + 1, Number(day))
}

function yearOf(written: string | undefined, now: DateTime): number {
  if (written === undefined) return now.year
  return written.length === 2 ? 2000 + Number(written) : Number(written)
}

function valid(now: DateTime, year: number, month: number, day: number): string | undefined {
  const date = now.set({ year, month: 1, day: 1 }).set({ month }).set({ day })
  // luxon rolls 31.02 over into March
  return date.isValid && date.month === month && date.day === day
    ? (date.toISODate() ?? undefined)
    : undefined
}
