/** Every story of the sample content is a test of its own, over the real rules, content and matcher. */
import { describe, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { loadContent } from '../../src/content/load.ts'
import { matcherMaker } from '../../src/nlu/load.ts'
import { readStories } from '../../src/stories/folder.ts'
import { playStory } from '../../src/stories/play.ts'
import { tellFailure } from '../../src/stories/tell.ts'

const settings = readConfig({})
if (settings.kind === 'faults') throw new Error(JSON.stringify(settings.faults))
const { contentDir, contentEnv, matcher: matcherName } = settings.config

const loaded = await loadContent(contentDir, { language: 'en', env: contentEnv })
if (loaded.kind === 'faults') throw new Error(JSON.stringify(loaded.faults, null, 2))
const { release } = loaded
const matcher = await (await matcherMaker(matcherName)).train(release.phrases, {})
const { stories, faults } = await readStories(contentDir, 'en')

describe('stories of the sample content', () => {
  test('can all be read', () => {
    expect(faults).toEqual([])
    expect(stories.length).toBeGreaterThan(0)
  })

  test.each(stories.map((story) => [story.file, story.title, story] as const))(
    '%s: %s',
    async (_file, _title, story) => {
      const played = await playStory(story, release, matcher)
      const told =
        played.kind === 'failed' ? tellFailure(story, played.failure, 'en').map((line) => line.text) : []
      expect(told.join('\n')).toBe('')
    },
  )
})
