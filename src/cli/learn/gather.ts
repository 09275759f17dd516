/** What there is to learn: the content, its matcher, and the misses of the log that nobody decided about yet. */
import { dirname, join } from 'node:path'
import type { Release } from '../../content/release.ts'
import type { IntentName } from '../../domain/ids.ts'
import { type Duration, hours, type Instant, instant, later } from '../../domain/time.ts'
import { type Group, groupsOf, type Known, oneGroup } from '../../learn/groups.ts'
import { LearnMemory } from '../../learn/memory.ts'
import { type MissedPhrase, phrasesOf } from '../../learn/phrases.ts'
import type { Matcher } from '../../nlu/port.ts'
import { gatherMisses } from '../../reports/misses-log.ts'
import { loadedRelease, trainedMatcher } from '../content.ts'
import { EXIT } from '../exit-code.ts'
import { withStore } from '../operator/store.ts'
import { CommandFailure } from '../trouble.ts'
import { type Said, type World, words } from '../world.ts'

const SAID = {
  reading: { ru: 'Читаю журнал', en: 'Reading the log' },
  grouping: { ru: 'Собираю похожие', en: 'Grouping similar phrases' },
  since: { ru: '--since: «{since}» не понять.', en: '--since: "{since}" is not understood.' },
  sinceAllowed: {
    ru: 'число и буква: 12h (часы), 30d (дни), 4w (недели)',
    en: 'a number and a letter: 12h (hours), 30d (days), 4w (weeks)',
  },
  group: { ru: 'Нет группы «{group}».', en: 'There is no group "{group}".' },
  groupAllowed: {
    ru: 'от 1 до {most}, как в последнем списке (npx kotik learn)',
    en: '1 to {most}, as in the last list (npx kotik learn)',
  },
  empty: { ru: 'список пуст', en: 'the list is empty' },
  done: { ru: 'Группа {group} уже разобрана.', en: 'Group {group} was worked through already.' },
  doneFix: { ru: 'Новый список: npx kotik learn', en: 'A new list: npx kotik learn' },
} as const satisfies { readonly [name: string]: Said }

export interface Learning {
  readonly since: Instant
  readonly release: Release
  readonly matcher: Matcher
  readonly memory: LearnMemory
  /** Most frequent first. */
  readonly phrases: readonly MissedPhrase[]
  /** How many texts the bot read as questions. */
  readonly questions: number
}

const HOURS = { h: 1, d: 24, w: 24 * 7 } as const

/** `30d` → when that was. */
export function sinceOf({ language, clock }: World, since: string): Instant {
  const [, number, unit] = /^([1-9]\d{0,3})([hdw])$/.exec(since) ?? []
  if (unit === 'h' || unit === 'd' || unit === 'w')
    return later(clock.now(), ago(hours(Number(number) * HOURS[unit])))
  const allowed = words(SAID.sinceAllowed, language)
  throw new CommandFailure(EXIT.usage, { found: words(SAID.since, language, { since }), allowed })
}

const ago = (time: Duration): Duration => hours(-time / hours(1))

export function memoryOf({ config }: World): LearnMemory {
  return new LearnMemory(join(dirname(config.databaseUrl.slice('file:'.length)), 'learn'))
}

export async function gathered(world: World, since: Instant): Promise<Learning> {
  const release = await loadedRelease(world)
  const matcher = await trainedMatcher(world, release)
  const memory = memoryOf(world)
  const isSmallTalk = (intent: IntentName) => release.rules.intent(intent)?.smallTalk ?? false
  const { misses, questions } = await withStore(world, (store) =>
    world.terminal.during(words(SAID.reading, world.language), gatherMisses(store, since, { isSmallTalk })),
  )
  const settled = await memory.settled()
  const phrases = phrasesOf(misses).filter(({ hash }) => !settled.has(hash))
  return { since, release, matcher, memory, phrases, questions }
}

/** The list, numbered from 1 in this order until the next one is made. */
export async function listed(world: World, learning: Learning): Promise<readonly Group[]> {
  const { since, memory, phrases } = learning
  const groups = await world.terminal.during(
    words(SAID.grouping, world.language),
    groupsOf(phrases, knownTo(learning)),
  )
  await memory.remember({ since, groups: groups.map((group) => group.phrases.map(({ hash }) => hash)) })
  return groups
}

function knownTo({ matcher, release }: Learning): Known {
  const examples = release.phrases.map(({ text }) => text)
  return { matcher, language: release.languages[0] ?? 'ru', examples }
}

/** A group of the last list by its number, without what was decided about since. */
export async function groupOfList(
  world: World,
  wanted: string,
): Promise<{ readonly learning: Learning; readonly group: Group }> {
  const { language } = world
  const list = await memoryOf(world).shown()
  const hashes = /^[1-9]\d{0,5}$/.test(wanted) ? list?.groups[Number(wanted) - 1] : undefined
  if (list === undefined || hashes === undefined) {
    const most = list?.groups.length ?? 0
    const allowed = most === 0 ? words(SAID.empty, language) : words(SAID.groupAllowed, language, { most })
    throw new CommandFailure(EXIT.found, { found: words(SAID.group, language, { group: wanted }), allowed })
  }
  const learning = await gathered(world, instant(list.since))
  const byHash = new Map(learning.phrases.map((phrase) => [phrase.hash, phrase]))
  const phrases = hashes.flatMap((hash) => byHash.get(hash) ?? [])
  if (phrases.length === 0) {
    const found = words(SAID.done, language, { group: wanted })
    throw new CommandFailure(EXIT.found, { found, fix: words(SAID.doneFix, language) })
  }
  return { learning, group: await oneGroup(phrases, knownTo(learning)) }
}
