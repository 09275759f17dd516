/** What docs/telegram.md says of the faults is so: each file it names has a test whose title carries the number. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

// Of the 36 on our list those that Telegram can do to us.
const PROMISED = [1, 2, 3, 4, 5, 7, 9, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 32, 34, 35]

const ROW = /^\| (\d[\d–, ]*) \| [^|]+ \| ([^|]+) \| ([^|]+) \|$/gmu

/** `1–4, 7` */
const numbersIn = (text: string) =>
  text.split(', ').flatMap((part) => {
    const [from = 0, to = from] = part.split('–').map(Number)
    return Array.from({ length: to - from + 1 }, (_, n) => from + n)
  })

const rows = [...readFileSync('docs/telegram.md', 'utf8').matchAll(ROW)].map(
  ([, numbers = '', ...places]) => ({
    numbers: numbersIn(numbers),
    files: [...places.join().matchAll(/`([^`]+)`/gu)].map(([, file = '']) => `tests/${file}.test.ts`),
  }),
)

test('the table has every fault that befalls Telegram', () => {
  expect(rows.flatMap(({ numbers }) => numbers).sort((a, b) => a - b)).toEqual(PROMISED)
})

test.each(rows)('$numbers: $files', ({ numbers, files }) => {
  expect(files.length).toBeGreaterThan(0)
  for (const file of files) {
    const text = readFileSync(file, 'utf8')
    const shown = [...text.matchAll(/\((\d[\d, ]*)(?:; seed [^)]*)?\)/gu)].flatMap(([, list = '']) =>
      list.split(', ').map(Number),
    )
    expect(shown, file).toEqual(expect.arrayContaining([...numbers]))
  }
})
