/** A text → the value a typed question asks for. Undefined: it does not fit. */
import type { Attachment, Json } from '../../domain/message.ts'
import type { EntityReader } from '../../domain/nlu.ts'
import type { Instant } from '../../domain/time.ts'
import type { Expect } from '../graph.ts'
import { MAX_TESTED } from '../pattern.ts'
import { readYesNo } from './words.ts'

export interface Answered {
  readonly text: string
  readonly attachments: readonly Attachment[]
}

/** Who reads values, and when "today" is. */
export interface Reading {
  readonly entities: EntityReader
  readonly now: Instant
}

export function readTyped(expect: Expect, given: Answered, { entities, now }: Reading): Json | undefined {
  const text = given.text.trim()
  switch (expect.type) {
    case 'file':
      return given.attachments.length > 0
        ? given.attachments.map(({ id, kind, name, mime, size }) => ({ id, kind, name, mime, size }))
        : undefined
    case 'text':
      return fitsPattern(expect, text) ? text : undefined
    case 'yes_no':
      return readYesNo(text)
    default:
      return inRange(expect, entities.answer(expect.type, text, now))
  }
}

/** A value of this kind found elsewhere (in the first text of the conversation): whether it would have been accepted here. */
export function acceptKnown(
  expect: Expect | undefined,
  kind: string,
  value: Json,
  reading: Reading,
): Json | undefined {
  // a sum in a foreign currency is an object; nobody reckons with it unasked
  if (expect === undefined || typeof value === 'object') return undefined
  if (expect.type === 'file' || expect.type === 'yes_no') return undefined
  if (expect.type === kind) return inRange(expect, value)
  return readTyped(expect, { text: String(value), attachments: [] }, reading)
}

function fitsPattern(expect: Expect, text: string): boolean {
  if (text === '') return false
  if (expect.pattern === undefined) return true
  return text.length <= MAX_TESTED && expect.pattern.test(text)
}

function inRange({ type, min, max }: Expect, value: Json | undefined): Json | undefined {
  if (type !== 'number' && type !== 'money') return value
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined
  if (min !== undefined && value < min) return undefined
  return max !== undefined && value > max ? undefined : value
}
