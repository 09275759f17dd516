/** The sample content and its matcher, trained once for a test file. */
import { readConfig } from '../../src/config.ts'
import { loadContent } from '../../src/content/load.ts'
import { matcherMaker } from '../../src/nlu/load.ts'

const settings = readConfig({})
if (settings.kind === 'faults') throw new Error(JSON.stringify(settings.faults))
const { contentDir, contentEnv, matcher: name } = settings.config
const loaded = await loadContent(contentDir, { language: 'en', env: contentEnv })
if (loaded.kind === 'faults') throw new Error(JSON.stringify(loaded.faults, null, 2))

export const { release } = loaded
export const matcher = await (await matcherMaker(name)).train(release.phrases, {})
