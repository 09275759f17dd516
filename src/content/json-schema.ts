/** JSON Schemas for editors, made from the very definitions the loader checks with. `docs/schemas/` holds them. */
import { z } from 'zod'
import { flowFile } from '../flow/schema/step.ts'
import { botFile } from './schema/bot.ts'
import { entitiesFile } from './schema/entities.ts'
import { goldenFile, intentsFile } from './schema/intents.ts'

const FILES = {
  flow: flowFile,
  intents: intentsFile,
  entities: entitiesFile,
  bot: botFile,
  golden: goldenFile,
}

/** File name → its text, as committed under `docs/schemas/`. */
export function jsonSchemas(): { readonly [name: string]: string } {
  return Object.fromEntries(
    Object.entries(FILES).map(([name, schema]) => {
      const made = z.toJSONSchema(schema, { io: 'input', reused: 'ref', target: 'draft-7' })
      return [`${name}.schema.json`, `${JSON.stringify({ title: `Kotik: ${name}`, ...made }, null, 2)}\n`]
    }),
  )
}
