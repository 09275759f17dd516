/** `npx tsx src/content/write-schemas.ts` writes `docs/schemas/` anew, after the definitions have changed. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { jsonSchemas } from './json-schema.ts'

const folder = join(import.meta.dirname, '../../docs/schemas')
await Promise.all(Object.entries(jsonSchemas()).map(([name, text]) => writeFile(join(folder, name), text)))
