/** `intents/_entities.yml`: kinds of values that customers name (films, cities, devices), and how each is recognised. */
import { z } from 'zod'
import { form, nameText, record } from '../../flow/schema/shape.ts'

const name = z.string(form('entity')).min(1, form('entity'))

const entity = record({
  title: name.optional().describe('What it is, for people'),
  values: z
    .union(
      [z.record(name, z.array(name, form('entity')).nullable()), z.array(name, form('entity'))],
      form('entity'),
    )
    .optional()
    .describe('"Name: [other names]" for each value, or a list of names'),
  ordinary: z
    .array(name, form('entity'))
    .optional()
    .describe('Names that are everyday words too: taken only in quotes, with a capital letter or alone'),
  patterns: z
    .array(name, form('entity'))
    .optional()
    .describe('Regular expressions; the first bracket is the value, or all of it'),
  asked: z
    .array(name, form('entity'))
    .optional()
    .describe('The same, only for the answer to a question that expects this'),
})
export type EntitySource = z.infer<typeof entity>

export const entitiesFile = z.record(nameText, entity)
export type EntitiesSource = z.infer<typeof entitiesFile>
