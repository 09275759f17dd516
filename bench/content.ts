/** The sample content, loaded and trained once for a process of the bench. */
import { PROJECT_DIR, readConfig } from '../src/config.ts'
import { loadContent } from '../src/content/load.ts'
import type { Release } from '../src/content/release.ts'
import type { Rules } from '../src/domain/rules.ts'
import { matcherMaker } from '../src/nlu/load.ts'
import type { Matcher } from '../src/nlu/port.ts'

export interface Content {
  readonly release: Release
  /** The release's, but for the limit that keeps one customer from writing as fast as a bench does. */
  readonly rules: Rules
  readonly matcher: Matcher
}

export async function sampleContent(modelsDir: string): Promise<Content> {
  const result = await loadContent(PROJECT_DIR, { language: 'en', env: {} })
  if (result.kind === 'faults') throw new Error(`The sample content has ${result.faults.length} faults.`)
  const { release } = result
  const maker = await matcherMaker(defaultMatcher())
  const matcher = await maker.train(release.phrases, { cacheDir: modelsDir })
  return { release, rules: withoutPace(release.rules), matcher }
}

/** The matcher that is taken when nothing is set. */
export function defaultMatcher() {
  const read = readConfig({})
  if (read.kind === 'faults') throw new Error('The default settings are wrong.')
  return read.config.matcher
}

function withoutPace(rules: Rules): Rules {
  const limits = { ...rules.settings.limits, messagesPerMinute: 1_000_000 }
  return { ...rules, settings: { ...rules.settings, limits } }
}
