/** Accepting and dismissing phrases of a group, and telling what came of it. */
import { formatFaults } from '../../content/load.ts'
import { type IntentName, intentName } from '../../domain/ids.ts'
import { unreachable } from '../../domain/unreachable.ts'
import { nearest } from '../../flow/fault.ts'
import { type Acceptance, accept, type Known, type Target } from '../../learn/accept.ts'
import type { MissedPhrase } from '../../learn/phrases.ts'
import { EXIT } from '../exit-code.ts'
import { CommandFailure } from '../trouble.ts'
import { type Said, type World, words } from '../world.ts'
import { type Learning, memoryOf } from './gather.ts'

const SAID = {
  written: {
    ru: '{file}: в «{intent}» добавлено примеров: {n}.',
    en: '{file}: examples added to "{intent}": {n}.',
  },
  known: { ru: '«{text}» уже есть: {intent}', en: '"{text}" is there already: {intent}' },
  golden: {
    ru: '«{text}» — контрольная фраза намерения {intent} (_golden.yml), в примеры её нельзя',
    en: '"{text}" is a golden phrase of {intent} (_golden.yml) and may not be an example',
  },
  allKnown: { ru: 'Добавлять нечего: всё это уже есть.', en: 'Nothing to add: all of it is there already.' },
  faults: {
    ru: 'Так получились бы ошибки; файлы не тронуты.',
    en: 'That would make faults; no file was touched.',
  },
  none: { ru: 'Нет намерения «{intent}».', en: 'There is no intent "{intent}".' },
  perhaps: { ru: 'Может быть, «{intent}»?', en: 'Did you mean "{intent}"?' },
  makeNew: {
    ru: 'Новое намерение: --new {intent} --title "…" --answer "…"',
    en: 'A new intent: --new {intent} --title "…" --answer "…"',
  },
  taken: { ru: 'Намерение «{intent}» уже есть.', en: 'There is already an intent "{intent}".' },
  takenFix: { ru: 'Добавить в него: --intent {intent}', en: 'To add to it: --intent {intent}' },
  notWritable: {
    ru: '{file} написан так, что дополнить его сам не могу.',
    en: '{file} is written in a way that cannot be added to.',
  },
  notWritableFix: {
    ru: 'Впишите примеры сами или сделайте examples: списком из строк «- …».',
    en: 'Add the examples yourself, or make examples: a list of "- …" lines.',
  },
  changed: {
    ru: '{file} только что изменили; файл не тронут.',
    en: '{file} was changed just now; it was not touched.',
  },
  again: { ru: 'Повторите команду.', en: 'Repeat the command.' },
  dismissed: { ru: 'Больше не покажу фраз: {n}.', en: 'Phrases that will not be shown again: {n}.' },
} as const satisfies { readonly [name: string]: Said }

/** Writes the phrases into the content and remembers them; fails with what was wrong. */
export async function acceptInto(
  world: World,
  learning: Learning,
  phrases: readonly MissedPhrase[],
  target: Target,
): Promise<void> {
  const { config, language, clock, terminal } = world
  const texts = phrases.map(({ text }) => text)
  const acceptance = await accept(config.contentDir, texts, target, { language, env: config.contentEnv })
  if (acceptance.kind !== 'written' && acceptance.kind !== 'known')
    throw refusal(world, learning, acceptance, target.intent)
  await memoryOf(world).settle(
    phrases.map(({ hash }) => hash),
    'accepted',
    clock.now(),
  )
  for (const one of acceptance.known) terminal.say(terminal.paint.dim(knownText(one, world)))
  if (acceptance.kind === 'known') return terminal.say(words(SAID.allKnown, language))
  const values = { file: acceptance.file, intent: target.intent, n: acceptance.added.length }
  terminal.say(terminal.paint.green(words(SAID.written, language, values)))
  for (const text of acceptance.added) terminal.say(`  + ${text}`)
}

export async function dismiss(world: World, phrases: readonly MissedPhrase[]): Promise<void> {
  await memoryOf(world).settle(
    phrases.map(({ hash }) => hash),
    'dismissed',
    world.clock.now(),
  )
  world.terminal.say(words(SAID.dismissed, world.language, { n: phrases.length }))
}

/** Names of the intents most like this one, best first; for people who mistype. */
export function intentLike({ release }: Learning, wanted: string): IntentName | undefined {
  const names = [...new Set(release.phrases.map(({ intent }) => intent))]
  const found = nearest(wanted, names)
  return found === undefined ? undefined : intentName(found)
}

const knownText = ({ text, intent, golden }: Known, { language }: World) =>
  words(golden ? SAID.golden : SAID.known, language, { text, intent })

function refusal(
  { language, terminal }: World,
  learning: Learning,
  refused: Exclude<Acceptance, { kind: 'written' | 'known' }>,
  intent: IntentName,
): CommandFailure {
  switch (refused.kind) {
    case 'faults':
      terminal.aside(formatFaults(refused.faults, language))
      return new CommandFailure(EXIT.found, { found: words(SAID.faults, language) })
    case 'noSuchIntent': {
      const like = intentLike(learning, intent)
      const fix = like
        ? words(SAID.perhaps, language, { intent: like })
        : words(SAID.makeNew, language, { intent })
      return new CommandFailure(EXIT.found, { found: words(SAID.none, language, { intent }), fix })
    }
    case 'nameTaken': {
      const [found, fix] = [SAID.taken, SAID.takenFix].map((said) => words(said, language, { intent }))
      return new CommandFailure(EXIT.found, { found: found ?? '', ...(fix && { fix }) })
    }
    case 'notWritable': {
      const found = words(SAID.notWritable, language, { file: refused.file })
      return new CommandFailure(EXIT.found, { found, fix: words(SAID.notWritableFix, language) })
    }
    case 'changedMeanwhile': {
      const found = words(SAID.changed, language, { file: refused.file })
      return new CommandFailure(EXIT.found, { found, fix: words(SAID.again, language) })
    }
    default:
      return unreachable(refused)
  }
}
