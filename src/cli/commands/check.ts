import { type Command, Option } from 'commander'
import { formatFaults } from '../../content/load.ts'
import type { Fault, LoadResult } from '../../content/release.ts'
import type { Language } from '../../domain/message.ts'
import { readStories } from '../../stories/folder.ts'
import { loadResult } from '../content.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { withExample } from '../usage.ts'
import { type Declaring, type Said, type World, words } from '../world.ts'

const SAID = {
  about: {
    ru: 'проверить сценарии, намерения и истории; показать все ошибки сразу',
    en: 'check flows, intents and stories; show all faults at once',
  },
  json: { ru: 'ошибки как JSON, для программ', en: 'faults as JSON, for programs' },
  fine: {
    ru: 'Всё в порядке: {flows}, {intents}, {examples}, {stories}.',
    en: 'All is well: {flows}, {intents}, {examples}, {stories}.',
  },
} as const satisfies { readonly [name: string]: Said }

export function declareCheck(program: Command, { language, run }: Declaring): void {
  const command = program
    .command('check')
    .description(SAID.about[language])
    .addOption(new Option('--json', SAID.json[language]).default(false))
    .action((options: { readonly json: boolean }) => run((world) => check(world, options.json)))
  withExample(command, language, 'npx kotik check', 'npx kotik check --json | jq ".faults[].file"')
}

async function check(world: World, asJson: boolean): Promise<ExitCode> {
  const { terminal, language, config } = world
  const result = await loadResult(world)
  const { stories, faults: storyFaults } = await readStories(config.contentDir, language)
  const faults = [...(result.kind === 'faults' ? result.faults : []), ...storyFaults]
  if (asJson) terminal.say(report(result, faults))
  else if (faults.length > 0) terminal.aside(formatFaults(faults, language))
  else terminal.say(terminal.paint.green(wellDone(result, stories.length, language)))
  return faults.length > 0 ? EXIT.found : EXIT.ok
}

function report(result: LoadResult, faults: readonly Fault[]): string {
  const loaded = result.kind === 'loaded' ? { release: result.release.id, counts: result.release.counts } : {}
  return JSON.stringify({ ok: faults.length === 0, ...loaded, faults }, null, 2)
}

const NOUNS = {
  flows: { ru: ['сценарий', 'сценария', 'сценариев'], en: ['flow', 'flows'] },
  intents: { ru: ['намерение', 'намерения', 'намерений'], en: ['intent', 'intents'] },
  examples: { ru: ['пример', 'примера', 'примеров'], en: ['example', 'examples'] },
  stories: { ru: ['история', 'истории', 'историй'], en: ['story', 'stories'] },
} as const

function wellDone(result: LoadResult, stories: number, language: Language): string {
  if (result.kind === 'faults') return ''
  const { flows, intents, examples } = result.release.counts
  const count = (noun: keyof typeof NOUNS, n: number) => counted(n, NOUNS[noun][language], language)
  return words(SAID.fine, language, {
    flows: count('flows', flows),
    intents: count('intents', intents),
    examples: count('examples', examples),
    stories: count('stories', stories),
  })
}

function counted(n: number, forms: readonly string[], language: Language): string {
  const form = { one: 0, few: 1, many: 2, other: forms.length - 1, two: 1, zero: 2 }
  return `${n} ${forms[form[new Intl.PluralRules(language).select(n)]]}`
}
