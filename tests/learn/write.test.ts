import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readYaml } from '../../src/content/yaml.ts'
import { withExamples, withIntent } from '../../src/learn/write.ts'
import { phraseIn } from '../../src/reports/misses-phrase.ts'

const FILE = `# yaml-language-server: $schema=../docs/schemas/intents.schema.json
# Об оплате.

payment:   # не путать с refund
  title: 'Не проходит оплата'
  flow: "payment-declined"
  examples:
    - не проходит оплата   # самая частая
    - "карта: отклонена"
    # просторечие
    - чё за фигня
    # конец

refund:
  title: Возврат
  flow: refund
  examples: [верните деньги, "возврат, пожалуйста"]  # мало

last:
  title: Последнее
  answer: >-
    Длинный текст, который люди
    сломали на две строки.
  examples:
  - без отступа
  - |-
    в две
    строки`

/** Line by line: what was there, in order, and what is new. */
function added(before: string, after: string): readonly string[] {
  const old = before.split('\n')
  const fresh: string[] = []
  let next = 0
  for (const line of after.split('\n')) {
    if (line === old[next]) next += 1
    else fresh.push(line)
  }
  expect(next).toBe(old.length)
  return fresh
}

describe('examples', () => {
  test('go behind the last one; every other line stays', () => {
    const after = withExamples(FILE, 'payment', ['мир не берёт', 'карта: мир #1', '- минус', 'yes', '399'])
    expect(added(FILE, after ?? '')).toEqual([
      '    - мир не берёт',
      '    - "карта: мир #1"',
      '    - "- минус"',
      '    - "yes"',
      '    - "399"',
    ])
    expect(after).toContain('    - чё за фигня\n    - мир не берёт\n')
  })

  test('go between the brackets where there are brackets', () => {
    const after = withExamples(FILE, 'refund', ['отдайте', 'а, б [в]']) ?? ''
    expect(after).toContain(
      'examples: [верните деньги, "возврат, пожалуйста", отдайте, "а, б [в]"]  # мало\n',
    )
    expect(after.replace(', отдайте, "а, б [в]"', '')).toBe(FILE)
  })

  test('go to the end of a file without a line break, behind a text of several lines', () => {
    expect(withExamples(FILE, 'last', ['ещё'])).toBe(`${FILE}\n  - ещё\n`)
  })

  test('keep the line breaks of Windows', () => {
    const windows = FILE.replaceAll('\n', '\r\n')
    const after = withExamples(windows, 'payment', ['ещё']) ?? ''
    expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u)
    expect(added(windows, after)).toEqual(['    - ещё\r'])
  })

  test.each([
    ['no such intent', FILE, 'nothing'],
    ['no examples', 'a:\n  title: А\n', 'a'],
    ['not YAML', 'a: [\n', 'a'],
    ['not a map', '- a\n', 'a'],
    ['an example that is no text', 'a:\n  examples:\n    - [b]\n', 'a'],
  ])('are refused: %s', (_, text, intent) => {
    expect(withExamples(text, intent, ['ещё'])).toBeUndefined()
  })

  test.each(readdirSync('intents').filter((name) => !name.startsWith('_')))(
    'of every intent of %s can be added to, by lines alone',
    (name) => {
      const text = readFileSync(`intents/${name}`, 'utf8')
      for (const intent of Object.keys(parse(text))) {
        expect(
          added(text, withExamples(text, intent, ['совсем новое']) ?? '').map((line) => line.trim()),
        ).toEqual(['- совсем новое'])
      }
    },
  )
})

describe('a new intent', () => {
  const intent = {
    name: 'offline',
    title: 'Скачать: фильм',
    answer: 'Скачайте в приложении.\nПотом смотрите.',
    examples: ['как скачать'],
  }

  test('goes behind the others', () => {
    const after = withIntent(FILE, intent) ?? ''
    expect(after.startsWith(`${FILE}\n\noffline:\n`)).toBe(true)
    expect(parse(after)).toMatchObject({
      offline: { title: intent.title, answer: intent.answer, examples: ['как скачать'] },
    })
  })

  test('may be the first of a file', () => {
    expect(withIntent('', intent)).toBe(
      'offline:\n  title: "Скачать: фильм"\n  answer: |-\n    Скачайте в приложении.\n    Потом смотрите.\n  examples:\n    - как скачать\n',
    )
  })

  test('is refused where its name is taken, or the file is one pair of brackets', () => {
    expect(withIntent(FILE, { ...intent, name: 'refund' })).toBeUndefined()
    expect(withIntent('{ a: { title: А } }\n', intent)).toBeUndefined()
  })
})

const odd = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(
    'yes',
    'no',
    'on',
    'off',
    '~',
    'null',
    'true',
    '0x1F',
    '1e3',
    '12:30',
    '.inf',
    '2025-01-01',
    '=',
    '<<',
  ),
  fc
    .tuple(
      fc.constantFrom(
        '- ',
        '? ',
        ': ',
        '# ',
        '"',
        "'",
        '|',
        '>',
        '&a ',
        '*a ',
        '!!str ',
        '%',
        '@',
        '`',
        '{',
        '[',
        '---',
        '...',
        '',
      ),
      fc.constantFrom(
        'оплата',
        'a: b',
        'a #b',
        "it's",
        '"так"',
        '👨‍👩‍👧',
        'я, ты',
        'конец:',
        'c\\d',
        '{{ x }}',
        ']',
        '}',
      ),
    )
    .map((parts) => parts.join('')),
)

describe('any phrase', () => {
  test('comes back as it was, in lines and in brackets', () => {
    fc.assert(
      fc.property(fc.array(odd, { minLength: 1, maxLength: 4 }), (texts) => {
        // As it comes: from the log, in one line; with letters in front, so that nothing is left out.
        const phrases = [
          ...texts.map((text) => phraseIn(`${text}я`)),
          ...texts.map((text) => phraseIn(`я${text}`)),
        ].flatMap((one) => one ?? [])
        for (const intent of ['payment', 'refund', 'last']) {
          const after = withExamples(FILE, intent, phrases)
          expect(readYaml(after ?? '').faults).toEqual([])
          expect(parse(after ?? '')[intent].examples.slice(2 + Number(intent === 'payment'))).toEqual(phrases)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('is an answer that comes back, or is refused', () => {
    fc.assert(
      fc.property(odd, odd, (title, answer) => {
        const after = withIntent(FILE, { name: 'new', title, answer, examples: ['я'] })
        if (after !== undefined) expect(parse(after).new).toEqual({ title, answer, examples: ['я'] })
      }),
      { numRuns: 300 },
    )
  })

  test('from the constants is never refused', () => {
    for (const phrase of [
      'yes',
      'no',
      '~',
      'null',
      '-',
      '- a',
      '? a',
      ': a',
      '#',
      '"',
      "'",
      '{{ x }}',
      '1_000',
      '0o17',
      '👍🏽',
    ]) {
      for (const intent of ['payment', 'refund', 'last'])
        expect(withExamples(FILE, intent, [phrase])).toBeDefined()
    }
  })
})
