/** `kotik eval --train … --test …`: a matcher on any data of `{text, intent}` lines. */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { intentName } from '../../domain/ids.ts'
import { type Figures, tryOut } from '../../nlu/evaluate/trial.ts'
import { type MatcherName, matcherMaker } from '../../nlu/load.ts'
import type { TrainingPhrase } from '../../nlu/port.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { CommandFailure } from '../trouble.ts'
import { type Said, type World, words } from '../world.ts'
import { machine } from './gauge.ts'

const SAID = {
  trying: { ru: 'Учу и проверяю', en: 'Training and trying' },
  unreadable: { ru: 'Файл не читается: {file}', en: 'The file cannot be read: {file}' },
  notALine: { ru: '{file}:{line}: это не такая строка.', en: '{file}:{line}: this is no such line.' },
  allowed: { ru: 'строки {example}', en: 'lines of {example}' },
  empty: { ru: 'В файле нет ни одной строки: {file}', en: 'The file has not one line: {file}' },
} as const satisfies { readonly [name: string]: Said }

const PHRASE_EXAMPLE = '{"text":"…","intent":"…"}'
const TEXT_EXAMPLE = '{"text":"…"}'

const Phrase = z.object({ text: z.string(), intent: z.string().min(1) })
const Text = z.object({ text: z.string() })

export interface FilesOptions {
  readonly train: string
  readonly test: string
  readonly oos?: string
  readonly json: boolean
}

export async function evalFiles(world: World, name: MatcherName, options: FilesOptions): Promise<ExitCode> {
  const { terminal, language } = world
  const set = {
    train: await phrasesIn(world, options.train),
    test: await phrasesIn(world, options.test),
    outOfScope: options.oos === undefined ? [] : await textsIn(world, options.oos),
  }
  const figures = await terminal.during(
    words(SAID.trying, language),
    tryOut(() => matcherMaker(name), set, machine),
  )
  if (options.json) terminal.say(JSON.stringify(figures, null, 2))
  else for (const line of figureLines(figures)) terminal.say(line)
  return EXIT.ok
}

/** The names are those of `--json`, so that what is seen here is found there. */
function figureLines(figures: Figures): readonly string[] {
  return Object.entries(figures).map(([name, value]) => `${name.padEnd(16)} ${shown(name, value)}`)
}

const FRACTIONS: ReadonlySet<string> = new Set([
  'accuracy',
  'macroF1',
  'ece',
  'oosAuroc',
  'oosRecall',
  'inScopeAccuracy',
] satisfies readonly (keyof Figures)[])

function shown(name: string, value: number | string | null): string {
  if (value === null) return '—'
  if (typeof value === 'string') return value
  return FRACTIONS.has(name) ? `${(value * 100).toFixed(1)} %` : String(Math.round(value * 10) / 10)
}

async function phrasesIn(world: World, file: string): Promise<readonly TrainingPhrase[]> {
  const lines = await parsedLines(world, file, Phrase, PHRASE_EXAMPLE)
  return lines.map(({ text, intent }) => ({ text, intent: intentName(intent) }))
}

async function textsIn(world: World, file: string): Promise<readonly string[]> {
  return (await parsedLines(world, file, Text, TEXT_EXAMPLE)).map(({ text }) => text)
}

async function parsedLines<T>(
  { language }: World,
  file: string,
  schema: z.ZodType<T>,
  example: string,
): Promise<readonly T[]> {
  const lines = await readFile(file, 'utf8').catch(() => {
    throw new CommandFailure(EXIT.usage, { found: words(SAID.unreadable, language, { file }) })
  })
  const parsed = lines.split('\n').flatMap((text, n) => {
    if (text.trim() === '') return []
    const line = schema.safeParse(jsonOf(text)).data
    if (line !== undefined) return [line]
    const found = words(SAID.notALine, language, { file, line: n + 1 })
    throw new CommandFailure(EXIT.usage, { found, allowed: words(SAID.allowed, language, { example }) })
  })
  if (parsed.length > 0) return parsed
  throw new CommandFailure(EXIT.usage, { found: words(SAID.empty, language, { file }) })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
