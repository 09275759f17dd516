/** Files of JSON lines. A line that is none is told with its place; blank lines count, but say nothing. */
import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import { EXIT } from '../exit-code.ts'
import { CommandFailure } from '../trouble.ts'
import { type Said, type World, words } from '../world.ts'

const SAID = {
  unreadable: { ru: 'Файл не читается: {file}', en: 'The file cannot be read: {file}' },
  notJson: { ru: '{place}: это не JSON.', en: '{place}: this is no JSON.' },
  noField: { ru: '{place}: нет годного поля {field}.', en: '{place}: no usable field {field}.' },
  allowed: { ru: 'строки {example}', en: 'lines of {example}' },
  empty: { ru: 'В файле нет ни одной строки: {file}', en: 'The file has not one line: {file}' },
} as const satisfies { readonly [name: string]: Said }

export interface Line<T> {
  readonly value: T
  /** As editors and compilers name it: `phrases.jsonl:12`. */
  readonly place: string
}

/** What each line must be, and an example of it for who wrote another. */
export interface Shape<T> {
  readonly schema: z.ZodType<T>
  readonly example: string
}

// Editors on Windows put it in front of a file; JSON knows no such sign.
const BYTE_ORDER_MARK = /^\uFEFF/

/** At least one line. Throws a `CommandFailure` for what cannot be read. */
export async function linesOf<T>(
  world: World,
  file: string,
  shape: Shape<T>,
): Promise<readonly [Line<T>, ...Line<T>[]]> {
  const whole = await readFile(file, 'utf8').catch(() => refuse(world, 'unreadable', { file }))
  const lines = whole.replace(BYTE_ORDER_MARK, '').split('\n')
  const [first, ...others] = lines.flatMap((text, n) =>
    text.trim() === '' ? [] : [lineOf(world, text, `${file}:${n + 1}`, shape)],
  )
  return first === undefined ? refuse(world, 'empty', { file }) : [first, ...others]
}

function lineOf<T>(world: World, text: string, place: string, { schema, example }: Shape<T>): Line<T> {
  const json = jsonOf(text)
  if (json === undefined) return refuse(world, 'notJson', { place }, example)
  const { data, error } = schema.safeParse(json.value)
  if (data !== undefined) return { value: data, place }
  const field = error?.issues[0]?.path.join('.') || example
  return refuse(world, 'noField', { place, field }, example)
}

function jsonOf(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

function refuse(
  { language }: World,
  why: keyof typeof SAID,
  where: Parameters<typeof words>[2],
  example?: string,
): never {
  const allowed = example === undefined ? {} : { allowed: words(SAID.allowed, language, { example }) }
  throw new CommandFailure(EXIT.usage, { found: words(SAID[why], language, where), ...allowed })
}
