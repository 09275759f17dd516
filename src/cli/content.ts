/** The content and its matcher, as every command that needs them gets them. */
import { join } from 'node:path'
import { formatFaults, loadContent } from '../content/load.ts'
import type { Fault, LoadResult, Release } from '../content/release.ts'
import { createRegistry, type ReleaseRegistry } from '../flow/compiled.ts'
import type { CompiledFlow } from '../flow/graph.ts'
import { type MatcherName, matcherMaker } from '../nlu/load.ts'
import type { Matcher } from '../nlu/port.ts'
import { EXIT } from './exit-code.ts'
import { CommandFailure } from './trouble.ts'
import { type Said, type World, words } from './world.ts'

const TRAINING: Said = { ru: 'Учу бота узнавать вопросы', en: 'Training the matcher' }
const FAULTY: Said = {
  ru: 'С ошибками в файлах бота так не выйдет.',
  en: "This cannot be done with faults in the bot's files.",
}
const CHECK: Said = {
  ru: 'Исправьте их и проверьте: npx kotik check',
  en: 'Correct them and check: npx kotik check',
}

export function loadResult(world: World, registry?: ReleaseRegistry): Promise<LoadResult> {
  const { config, language } = world
  return loadContent(config.contentDir, { language, env: config.contentEnv, ...(registry && { registry }) })
}

/** Fails with all faults when the content does not load. */
export async function loadedRelease(world: World, registry?: ReleaseRegistry): Promise<Release> {
  const result = await loadResult(world, registry)
  if (result.kind === 'loaded') return result.release
  throw withFaults(world, result.faults, result.files)
}

/** The graphs of all flows; fails like `loadedRelease`. */
export async function compiledFlows(world: World): Promise<readonly CompiledFlow[]> {
  const registry = createRegistry()
  const release = await loadedRelease(world, registry)
  return [...(registry.get(release.id)?.flows.values() ?? [])]
}

/** Tells the faults; what is to be thrown then. */
export function withFaults(
  { terminal, language }: World,
  faults: readonly Fault[],
  files?: number,
): CommandFailure {
  terminal.aside(formatFaults(faults, language, files === undefined ? {} : { files }))
  return new CommandFailure(EXIT.found, { found: words(FAULTY, language), fix: words(CHECK, language) })
}

/** From the same cache a running Kotik uses, so that a second start trains nothing. */
export async function trainedMatcher(
  { config, terminal, language }: World,
  release: Release,
  name: MatcherName = config.matcher,
): Promise<Matcher> {
  const maker = await matcherMaker(name)
  const cacheDir = join(config.dataDir, 'models')
  return terminal.during(words(TRAINING, language), maker.train(release.phrases, { cacheDir }))
}
