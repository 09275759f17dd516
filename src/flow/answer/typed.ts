/** A text → the value a typed question asks for. Undefined: it does not fit. */
import { DateTime } from 'luxon'
import type { Attachment, Json } from '../../domain/message.ts'
import type { FoundEntity } from '../../domain/nlu.ts'
import type { Expect } from '../graph.ts'
import { MAX_TESTED } from '../pattern.ts'
import { readDate } from './date.ts'
import { readYesNo } from './words.ts'

export interface Answered {
  readonly text: string
  readonly entities: readonly FoundEntity[]
  readonly attachments: readonly Attachment[]
}

/** Where "today" is reckoned from. */
export interface Today {
  readonly now: number
  readonly timezone: string
}

export function readTyped(expect: Expect, given: Answered, today: Today): Json | undefined {
  const text = given.text.trim()
  switch (expect.type) {
    case 'file':
      return given.attachments.length > 0
        ? given.attachments.map(({ id, kind, name, mime, size }) => ({ id, kind, name, mime, size }))
        : undefined
    case 'text':
      return fitsPattern(expect, text) ? text : undefined
    case 'number':
      return inRange(expect, readNumber(text) ?? entity(given, 'number'))
    case 'email':
      return readEmail(text) ?? entity(given, 'email')
    case 'phone':
      return readPhone(text)
    case 'order':
      return readOrder(text)
    case 'yes_no':
      return readYesNo(text)
    case 'date':
      return readDate(text, DateTime.fromMillis(today.now, { zone: today.timezone })) ?? entity(given, 'date')
  }
}

/** A value found elsewhere (in the first text of the conversation): whether it would have been accepted here. */
export function acceptKnown(expect: Expect | undefined, value: Json, today: Today): Json | undefined {
  if (expect === undefined || expect.type === 'file') return undefined
  if (expect.type === 'yes_no' || typeof value === 'object') return undefined
  return readTyped(expect, { text: String(value), entities: [], attachments: [] }, today)
}

function fitsPattern(expect: Expect, text: string): boolean {
  if (text === '') return false
  if (expect.pattern === undefined) return true
  return text.length <= MAX_TESTED && expect.pattern.test(text)
}

function entity(given: Answered, kind: string): Json | undefined {
  return given.entities.find((found) => found.kind === kind)?.value
}

/** "1 200,50", "15", "15 рублей"; one number in the text, no more. */
function readNumber(text: string): number | undefined {
  if (text.length > 60) return undefined
  const found = text.match(/-?\d{1,3}(?:[ \u00a0]\d{3})+(?:[.,]\d+)?|-?\d+(?:[.,]\d+)?/g)
  const only = found?.length === 1 ? found[0] : undefined
  // "15", "мне 15 лет"; in a longer sentence or a question the number is not the answer
  const others = text
    .replace(only ?? '', ' ')
    .trim()
    .split(/\s+/).length
  if (others > 3 || text.includes('?')) return undefined
  return only === undefined ? undefined : Number(only.replace(/[ \u00a0]/g, '').replace(',', '.'))
}

function inRange(expect: Expect, value: Json | undefined): number | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined
  if (expect.min !== undefined && value < expect.min) return undefined
  return expect.max !== undefined && value > expect.max ? undefined : value
}

/** An address anywhere in the text; addresses in Cyrillic exist. */
function readEmail(text: string): string | undefined {
  const found = /[^\s@<>(),;:"']{1,64}@[\p{L}\p{N}][\p{L}\p{N}.-]{0,250}\.[\p{L}]{2,24}/u.exec(
    text.slice(0, 500),
  )?.[0]
  return found?.toLowerCase()
}

/** 10 to 15 digits; a Russian 8… or a bare ten-digit 9… becomes +7…. */
function readPhone(text: string): string | undefined {
  const written = /\+?\d[\d ()\u00a0.-]{8,24}\d/.exec(text.slice(0, 200))?.[0]
  const digits = written?.replace(/\D/g, '') ?? ''
  if (digits.length < 10 || digits.length > 15) return undefined
  if (digits.length === 10 && digits.startsWith('9')) return `+7${digits}`
  if (digits.length === 11 && digits.startsWith('8') && !written?.startsWith('+'))
    return `+7${digits.slice(1)}`
  return `+${digits}`
}

/** A word with at least three digits: 12345, №12345, AB-12345, "заказ 12345". */
function readOrder(text: string): string | undefined {
  const found = /(?:^|[\s№#:])([\p{L}]{0,4}-?\d[\d-]{2,19})(?=$|[\s.,;!?)])/u.exec(text.slice(0, 200))?.[1]
  return found?.toUpperCase()
}
