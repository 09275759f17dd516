import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { jsonSchemas } from '../../src/content/json-schema.ts'
import { kotik } from './terminal.ts'

test('kotik schemas writes each schema into its file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kotik-schemas-'))
  const { code, out } = await kotik(['schemas', '--out', folder])
  expect(code).toBe(0)
  expect(out).toContain(join(folder, 'flow.schema.json'))
  const written = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')])
  expect(Object.fromEntries(written)).toEqual(jsonSchemas())
  rmSync(folder, { recursive: true })
})
