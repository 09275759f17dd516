/** Texts a customer sees: plain, in variants, in two languages; labels, links and media. */
import { z } from 'zod'
import { form, record } from './shape.ts'

const line = z.string(form('text')).min(1, form('text'))
const lines = z.union([line, z.array(line, form('text')).min(1, form('text'))], form('text'))

export const text = z
  .union(
    [line, z.array(line).min(1, form('text')), record({ ru: lines.optional(), en: lines.optional() })],
    form('text'),
  )
  .describe(
    'What the customer reads: a text, a list of variants (one is picked), or { ru: …, en: … }. {{ variables }} work.',
  )
export type TextSource = z.infer<typeof text>

const short = z.string(form('label')).min(1, form('label'))
export const label = z.union([short, record({ ru: short.optional(), en: short.optional() })], form('label'))
export type LabelSource = z.infer<typeof label>

// Aborts, so that a union with other texts names all that is allowed and not just an address.
/** Only these four schemes: everything else (javascript:, data:) is code or a way to it. */
export const url = z
  .string(form('url'))
  .regex(/^(https?:\/\/|mailto:|tel:)[^\s]+$/i, { ...form('url'), abort: true })

export const links = z
  .union([z.record(z.string(), url), z.array(record({ label, url })).min(1, form('links'))], form('links'))
  .describe('Buttons that open a page: "Label: https://…"')
export type LinksSource = z.infer<typeof links>

// A plain file name: no folders, so that content cannot reach outside of its media folder.
export const media = z
  .string(form('media'))
  .regex(/^[\p{L}\p{N}_][\p{L}\p{N}_ .-]*\.[a-z0-9]{2,5}$/iu, form('media'))
  .describe('A file of flows/media')
