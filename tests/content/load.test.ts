import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { jsonSchemas } from '../../src/content/json-schema.ts'
import { formatFaults, loadContent, releaseFromSources } from '../../src/content/load.ts'
import { flowName, releaseId } from '../../src/domain/ids.ts'
import { createRegistry } from '../../src/flow/compiled.ts'
import { contextOf, sourcesOf } from '../flow/content-of.ts'

const ROOT = join(import.meta.dirname, '../..')
let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kotik-content-'))
})
afterEach(() => rm(dir, { recursive: true }))

async function write(files: { readonly [path: string]: string | Uint8Array }): Promise<void> {
  for (const folder of ['flows/media', 'intents']) await mkdir(join(dir, folder), { recursive: true })
  for (const [path, text] of Object.entries(files)) await writeFile(join(dir, path), text)
}

test('the sample content of the repository is without faults', async () => {
  const loaded = await loadContent(ROOT, { language: 'ru' })
  expect(loaded.kind === 'faults' ? formatFaults(loaded.faults, 'ru') : 'loaded').toBe('loaded')
})

test('a missing folder is a fault that says what CONTENT_DIR is', async () => {
  const loaded = await loadContent(join(dir, 'nowhere'), { language: 'ru' })
  expect(loaded).toMatchObject({
    kind: 'faults',
    faults: [{ found: 'нет такой папки' }, { found: 'нет такой папки' }],
  })
  expect(loaded.kind === 'faults' && loaded.faults[0]?.allowed).toContain('CONTENT_DIR')
})

test('faults of all files at once, counted, in both languages', async () => {
  await write({
    'flows/a.yml': 'title: A\nstart:\n  - wait: 5\n  - go: nowhere',
    'flows/b.yml': 'title: B\nstart:\n  - say: x: y',
    'flows/c.yaml': '',
    'flows/_bott.yml': '',
    'flows/media/evil.svg': '<svg/>',
    'intents/i.yml': 'i: { title: I, flow: a, examples: [x] }\nj: { title: I, flow: b, examples: [y] }',
  })
  const loaded = await loadContent(dir, { language: 'ru' })
  if (loaded.kind !== 'faults') throw new Error('no faults')
  expect(
    formatFaults(loaded.faults, 'ru', { files: loaded.files, running: releaseId('8f3c') }).split('\n'),
  ).toEqual([
    'flows/c.yaml:1:1  переименуйте: нужно .yml.',
    'flows/_bott.yml:1:1  с «_» начинается только _bot.yml — может быть, _bot.yml?',
    expect.stringMatching(/^flows\/media\/evil\.svg:1:1 {2}файлы \.svg бот не показывает\. Можно: png, /),
    'flows/a.yml:3:11  wait: 5: не подходит. Нужно: время с единицей: 5s, 5m, 5h или 1d.',
    'flows/b.yml:3:10  двоеточие внутри текста. Возьмите весь текст в кавычки.',
    '5 ошибок в 5 из 6 файлов. Ничего не загружено; бот продолжает на выпуске 8f3c.',
  ])
})

test('the last line in English', () => {
  const fault = {
    file: 'flows/a.yml',
    line: 1,
    column: 2,
    found: 'go: "x": no such block',
    suggestion: 'Did you mean "y"?',
    allowed: 'Blocks here: y',
  }
  expect(formatFaults([fault, { ...fault, line: 3 }], 'en', { files: 9, running: releaseId('8f3c') })).toBe(
    [
      'flows/a.yml:1:2  go: "x": no such block. Did you mean "y"? Blocks here: y.',
      'flows/a.yml:3:2  go: "x": no such block. Did you mean "y"? Blocks here: y.',
      '2 faults in 1 of 9 files. Nothing was loaded; the bot goes on with release 8f3c.',
    ].join('\n'),
  )
})

test('a release is named by its files, whatever their order, and is built again from what was kept', async () => {
  await write({
    'flows/a.yml': 'title: A\nstart:\n  - say: x\n    image: p.png',
    'intents/i.yml': 'i: { title: I, flow: a, examples: [x] }',
    'flows/media/p.png': new Uint8Array([1, 2, 3]),
  })
  const first = await loadContent(dir, { language: 'ru' })
  if (first.kind !== 'loaded') throw new Error('faults')
  expect(first.release.id).toMatch(/^[0-9a-f]{12}$/)
  expect(first.release.media).toMatchObject([
    { path: 'flows/media/p.png', attachment: { size: 3, mime: 'image/png' } },
  ])
  const again = releaseFromSources(Object.fromEntries(Object.entries(first.release.sources).toReversed()), {
    language: 'ru',
  })
  expect(again).toMatchObject({
    kind: 'loaded',
    release: { id: first.release.id, media: first.release.media },
  })
  await writeFile(join(dir, 'flows/media/p.png'), new Uint8Array([1, 2, 4]))
  const changed = await loadContent(dir, { language: 'ru' })
  expect(changed.kind === 'loaded' && changed.release.id).not.toBe(first.release.id)
})

test('a conversation stays on the release it began with', () => {
  const registry = createRegistry()
  const made = (text: string) => {
    const loaded = releaseFromSources(
      sourcesOf({ a: `title: ${text}\nstart:\n  - ask: Q\n  - say: ${text}` }),
      { language: 'ru', registry },
    )
    if (loaded.kind === 'faults') throw new Error('faults')
    return loaded.release
  }
  const old = made('old')
  const { script } = made('new').rules
  const begun = old.rules.script.start([], flowName('a'), {}, false, contextOf())
  const after = script.resume(begun.stack, { kind: 'text', text: 'x', entities: [] }, contextOf())
  expect(after.acts[0]).toMatchObject({ act: 'say', content: { text: 'old' } })
  expect(script.title(old.id, flowName('a'), 'ru')).toBe('old')
})

test('a frame of a release that is gone goes to a person', () => {
  const loaded = releaseFromSources(sourcesOf({ a: 'title: A\nstart:\n  - ask: Q' }), { language: 'ru' })
  if (loaded.kind === 'faults') throw new Error('faults')
  const { script } = loaded.release.rules
  const begun = script.start([], flowName('a'), {}, false, contextOf())
  const lost = begun.stack.map((frame) => ({ ...frame, release: releaseId('gone') }))
  expect(script.waiting(lost, 'ru')).toBeUndefined()
  expect(script.resume(lost, { kind: 'button', value: 1 }, contextOf()).acts.at(-1)?.act).toBe('handoff')
})

test('the committed JSON Schemas are those of the loader', async () => {
  for (const [name, text] of Object.entries(jsonSchemas())) {
    expect(await readFile(join(ROOT, 'docs/schemas', name), 'utf8'), name).toBe(text)
  }
})

test("the examples of the content managers' guide load", async () => {
  const guide = await readFile(join(ROOT, 'docs/ru/flows.md'), 'utf8')
  const page = await readFile(join(ROOT, 'docs/ru/bot.md'), 'utf8')
  const yaml = (text: string, heading: string) =>
    [...text.slice(text.indexOf(heading)).matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block = '']) => block)
  const unindented = yaml(guide, '## Первый сценарий').map((text) => text.replaceAll(/^ {3}/gm, ''))
  await write({
    'flows/_bot.yml': yaml(page, '## Что меняют').slice(0, 3).join(''),
    'flows/popcorn.yml': unindented[0] ?? '',
    'flows/payment-declined.yml': 'title: T\ntopic: payment\nstart:\n  - say: x',
    'intents/popcorn.yml': unindented[1] ?? '',
    'intents/i.yml': 'prices: { title: P, answer: A, examples: [x] }',
  })
  const loaded = await loadContent(dir, { language: 'ru' })
  expect(loaded.kind === 'faults' ? formatFaults(loaded.faults, 'ru') : 'loaded').toBe('loaded')
})
