import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { botFile } from '../../src/content/schema/bot.ts'
import { defaultSettings, settingsOf } from '../../src/content/settings.ts'
import { PHRASES } from '../../src/domain/phrases.ts'

const ROOT = join(import.meta.dirname, '../..')
const PAGE = readFileSync(join(ROOT, 'docs/ru/bot.md'), 'utf8')

/** The YAML under a heading. */
function blockUnder(heading: string): unknown {
  const [, block] = /```yaml\n([\s\S]*?)```/.exec(PAGE.slice(PAGE.indexOf(`## ${heading}\n`))) ?? []
  return parse(block ?? '')
}

/** Every word a person may write in `_bot.yml`, except the names of phrases. */
function keysOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const own = 'properties' in schema ? Object.keys(schema.properties ?? {}) : []
  const inside = Object.entries(schema).flatMap(([key, value]) => (key === 'phrases' ? [] : keysOf(value)))
  return [...own, ...inside]
}

test('the page names every key of the schema', () => {
  const schema: unknown = JSON.parse(readFileSync(join(ROOT, 'docs/schemas/bot.schema.json'), 'utf8'))
  const keys = [...new Set(keysOf(schema))].filter((key) => key !== '$schema')
  expect(keys.length).toBeGreaterThan(40)
  const words = new Set(PAGE.match(/[A-Za-z_]+/g))
  expect(keys.filter((key) => !words.has(key))).toEqual([])
})

test('what the page calls usual are the defaults', () => {
  expect(settingsOf(botFile.parse(blockUnder('Как обычно')))).toEqual(defaultSettings)
})

test('the page shows every phrase as it is said', () => {
  const usual = Object.fromEntries(Object.entries(PHRASES).map(([name, { ru }]) => [name, ru]))
  expect(blockUnder('Системные фразы')).toEqual({ phrases: usual })
})
