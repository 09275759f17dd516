/** Working through the groups one by one with a person at the terminal. */
import { type IntentName, intentName } from '../../domain/ids.ts'
import type { Group } from '../../learn/groups.ts'
import type { MissedPhrase } from '../../learn/phrases.ts'
import { CommandFailure, tellTrouble } from '../trouble.ts'
import { type Said, type World, words } from '../world.ts'
import { acceptInto, dismiss } from './decide.ts'
import type { Learning } from './gather.ts'
import { chosenPhrases } from './only.ts'
import { groupLines } from './show.ts'

const SAID = {
  of: { ru: 'Группа {number} из {all}, раз: {count}', en: 'Group {number} of {all}, times: {count}' },
  toNearest: { ru: '1 — добавить в «{title}» ({intent})', en: '1 — add to "{title}" ({intent})' },
  toOther: { ru: '2 — добавить в другое намерение', en: '2 — add to another intent' },
  toNew: { ru: '3 — сделать новое намерение', en: '3 — make a new intent' },
  dismiss: { ru: '4 — больше не показывать', en: '4 — do not show again' },
  skip: { ru: 'Enter — пропустить', en: 'Enter — skip' },
  stop: { ru: '0 — закончить', en: '0 — stop' },
  what: { ru: 'Что сделать? ', en: 'What is to be done? ' },
  which: {
    ru: 'Какие фразы? (например, 1,3-5; Enter — все) ',
    en: 'Which phrases? (e.g. 1,3-5; Enter for all) ',
  },
  intent: { ru: 'Имя намерения: ', en: 'Name of the intent: ' },
  newName: {
    ru: 'Имя нового намерения (например, offline-films): ',
    en: 'Name of the new intent (e.g. offline-films): ',
  },
  title: { ru: 'Как его увидит клиент на кнопке: ', en: 'How customers see it on a button: ' },
  answer: { ru: 'Ответ бота: ', en: "The bot's answer: " },
  draft: {
    ru: 'Ответ бота (Enter — ответ оператора как есть): ',
    en: "The bot's answer (Enter for the operator's as it is): ",
  },
  unknown: { ru: 'Нужна цифра от 0 до 4 или Enter.', en: 'A digit from 0 to 4, or Enter.' },
  end: { ru: 'Всё. Проверить: npx kotik check', en: 'That is all. To check: npx kotik check' },
} as const satisfies { readonly [name: string]: Said }

type Next = 'next' | 'stop' | 'again'

export async function walk(world: World, learning: Learning, groups: readonly Group[]): Promise<void> {
  const { terminal, language } = world
  for (const [i, group] of groups.entries()) {
    const heading = words(SAID.of, language, { number: i + 1, all: groups.length, count: group.count })
    terminal.say()
    for (const line of groupLines(group, heading, learning.release, language, terminal.paint))
      terminal.say(line)
    tellChoices(world, learning, group)
    let next: Next = 'again'
    while (next === 'again') next = await decideOn(world, learning, group)
    if (next === 'stop') break
  }
  terminal.say(words(SAID.end, language))
}

function tellChoices({ terminal, language }: World, { release }: Learning, { nearest }: Group): void {
  const title = nearest && release.rules.intent(nearest.intent)?.title(language)
  const choices = [
    ...(nearest && title ? [words(SAID.toNearest, language, { title, intent: nearest.intent })] : []),
    ...[SAID.toOther, SAID.toNew, SAID.dismiss, SAID.skip, SAID.stop].map((said) => said[language]),
  ]
  for (const choice of choices) terminal.say(`  ${choice}`)
}

/** `again`: nothing was decided, ask once more. The end of the input stops. */
async function decideOn(world: World, learning: Learning, group: Group): Promise<Next> {
  const { terminal, language } = world
  const choice = (await terminal.ask(words(SAID.what, language)))?.trim()
  if (choice === undefined || choice === '0') return 'stop'
  if (choice === '') return 'next'
  try {
    return await obey(world, learning, group, choice)
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error
    tellTrouble(terminal, language, error.trouble)
    return 'again'
  }
}

async function obey(world: World, learning: Learning, group: Group, choice: string): Promise<Next> {
  const { nearest } = group
  if (choice === '4') {
    await dismiss(world, group.phrases)
    return 'next'
  }
  if (choice === '1' && nearest) return intoExisting(world, learning, group, nearest.intent)
  if (choice === '2') {
    const intent = await asked(world, SAID.intent)
    return intent ? intoExisting(world, learning, group, intentName(intent)) : 'again'
  }
  if (choice === '3') return intoNew(world, learning, group)
  world.terminal.aside(words(SAID.unknown, world.language))
  return 'again'
}

async function intoExisting(
  world: World,
  learning: Learning,
  group: Group,
  intent: IntentName,
): Promise<Next> {
  const phrases = await whichOf(world, group)
  await acceptInto(world, learning, phrases, { kind: 'existing', intent })
  return 'next'
}

async function intoNew(world: World, learning: Learning, group: Group): Promise<Next> {
  const phrases = await whichOf(world, group)
  const name = await asked(world, SAID.newName)
  const title = name && (await asked(world, SAID.title))
  const answer = title && ((await asked(world, group.answer ? SAID.draft : SAID.answer)) || group.answer)
  if (!name || !title || !answer) return 'again'
  const beside = group.nearest ? { beside: group.nearest.intent } : {}
  await acceptInto(world, learning, phrases, {
    kind: 'new',
    intent: intentName(name),
    title,
    answer,
    ...beside,
  })
  return 'next'
}

async function whichOf(world: World, group: Group): Promise<readonly MissedPhrase[]> {
  if (group.phrases.length === 1) return group.phrases
  return chosenPhrases(world, group, (await asked(world, SAID.which)) || undefined)
}

async function asked({ terminal, language }: World, question: Said): Promise<string> {
  return (await terminal.ask(words(question, language)))?.trim() ?? ''
}
