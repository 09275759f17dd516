/** `kotik eval`: how well the bot understands, and what to change so that it does better. */
import { type Command, Option } from 'commander'
import { MATCHERS, type MatcherName } from '../../nlu/load.ts'
import { evalContent } from '../eval/content.ts'
import { evalFiles } from '../eval/files.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { CommandFailure } from '../trouble.ts'
import { withExample } from '../usage.ts'
import { type Declaring, type Said, type World, words } from '../world.ts'

const SAID = {
  about: {
    ru: 'измерить, как бот понимает; показать, какие намерения путаются и какие примеры стоят не там',
    en: 'measure how the bot understands; show intents taken for each other and misplaced examples',
  },
  train: {
    ru: 'учить не на своих примерах, а на этом файле: строки {"text","intent"}',
    en: 'learn from this file instead of the content: lines of {"text","intent"}',
  },
  test: { ru: 'на чём проверить: такой же файл', en: 'what to try it on: a file of the same kind' },
  oos: {
    ru: 'тексты не по теме: строки {"text"}',
    en: 'texts about nothing it knows: lines of {"text"}',
  },
  matcher: { ru: 'какой распознаватель (иначе из NLU)', en: 'which matcher (else the one of NLU)' },
  json: { ru: 'числа как JSON, для программ', en: 'the figures as JSON, for programs' },
  both: { ru: '--train и --test указывают вместе.', en: '--train and --test go together.' },
} as const satisfies { readonly [name: string]: Said }

interface EvalOptions {
  readonly train?: string
  readonly test?: string
  readonly oos?: string
  readonly matcher?: MatcherName
  readonly json: boolean
}

export function declareEval(program: Command, { language, run }: Declaring): void {
  const said = (name: keyof typeof SAID) => words(SAID[name], language)
  const command = program
    .command('eval')
    .description(said('about'))
    .addOption(new Option('--train <file>', said('train')))
    .addOption(new Option('--test <file>', said('test')))
    .addOption(new Option('--oos <file>', said('oos')))
    .addOption(new Option('--matcher <name>', said('matcher')).choices([...MATCHERS]))
    .addOption(new Option('--json', said('json')).default(false))
    .action((options: EvalOptions) => run((world) => evaluate(world, options)))
  withExample(
    command,
    language,
    'npx kotik eval',
    'npx kotik eval --train a.jsonl --test b.jsonl --oos c.jsonl --json',
  )
}

function evaluate(world: World, { train, test, oos, matcher, json }: EvalOptions): Promise<ExitCode> {
  const name = matcher ?? world.config.matcher
  if (train !== undefined && test !== undefined) {
    return evalFiles(world, name, { train, test, json, ...(oos !== undefined && { oos }) })
  }
  if (train === undefined && test === undefined && oos === undefined) return evalContent(world, name, json)
  const fix = 'npx kotik eval --train a.jsonl --test b.jsonl'
  throw new CommandFailure(EXIT.usage, { found: words(SAID.both, world.language), fix })
}
