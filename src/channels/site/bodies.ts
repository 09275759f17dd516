import { z } from 'zod'
import { type Fault, fault } from './errors.ts'

// 200,000 UTF-16 units: 100 kB of any script fits whole; the domain cuts to `limits.textLength` and says so.
const LONGEST_TEXT = 200_000
// The same text as JSON: two bytes a Cyrillic letter, six when a client escapes it.
export const LARGEST_BODY = 1_228_800

/** NUL is dropped (no database or terminal is served by it), broken surrogate pairs become U+FFFD. */
function cleaned(text: string): string {
  return Buffer.from(text.replaceAll('\0', ''), 'utf8').toString('utf8')
}

const text = z.string().max(LONGEST_TEXT).transform(cleaned)
/** Made by the client, so that sending again is safe. */
const clientId = z.string().regex(/^[\w-]{8,64}$/, 'must be 8 to 64 letters, digits, - or _')
const line = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^\P{Cc}*$/u, 'must hold no control characters')

const user = z.strictObject({
  id: line(128),
  expires: z.int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hex digits'),
  name: line(100).optional(),
  email: line(200).optional(),
  phone: line(40).optional(),
  attributes: z
    .record(z.string().regex(/^[a-z][\w-]{0,39}$/i, 'must be a short plain name'), line(200))
    .refine((all) => Object.keys(all).length <= 20, 'must be at most 20')
    .optional(),
})

export const openBody = z.strictObject({
  /** A token from before. */
  session: z.string().max(256).optional(),
  user: user.optional(),
  language: z.enum(['ru', 'en']).optional(),
  /** Where the conversation begins, e.g. the page; flows may read it. */
  payload: line(200).optional(),
})

export const messageBody = z.strictObject({
  id: clientId,
  text: text.default(''),
  files: z
    .array(z.string().regex(/^[\w-]{22}$/, 'must be the id of an uploaded file'))
    .max(10)
    .default([]),
  replyTo: z.int().positive().optional(),
})

export const pressBody = z.strictObject({
  id: clientId,
  prompt: z.string().min(1).max(64),
  option: z.int().min(0).max(1000),
})

export const ratingBody = z.strictObject({
  id: clientId,
  ticket: z.int().positive(),
  score: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
  comment: text.optional(),
})

export const typingBody = z.strictObject({})

const position = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a whole number')
  .transform(Number)

export const eventsQuery = z.strictObject({ cursor: position.optional() })
export const historyQuery = z.strictObject({ before: position.optional(), limit: position.optional() })
export const linkQuery = z.strictObject({ e: position.optional(), s: z.string().max(64).optional() })

export type Parsed<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'bad'; readonly fault: Fault }

/** Says which field is wrong and what it must be; never repeats the value (it may be personal). */
export function parse<T>(schema: z.ZodType<T>, found: unknown): Parsed<T> {
  const result = schema.safeParse(found)
  if (result.success) return { kind: 'ok', value: result.data }
  const detail = result.error.issues
    .slice(0, 3)
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ')
  return { kind: 'bad', fault: fault('badRequest', { detail }) }
}
