import { type Command, Option } from 'commander'
import { MATCHERS, type MatcherName } from '../../nlu/load.ts'
import { readStories } from '../../stories/folder.ts'
import { type Played, playStory } from '../../stories/play.ts'
import type { Story } from '../../stories/story.ts'
import { type Told, tellFailure } from '../../stories/tell.ts'
import { loadedRelease, trainedMatcher, withFaults } from '../content.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { Terminal } from '../terminal.ts'
import { CommandFailure } from '../trouble.ts'
import { withExample } from '../usage.ts'
import { type Declaring, type Said, type World, words } from '../world.ts'

const SAID = {
  about: { ru: 'проиграть истории из flows/tests', en: 'play the stories of flows/tests' },
  name: {
    ru: 'только истории, в чьём файле или названии есть эти слова',
    en: 'only stories whose file or title has this',
  },
  matcher: { ru: 'какой распознаватель (иначе из NLU)', en: 'which matcher (else the one of NLU)' },
  passed: { ru: 'Историй прошло: {passed}.', en: 'Stories passed: {passed}.' },
  failed: {
    ru: 'Историй прошло: {passed}, не прошло: {failed}.',
    en: 'Stories passed: {passed}, failed: {failed}.',
  },
  none: { ru: 'Историй не нашлось.', en: 'There are no such stories.' },
  noneAllowed: { ru: 'файлы flows/tests/*.yml', en: 'files flows/tests/*.yml' },
} as const satisfies { readonly [name: string]: Said }

export function declareTest(program: Command, { language, run }: Declaring): void {
  const command = program
    .command('test')
    .description(SAID.about[language])
    .argument('[words]', SAID.name[language])
    .addOption(new Option('--matcher <name>', SAID.matcher[language]).choices([...MATCHERS]))
    .action((wanted: string | undefined, { matcher }: { readonly matcher?: MatcherName }) =>
      run((world) => test(world, wanted, matcher ?? world.config.matcher)),
    )
  withExample(
    command,
    language,
    'npx kotik test',
    'npx kotik test refund',
    'npx kotik test --matcher node-nlp',
  )
}

async function test(world: World, wanted: string | undefined, name: MatcherName): Promise<ExitCode> {
  const { terminal, language } = world
  const stories = await storiesOf(world, wanted)
  const release = await loadedRelease(world)
  const matcher = await trainedMatcher(world, release, name)
  let failed = 0
  for (const story of stories) {
    const played = await playStory(story, release, matcher)
    if (played.kind === 'failed') failed += 1
    tell(world, story, played)
  }
  const passed = stories.length - failed
  if (failed === 0) terminal.say(terminal.paint.green(words(SAID.passed, language, { passed })))
  else terminal.aside(terminal.paint.red(words(SAID.failed, language, { passed, failed })))
  return failed > 0 ? EXIT.found : EXIT.ok
}

async function storiesOf(world: World, wanted = ''): Promise<readonly Story[]> {
  const { stories, faults } = await readStories(world.config.contentDir, world.language)
  if (faults.length > 0) throw withFaults(world, faults)
  const chosen = stories.filter(({ file, title }) => `${file} ${title}`.includes(wanted))
  if (chosen.length > 0) return chosen
  throw new CommandFailure(EXIT.found, {
    found: words(SAID.none, world.language),
    allowed: words(SAID.noneAllowed, world.language),
  })
}

function tell({ terminal, language }: World, story: Story, played: Played): void {
  const { paint } = terminal
  if (played.kind === 'passed') return terminal.say(`${paint.green('✓')} ${story.title}`)
  terminal.say(`${paint.red('✗')} ${story.title}`)
  for (const line of tellFailure(story, played.failure, language)) terminal.say(painted(line, paint))
}

function painted({ kind, text }: Told, paint: Terminal['paint']): string {
  if (kind === 'wanted') return paint.green(text)
  if (kind === 'instead') return paint.red(text)
  return kind === 'before' ? paint.dim(text) : text
}
