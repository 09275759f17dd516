import { expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { loadContent } from '../../src/content/load.ts'
import { matcherMaker } from '../../src/nlu/load.ts'

// Measured 0.99; what is below 0.9 is a matcher or a content that got worse.
const LEAST = 0.9

// Training takes a second of a free core.
const PATIENCE = 60_000

test(
  'the golden phrases of the sample content are matched',
  async () => {
    const settings = readConfig({})
    if (settings.kind === 'faults') throw new Error(JSON.stringify(settings.faults))
    const { contentDir, contentEnv, matcher: name } = settings.config
    const loaded = await loadContent(contentDir, { language: 'en', env: contentEnv })
    if (loaded.kind === 'faults') throw new Error(JSON.stringify(loaded.faults, null, 2))
    const { phrases, golden } = loaded.release
    const matcher = await (await matcherMaker(name)).train(phrases, {})
    const readings = await Promise.all(golden.map(({ text }) => matcher.read(text, { language: 'ru' })))
    const right = golden.filter(({ intent }, n) => readings[n]?.intents[0]?.intent === intent)
    const surelyWrong = golden.filter(
      ({ intent }, n) => readings[n]?.verdict === 'sure' && readings[n]?.intents[0]?.intent !== intent,
    )
    expect(golden.length).toBeGreaterThanOrEqual(150)
    expect(right.length / golden.length).toBeGreaterThanOrEqual(LEAST)
    expect(surelyWrong.length / golden.length).toBeLessThanOrEqual(0.02)
  },
  PATIENCE,
)
