import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EXIT } from '../../src/cli/exit-code.ts'
import { kotik } from './terminal.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kotik-eval-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, lines: readonly unknown[]): string {
  const path = join(folder, name)
  writeFileSync(
    path,
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  )
  return path
}

const TRAIN = [
  { text: 'привет', intent: 'hello' },
  { text: 'добрый день', intent: 'hello' },
  { text: 'где мой заказ', intent: 'order' },
  { text: 'когда привезут заказ', intent: 'order' },
]

describe('kotik eval --train --test', { timeout: 60_000 }, () => {
  test('--json prints one object with all figures', async () => {
    const train = file('train.jsonl', TRAIN)
    const test = file('test.jsonl', [
      { text: 'день добрый', intent: 'hello' },
      '',
      { text: 'где заказ', intent: 'order' },
    ])
    const oos = file('oos.jsonl', [{ text: 'слон' }, { text: 'the moon', intent: 'oos' }])
    const { code, out, err } = await kotik(['eval', '--train', train, '--test', test, '--oos', oos, '--json'])
    expect([code, err]).toEqual([EXIT.ok, ''])
    const figures: unknown = JSON.parse(out)
    expect(figures).toMatchObject({ accuracy: 1, macroF1: 1, oosAuroc: 1, oosRecall: 1, matcher: 'kotik' })
    expect(Object.keys(Object(figures)).sort()).toEqual(
      'accuracy ece inScopeAccuracy macroF1 matcher modelBytes oosAuroc oosRecall p50us p99us rssMb trainSeconds'.split(
        ' ',
      ),
    )
  })

  test('shows the same figures in lines', async () => {
    const train = file('train.jsonl', TRAIN)
    const { code, out } = await kotik(['eval', '--train', train, '--test', train])
    expect(code).toBe(EXIT.ok)
    expect(out).toMatch(/^accuracy +100\.0 %$/mu)
    expect(out).toMatch(/^oosAuroc +—$/mu)
  })

  test.each([
    [['--train', 'a.jsonl'], '--train и --test'],
    [['--oos', 'a.jsonl'], '--train и --test'],
    [['--train', 'no-such.jsonl', '--test', 'no-such.jsonl'], 'no-such.jsonl'],
  ])('refuses %j', async (args, found) => {
    const { code, err } = await kotik(['eval', ...args])
    expect(code).toBe(EXIT.usage)
    expect(err).toContain(found)
  })

  test.each([
    ['a line that is no JSON', [...TRAIN, '{"text": "привет"'], 'odd.jsonl:5: это не JSON'],
    ['a line without a text', [...TRAIN, '', '{"intent": "hello"}'], 'odd.jsonl:6: нет годного поля text'],
    ['a line without an intent', ['{"text": "привет"}'], 'odd.jsonl:1: нет годного поля intent'],
    ['a line that is no object', ['5'], 'odd.jsonl:1'],
    ['a file without a line', ['', ' '], 'odd.jsonl'],
  ])('refuses %s by its place', async (_, lines, found) => {
    const [train, odd] = [file('train.jsonl', TRAIN), file('odd.jsonl', lines)]
    for (const args of [
      ['--train', odd, '--test', train],
      ['--train', train, '--test', odd],
    ]) {
      const { code, out, err } = await kotik(['eval', ...args, '--json'])
      expect([code, out]).toEqual([EXIT.usage, ''])
      expect(err).toContain(found)
    }
  })

  test('refuses out-of-scope texts that cannot be read', async () => {
    const train = file('train.jsonl', TRAIN)
    const given = ['eval', '--train', train, '--test', train, '--oos']
    expect((await kotik([...given, join(folder, 'none.jsonl')])).err).toContain('none.jsonl')
    expect((await kotik([...given, file('oos.jsonl', ['{"text":"слон"}', '{}'])])).err).toContain(
      'oos.jsonl:2',
    )
  })

  test('an intent that was never trained counts as wrong, and is told beside the figures', async () => {
    const train = file('train.jsonl', TRAIN)
    const test = file('test.jsonl', [...TRAIN, { text: 'слон', intent: 'None' }])
    const { code, out, err } = await kotik(['eval', '--train', train, '--test', test, '--json'])
    expect(code).toBe(EXIT.ok)
    expect(JSON.parse(out)).toMatchObject({ accuracy: 0.8, oosAuroc: null, oosRecall: null })
    expect(err).toContain('test.jsonl:5: намерения None нет в --train; строк с ним 1')
  })

  test('reads what editors on Windows write', async () => {
    const train = file('train.jsonl', [`\uFEFF${JSON.stringify(TRAIN[0])}\r`, ...TRAIN.slice(1)])
    expect((await kotik(['eval', '--train', train, '--test', train])).code).toBe(EXIT.ok)
  })
})
