import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { EXIT } from '../../src/cli/exit-code.ts'
import { kotik } from './terminal.ts'

// Beside the database stands the trained model: one for all, since their phrases are the same.
const data = mkdtempSync(join(tmpdir(), 'kotik-data-'))
afterAll(() => rmSync(data, { recursive: true }))

let folder = ''
let env: { readonly [name: string]: string }
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kotik-content-'))
  cpSync('flows', join(folder, 'flows'), { recursive: true })
  cpSync('intents', join(folder, 'intents'), { recursive: true })
  env = { CONTENT_DIR: folder, DATABASE_URL: `file:${data}/kotik.db` }
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (file: string, text: string) => writeFileSync(join(folder, file), text)

describe('kotik check', () => {
  test('counts what is well', async () => {
    const { code, out } = await kotik(['check'], { env })
    expect(code).toBe(EXIT.ok)
    expect(out).toMatch(/^Всё в порядке: \d+ сценари\S+, \d+ намерени\S+, \d+ пример\S*, \d+ истори\S+\.\n$/u)
    expect((await kotik(['check', '--lang', 'en'], { env })).out).toMatch(/^All is well: \d+ flows, /u)
  })

  test('tells faults of flows and stories at once', async () => {
    write('flows/refund.yml', 'title: Возврат\nstart:\n  - go: nowhere\n')
    write('flows/tests/odd.yml', 'story: a\nsteps:\n  - wait: 5\n')
    const { code, err, out } = await kotik(['check'], { env })
    expect(code).toBe(EXIT.found)
    expect(out).toBe('')
    expect(err).toMatch(/flows\/refund\.yml:3:\d+/u)
    expect(err).toContain('flows/tests/odd.yml:3:11')
  })

  test('--json is for programs', async () => {
    write('flows/tests/odd.yml', 'story: a\nsteps:\n  - wait: 5\n')
    const { code, out } = await kotik(['check', '--json'], { env })
    expect(code).toBe(EXIT.found)
    expect(JSON.parse(out)).toMatchObject({ ok: false, faults: [{ file: 'flows/tests/odd.yml', line: 3 }] })
  })
})

// The first of them trains the matcher: a second of a free core.
describe('kotik test', { timeout: 60_000 }, () => {
  test('plays the chosen stories', async () => {
    const { code, out } = await kotik(['test', 'small-talk'], { env })
    expect(code).toBe(EXIT.ok)
    expect(out).toContain('Историй прошло: 1.')
  })

  test('plays them with the other matcher, and knows no third', async () => {
    const { code, out } = await kotik(['test', 'small-talk', '--matcher', 'node-nlp'], { env })
    expect([code, out]).toEqual([EXIT.ok, expect.stringContaining('Историй прошло: 1.')])
    expect((await kotik(['test', '--matcher', 'oracle'], { env })).code).toBe(EXIT.usage)
  })

  test('shows where a story failed, what it wants and what there was', async () => {
    write('flows/tests/wrong.yml', 'story: не та\nsteps:\n  - customer: привет\n  - phase: queued\n')
    const { code, out, err } = await kotik(['test', 'wrong.yml'], { env })
    expect(code).toBe(EXIT.found)
    expect(out).toContain('✗ не та\nflows/tests/wrong.yml:4:5  не та\n    клиент    привет\n')
    expect(out).toContain('  - phase: queued\n  + bot\n')
    expect(err).toBe('Историй прошло: 0, не прошло: 1.\n')
  })

  test('says when there are none', async () => {
    const { code, err } = await kotik(['test', 'no-such-story'], { env })
    expect(code).toBe(EXIT.found)
    expect(err).toContain('Историй не нашлось.')
  })

  test('does not begin with faults', async () => {
    write('flows/tests/odd.yml', 'story: a\nsteps:\n  - wait: 5\n')
    const { code, err } = await kotik(['test'], { env })
    expect(code).toBe(EXIT.found)
    expect(err).toContain('flows/tests/odd.yml:3:11')
  })
})

describe('kotik graph', () => {
  test('shows steps and where they go', async () => {
    write(
      'flows/suggestion.yml',
      'title: Идея\nstart:\n  - ask: Записать?\n    save: idea\n    buttons: { Да: yes, Нет: no }\n  - when: idea == "no"\n    go: end\n  - handoff\n',
    )
    const { code, out } = await kotik(['graph', 'suggestion'], { env })
    expect(code).toBe(EXIT.ok)
    expect(out).toMatch(/start\.1 +ask +Записать\? \[Да\] \[Нет\]/u)
    expect(out).toMatch(/start\.2 +when +idea == "no"/u)
  })

  test('shows where a call goes', async () => {
    const { out } = await kotik(['graph', 'double-charge'], {})
    expect(out).toMatch(/call +GET \{\{ env\.BILLING_URL \}\}\/payments/u)
  })

  test('draws Mermaid', async () => {
    const { out } = await kotik(['graph', 'refund', '--mermaid'], { env })
    expect(out).toMatch(/^flowchart TD\n {2}n\d+\(\["start"\]\)\n/u)
    expect(out).toMatch(/n\d+ --> ?n\d+/u)
  })

  test('knows which flows there are', async () => {
    const { code, err } = await kotik(['graph', 'refnd'], { env })
    expect(code).toBe(EXIT.found)
    expect(err).toMatch(/refnd.*refund/su)
  })
})
