/** `kotik learn`: what the bot missed, and teaching it. */
import { type Command, Option } from 'commander'
import { intentName } from '../../domain/ids.ts'
import type { Target } from '../../learn/accept.ts'
import type { Group } from '../../learn/groups.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { acceptInto, dismiss } from '../learn/decide.ts'
import { gathered, groupOfList, type Learning, listed, sinceOf } from '../learn/gather.ts'
import { chosenPhrases } from '../learn/only.ts'
import { groupHeading, groupLines, listLines, plainGroup } from '../learn/show.ts'
import { walk } from '../learn/walk.ts'
import { CommandFailure } from '../trouble.ts'
import { withExample } from '../usage.ts'
import { type Declaring, type Said, type World, words } from '../world.ts'

const SAID = {
  about: {
    ru: 'что бот не понял или где не помог; научить его этим фразам',
    en: 'what the bot missed or did not help with; teach it these phrases',
  },
  since: { ru: 'за сколько времени: 12h, 7d, 4w (иначе 30d)', en: 'how far back: 12h, 7d, 4w (else 30d)' },
  json: { ru: 'все группы как JSON, для программ', en: 'all groups as JSON, for programs' },
  all: { ru: 'все группы, а не только первые {most}', en: 'all groups, not only the first {most}' },
  group: { ru: 'показать все фразы группы', en: 'show all phrases of a group' },
  accept: { ru: 'добавить фразы группы в намерение', en: "add a group's phrases to an intent" },
  dismiss: { ru: 'больше не показывать группу', en: 'do not show a group again' },
  only: { ru: 'только эти фразы группы: 1,3-5', en: 'only these phrases of the group: 1,3-5' },
  intent: { ru: 'намерение, которое уже есть', en: 'an intent that exists' },
  newIntent: { ru: 'имя нового намерения', en: 'the name of a new intent' },
  title: {
    ru: 'как новое намерение видит клиент на кнопке',
    en: 'how customers see the new intent on a button',
  },
  answer: { ru: 'ответ бота (иначе ответ оператора)', en: "the bot's answer (else the operator's)" },
  none: {
    ru: 'Учить нечему: за это время бот прочитал вопросов: {questions}, и неразобранных промахов нет.',
    en: 'Nothing to learn: the bot read {questions} questions in this time, and no miss is left.',
  },
  head: {
    ru: 'Прочитано вопросов: {questions}. Не понято или не помогло, раз: {misses}; групп: {groups}.',
    en: 'Questions read: {questions}. Missed or did not help, times: {misses}; groups: {groups}.',
  },
  more: {
    ru: 'Ещё групп: {more}. Все: npx kotik learn --all',
    en: 'More groups: {more}. All: npx kotik learn --all',
  },
  next: {
    ru: 'Фразы группы: npx kotik learn --group 1. Добавить: npx kotik learn --accept 1 --intent имя',
    en: "A group's phrases: npx kotik learn --group 1. To add: npx kotik learn --accept 1 --intent name",
  },
  where: { ru: '--accept: не сказано, куда добавить.', en: '--accept: it is not said where to.' },
  whereAllowed: {
    ru: 'одно из двух: --intent имя или --new имя --title "…"',
    en: 'one of the two: --intent name or --new name --title "…"',
  },
  noAnswer: {
    ru: 'Оператор на это ещё не отвечал, черновика нет.',
    en: 'No operator answered this yet, so there is no draft.',
  },
  noAnswerFix: { ru: 'Добавьте --answer "…"', en: 'Add --answer "…"' },
} as const satisfies { readonly [name: string]: Said }

// A screen of groups is a morning's work; the rest is mostly phrases that were said once.
const MOST_SHOWN = 20

interface LearnOptions {
  readonly since: string
  readonly json: boolean
  readonly all: boolean
  readonly group?: string
  readonly accept?: string
  readonly dismiss?: string
  readonly only?: string
  readonly intent?: string
  readonly new?: string
  readonly title?: string
  readonly answer?: string
}

export function declareLearn(program: Command, { language, run }: Declaring): void {
  const said = (name: keyof typeof SAID) => words(SAID[name], language, { most: MOST_SHOWN })
  const deed = (flags: string, name: keyof typeof SAID, others: readonly string[]) =>
    new Option(flags, said(name)).conflicts([...others])
  const command = program
    .command('learn')
    .description(said('about'))
    .addOption(new Option('--since <time>', said('since')).default('30d'))
    .addOption(new Option('--json', said('json')).default(false))
    .addOption(new Option('--all', said('all')).default(false))
    .addOption(deed('--group <number>', 'group', ['accept', 'dismiss']))
    .addOption(deed('--accept <number>', 'accept', ['group', 'dismiss']))
    .addOption(deed('--dismiss <number>', 'dismiss', ['group', 'accept']))
    .addOption(new Option('--only <numbers>', said('only')))
    .addOption(new Option('--intent <name>', said('intent')).conflicts('new'))
    .addOption(new Option('--new <name>', said('newIntent')))
    .addOption(new Option('--title <text>', said('title')))
    .addOption(new Option('--answer <text>', said('answer')))
    .action((options: LearnOptions) => run((world) => learn(world, options)))
  withExample(
    command,
    language,
    'npx kotik learn --since 7d',
    'npx kotik learn --group 3',
    'npx kotik learn --accept 3 --intent payment-declined --only 1,2,5',
  )
}

async function learn(world: World, options: LearnOptions): Promise<ExitCode> {
  if (options.accept !== undefined) return acceptGroup(world, options, options.accept)
  const number = options.group ?? options.dismiss
  if (number === undefined) return list(world, options)
  const { learning, group } = await groupOfList(world, number)
  if (options.dismiss !== undefined) await dismiss(world, chosenPhrases(world, group, options.only))
  else show(world, learning, group, number, options.json)
  return EXIT.ok
}

async function list(world: World, options: LearnOptions): Promise<ExitCode> {
  const { terminal, language } = world
  const learning = await gathered(world, sinceOf(world, options.since))
  const groups = await listed(world, learning)
  const { questions } = learning
  if (options.json) terminal.say(report(learning, groups))
  else if (groups.length === 0) terminal.say(words(SAID.none, language, { questions }))
  else {
    const misses = groups.reduce((sum, { count }) => sum + count, 0)
    const shown = options.all ? groups : groups.slice(0, MOST_SHOWN)
    terminal.say(words(SAID.head, language, { questions, misses, groups: groups.length }))
    terminal.say()
    for (const line of listLines(shown, language, terminal.paint)) terminal.say(line)
    terminal.say()
    const more = groups.length - shown.length
    if (more > 0) terminal.say(words(SAID.more, language, { more }))
    if (terminal.interactive) await walk(world, learning, groups)
    else terminal.say(words(SAID.next, language))
  }
  return EXIT.ok
}

function report({ since, questions }: Learning, groups: readonly Group[]): string {
  const plain = groups.map((group, i) => plainGroup(group, i + 1))
  return JSON.stringify({ since: new Date(since).toISOString(), questions, groups: plain }, null, 2)
}

function show(world: World, { release }: Learning, group: Group, number: string, asJson: boolean): void {
  const { terminal, language } = world
  if (asJson) return terminal.say(JSON.stringify(plainGroup(group, Number(number)), null, 2))
  const heading = groupHeading(Number(number), language)
  for (const line of groupLines(group, heading, release, language, terminal.paint)) terminal.say(line)
}

async function acceptGroup(world: World, options: LearnOptions, number: string): Promise<ExitCode> {
  const { language } = world
  const { intent, title } = options
  if (intent === undefined && (options.new === undefined || title === undefined)) {
    const allowed = words(SAID.whereAllowed, language)
    throw new CommandFailure(EXIT.usage, { found: words(SAID.where, language), allowed })
  }
  const { learning, group } = await groupOfList(world, number)
  const phrases = chosenPhrases(world, group, options.only)
  const target: Target =
    intent !== undefined
      ? { kind: 'existing', intent: intentName(intent) }
      : newTarget(world, group, options.new ?? '', title ?? '', options.answer)
  await acceptInto(world, learning, phrases, target)
  return EXIT.ok
}

function newTarget(
  { language }: World,
  group: Group,
  name: string,
  title: string,
  given: string | undefined,
): Target {
  const answer = given ?? group.answer
  if (answer === undefined) {
    const [found, fix] = [words(SAID.noAnswer, language), words(SAID.noAnswerFix, language)]
    throw new CommandFailure(EXIT.usage, { found, fix })
  }
  const beside = group.nearest ? { beside: group.nearest.intent } : {}
  return { kind: 'new', intent: intentName(name), title, answer, ...beside }
}
