/** What the bot had no time to answer before a clean stop, kept in the notes until the next start. */
import { z } from 'zod'
import type { Entity, Json } from '../../domain/message.ts'
import { plainJson } from '../../messengers/come-again.ts'
import type { Reacting, Writing } from './model.ts'

/** In the order it was wanted. */
export type Unsaid = { readonly write: Writing } | { readonly react: Reacting }

const urgency = z.enum(['first', 'relay', 'later'])
const kept = z.literal(true)
const write = z.object({
  place: z.object({ chat: z.int(), thread: z.int().exactOptional() }),
  text: z.string(),
  entities: z.array(z.custom<Entity>((one) => typeof one === 'object' && one !== null)).exactOptional(),
  buttons: z.array(z.array(z.object({ text: z.string(), data: z.string() }))).exactOptional(),
  replyTo: z.int().exactOptional(),
  ...{ urgency, kept },
})
const react = z.object({ chat: z.int(), message: z.int(), emoji: z.string(), urgency, kept })
const form = z.array(z.union([z.object({ write }), z.object({ react })]))

export const UNSAID = 'unsaid'

/** The note; undefined when nothing is left. */
export const unsaidNote = (unsaid: readonly Unsaid[]): readonly [string, Json | undefined] => [
  UNSAID,
  unsaid.length === 0 ? undefined : plainJson(unsaid),
]

/** What an earlier run left unsaid; nothing when it cannot be read. */
export const unsaidIn = (notes: ReadonlyMap<string, Json>): readonly Unsaid[] =>
  form.safeParse(notes.get(UNSAID)).data ?? []
