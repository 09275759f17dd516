/** `kotik eval --train … --test …`: a matcher on any data of `{text, intent}` lines. */
import { z } from 'zod'
import { intentName } from '../../domain/ids.ts'
import { type Figures, tryOut } from '../../nlu/evaluate/trial.ts'
import { type MatcherName, matcherMaker } from '../../nlu/load.ts'
import type { TrainingPhrase } from '../../nlu/port.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { type Said, type World, words } from '../world.ts'
import { machine } from './gauge.ts'
import { type Line, linesOf } from './lines.ts'

const SAID = {
  trying: { ru: 'Учу и проверяю', en: 'Training and trying' },
  untrained: {
    ru: '{place}: намерения {intent} нет в --train; строк с ним {count}, все они считаются ошибками.',
    en: '{place}: --train has no intent {intent}; lines with it: {count}, all of them count as wrong.',
  },
} as const satisfies { readonly [name: string]: Said }

const PHRASE = {
  schema: z.object({ text: z.string(), intent: z.string().min(1) }),
  example: '{"text":"…","intent":"…"}',
}
const TEXT = { schema: z.object({ text: z.string() }), example: '{"text":"…"}' }

export interface FilesOptions {
  readonly train: string
  readonly test: string
  readonly oos?: string
  readonly json: boolean
}

export async function evalFiles(world: World, name: MatcherName, options: FilesOptions): Promise<ExitCode> {
  const { terminal, language } = world
  const [train, test] = [await phrasesIn(world, options.train), await phrasesIn(world, options.test)]
  tellUntrained(world, train, test)
  const set = {
    train: train.map(({ value }) => value),
    test: test.map(({ value }) => value),
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

async function phrasesIn(world: World, file: string): Promise<readonly Line<TrainingPhrase>[]> {
  const lines = await linesOf(world, file, PHRASE)
  return lines.map(({ value: { text, intent }, place }) => ({
    value: { text, intent: intentName(intent) },
    place,
  }))
}

async function textsIn(world: World, file: string): Promise<readonly string[]> {
  return (await linesOf(world, file, TEXT)).map(({ value }) => value.text)
}

/** An intent that is tried and was not trained cannot be read rightly: its lines count as wrong, and that is told. */
function tellUntrained(
  { terminal, language }: World,
  train: readonly Line<TrainingPhrase>[],
  test: readonly Line<TrainingPhrase>[],
): void {
  const trained = new Set(train.map(({ value }) => value.intent))
  const untrained = test.filter(({ value }) => !trained.has(value.intent))
  for (const intent of new Set(untrained.map(({ value }) => value.intent))) {
    const lines = untrained.filter(({ value }) => value.intent === intent)
    const place = lines[0]?.place ?? ''
    terminal.aside(words(SAID.untrained, language, { place, intent, count: lines.length }))
  }
}
