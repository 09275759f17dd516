/**
 * The engine over the port alone: the same rules and stories with node-nlp instead of Kotik's own matcher. Where a story rests
 * on a text that node-nlp reads otherwise, the story is not about the engine, and is left out with what node-nlp makes of it.
 */
import { describe, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { loadContent } from '../../src/content/load.ts'
import { matcherMaker } from '../../src/nlu/load.ts'
import { readStories } from '../../src/stories/folder.ts'
import { playStory } from '../../src/stories/play.ts'
import { tellFailure } from '../../src/stories/tell.ts'

/** Story → the text that node-nlp reads otherwise. */
const READ_OTHERWISE: ReadonlyMap<string, string> = new Map([
  [
    'bad-answer',
    '«не написано, сколько стоит для студентов» after 👎 is surely the price again, not a reason',
  ],
  ['film-missing', '«Бегущий по лезвию» is surely «сначала»'],
  ['promo-code', '«ой», where a promo code was asked for, is surely a question about the company'],
  ['refund-subscription', '«не помню», where a day was asked for, is surely about where a film was left off'],
  ['refund-told', '«верните 399 рублей за вчера» could also be the trial'],
  ['refund-told-in-words', 'the same text'],
  [
    'sign-in-code-to-person',
    '«не помню», where a phone was asked for, is surely about where a film was left off',
  ],
  ['slow-video-told', '«на телике тормозит видео» could also be about connecting a TV'],
  ['two-flows', '«тормозит видео на телевизоре» is not clear enough to be one of two questions'],
])

const settings = readConfig({})
if (settings.kind === 'faults') throw new Error(JSON.stringify(settings.faults))
const { contentDir, contentEnv } = settings.config
const loaded = await loadContent(contentDir, { language: 'en', env: contentEnv })
if (loaded.kind === 'faults') throw new Error(JSON.stringify(loaded.faults, null, 2))
const { release } = loaded
const matcher = await (await matcherMaker('node-nlp')).train(release.phrases, {})
const { stories } = await readStories(contentDir, 'en')

const nameOf = (file: string) => file.replace(/^.*\//, '').replace(/\.yml$/, '')

describe('stories with node-nlp', () => {
  test('leave out only what there is, and little of it', () => {
    const names = stories.map(({ file }) => nameOf(file))
    expect(names).toEqual(expect.arrayContaining([...READ_OTHERWISE.keys()]))
    expect(READ_OTHERWISE.size).toBeLessThan(stories.length / 6)
  })

  test.each(
    stories
      .filter(({ file }) => !READ_OTHERWISE.has(nameOf(file)))
      .map((story) => [story.file, story.title, story] as const),
  )('%s: %s', async (_file, _title, story) => {
    const played = await playStory(story, release, matcher)
    const told =
      played.kind === 'failed' ? tellFailure(story, played.failure, 'en').map((line) => line.text) : []
    expect(told.join('\n')).toBe('')
  })
})
