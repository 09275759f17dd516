/** What commands may carry. Unknown keys are refused; an object where a text was expected is a 400. */
import { z } from 'zod'

/** Made by the client: the same command sent again is done once. */
const id = z.string().regex(/^[\w-]{8,64}$/, 'must be 8 to 64 letters, digits, - or _')
const name = z.string().regex(/^[\w.-]{1,64}$/, 'must be a short plain name')
const fileId = z.string().regex(/^[\w-]{16,64}$/, 'must be the id of an uploaded file')

// Telegram takes 4,096 UTF-16 units in a message and VK some 4,000: what an operator sends arrives whole everywhere.
const LONGEST_REPLY = 4000
const text = z
  .string()
  .max(LONGEST_REPLY)
  // NUL serves no database; broken surrogate pairs become U+FFFD here and not somewhere on the way.
  .transform((given) => Buffer.from(given.replaceAll('\0', ''), 'utf8').toString('utf8'))

export const command = z.strictObject({ id })
export const message = z.strictObject({
  id,
  text: text.default(''),
  files: z.array(fileId).max(10).default([]),
  replyTo: z.int().positive().optional(),
})
export const transfer = z.strictObject({
  id,
  to: z.union([z.strictObject({ operator: name }), z.strictObject({ group: name })]),
})
export const tag = z
  .strictObject({
    id,
    topic: name.optional(),
    priority: z.enum(['low', 'normal', 'high', 'urgent']).optional(),
  })
  .refine((body) => body.topic !== undefined || body.priority !== undefined, 'needs topic or priority')
export const snooze = z.strictObject({ id, until: z.int().positive() })
export const shift = z.strictObject({ id, shift: z.enum(['on', 'paused', 'off']) })
export const capacity = z.strictObject({ id, capacity: z.int().min(0).max(1000) })
export const nothing = z.strictObject({})
export const fileName = z.strictObject({ name: z.string().max(300).default('file') })
