import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { botFile } from '../../src/content/schema/bot.ts'
import { entitiesFile } from '../../src/content/schema/entities.ts'
import { goldenFile, intentsFile } from '../../src/content/schema/intents.ts'
import { flowFile } from '../../src/flow/schema/step.ts'
import { readStory } from '../../src/stories/read.ts'

const page = (name: string) => readFileSync(join(import.meta.dirname, '../../docs/ru', name), 'utf8')

/** The page's YAML, each without the indent of the list it stands in. */
function blocksOf(name: string): readonly string[] {
  return [...page(name).matchAll(/^( *)```yaml\n([\s\S]*?)^ *```/gm)]
    .map(([, indent = '', text = '']) => text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''))
    .filter((text) => parse(text) !== null)
}

const isStory = (text: string) => /^(story|calls):/.test(text)

test.each(blocksOf('flows.md').filter((text) => !isStory(text)))('flows.md, example %#', (text) => {
  const value: unknown = parse(text)
  const [shape, whole] = Array.isArray(value)
    ? [flowFile, { title: 'T', start: value }]
    : /^title:/.test(text)
      ? [flowFile, value]
      : /^[\w-]+:\n {2}- /.test(text)
        ? [goldenFile, value]
        : [intentsFile, value]
  expect(shape.safeParse(whole).error?.message).toBeUndefined()
})

test.each([...blocksOf('stories.md'), ...blocksOf('flows.md').filter(isStory)])(
  'a story of the pages: %j',
  (text) => {
    const whole = text.startsWith('story:') ? text : `story: s\nsteps:\n  - customer: x\n${text}`
    expect(readStory('a.yml', whole, 'ru')).toMatchObject({ kind: 'story' })
  },
)

test.each(blocksOf('entities.md'))('entities.md, example %#', (text) => {
  const value: unknown = parse(text)
  const shape = /^title:/.test(text) ? flowFile : entitiesFile
  expect(shape.safeParse(value).error?.message).toBeUndefined()
})

test.each(blocksOf('bot.md'))('bot.md, example %#', (text) => {
  expect(botFile.safeParse(parse(text)).error?.message).toBeUndefined()
})
