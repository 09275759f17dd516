import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mistakesOf } from '../../src/content/mistakes/mistakes.ts'
import { readYaml } from '../../src/content/yaml.ts'

const ROOT = join(import.meta.dirname, '../..')
const FLOW = `title: Оплата
start:
  - say: Давайте.
  - ask: Как платите?
    save: method
    buttons:
      Картой: card
  - when: method == "card"
    go: card
  - solved:
card:
  - handoff:
`

/** The flow with one thing written wrong; what is said of it. */
function told(right: string, wrong: string): readonly string[] {
  expect(FLOW).toContain(right)
  const read = readYaml(FLOW.replace(right, wrong))
  return read.faults.map(({ offset, found, allowed }) => {
    const { line, column } = read.position(offset)
    return `${line}:${column} ${found.ru}${allowed ? `. ${allowed.ru}` : ''}`
  })
}

const INDENT = 'Строки одного уровня начинаются в одном столбце'
const QUOTE = 'Возьмите весь текст в кавычки'

test.each([
  ['  - solved:', '   - solved:', `10:4 неверный отступ: пробелов 3, нужно 2. ${INDENT}`],
  ['  - solved:', '- solved:', `10:1 неверный отступ: пробелов 0, нужно 2. ${INDENT}`],
  ['    save: method', '   save: method', `5:4 неверный отступ: пробелов 3, нужно 4. ${INDENT}`],
  ['    save: method', '     save: method', `5:6 неверный отступ: пробелов 5, нужно 4. ${INDENT}`],
  [
    '    save: method',
    '\tsave: method',
    '5:1 табуляция в отступе. Отступы делают пробелами, по два на уровень',
  ],
  [
    '    save: method',
    '\u00a0\u00a0\u00a0\u00a0save: method',
    '5:1 в отступе не обычный пробел, а неразрывный. Удалите отступ и наберите его пробелами заново',
  ],
  ['    save: method', '    save method', '5:5 save: не хватает двоеточия. Нужно: «save: …»'],
  ['    save: method', '    save:method', '5:5 save: после двоеточия нужен пробел'],
  ['card:\n', 'card\n', '11:1 card: не хватает двоеточия. Нужно: «card: …»'],
  ['start:\n', 'start\n', '2:1 start: не хватает двоеточия. Нужно: «start: …»'],
  [
    '  - say: Давайте.',
    '  say: Давайте.',
    '3:3 say: не хватает «- » перед словом. Шаг начинается с «- »; новый блок — с начала строки',
  ],
  [
    'card:\n',
    '  card:\n',
    '11:3 card: не хватает «- » перед словом. Шаг начинается с «- »; новый блок — с начала строки',
  ],
  ['  - say', '  -say', '3:3 после «-» нужен пробел'],
  [
    '    save: method',
    '    save: method\n    save: x',
    '6:5 save: это слово здесь уже было. Оставьте одно из двух или переименуйте',
  ],
  ['card:\n', 'start:\n', '11:1 start: это слово здесь уже было. Оставьте одно из двух или переименуйте'],
  ['say: Давайте.', 'say: Итого: 5', `3:10 двоеточие внутри текста. ${QUOTE}`],
  ['say: Давайте.', 'say: "Давайте.', '3:10 кавычка открыта и не закрыта. Закройте её в конце текста'],
  [
    'say: Давайте.',
    'say: "Нажмите "Оплатить""',
    '3:10 кавычки закрылись, а текст продолжается. Внутри пишите «ёлочки», а весь текст возьмите в одни кавычки',
  ],
  [
    'say: Давайте.',
    'say: {{ name }}, здравствуйте',
    '3:10 текст начинается со скобки. Возьмите его в кавычки: "{{ … }}"',
  ],
  ['say: Давайте.', 'say: [Важно] Давайте', `3:10 текст начинается с «[». ${QUOTE}`],
  ['say: Давайте.', 'say: @kotik', `3:10 текст начинается с «@». ${QUOTE}`],
  ['say: Давайте.', 'say: - Давайте', `3:10 текст начинается с «-». ${QUOTE}`],
  [
    'method == "card"',
    '"card" == method',
    '8:11 условие начинается с кавычки. Начните с имени (when: method == "card") или возьмите всё условие в одинарные кавычки',
  ],
  [
    'method == "card"',
    '{{ method }} == "card"',
    '8:11 в условии скобки {{ }} не нужны. Пишите имя прямо: when: method == "card"',
  ],
  [
    '    save: method',
    '    expect: { pattern: "\\d{4}" }',
    "5:13 в двойных кавычках «\\» значит другое. Возьмите в одинарные: '\\d{4}'",
  ],
  [
    '    save: method',
    '    expect: { type: number',
    '5:13 скобка открыта и не закрыта. Закройте её той же скобкой: } или ]',
  ],
  ['card:\n', '---\ncard:\n', '11:1 строка --- делит файл на два. Удалите её'],
])('%j → %j: one mistake, one fault, on its own line', (right, wrong, fault) => {
  expect(told(right, wrong)).toEqual([fault])
})

test('independent mistakes of one file are told at once', () => {
  expect(
    told('save: method\n    buttons:\n      Картой: card', 'save method\n    buttons:\n      Картой: a: b'),
  ).toEqual(['5:5 save: не хватает двоеточия. Нужно: «save: …»', `7:15 двоеточие внутри текста. ${QUOTE}`])
})

test('nothing is found in files that are right', () => {
  const folders = ['flows', 'flows/tests', 'intents']
  const files = folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith('.yml'))
      .map((name) => join(ROOT, folder, name)),
  )
  expect(files.length).toBeGreaterThan(50)
  expect(
    files.flatMap((file) => mistakesOf(readFileSync(file, 'utf8')).map((found) => [file, found])),
  ).toEqual([])
})
