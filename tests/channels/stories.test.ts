/** Every story of the sample content on every channel: the same conversations, read off the customer's screen. */
import { beforeEach } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { loadContent } from '../../src/content/load.ts'
import { createRegistry } from '../../src/flow/compiled.ts'
import { matcherMaker } from '../../src/nlu/load.ts'
import { readStories } from '../../src/stories/folder.ts'
import type { House } from '../contracts/channel-house.ts'
import { channelStories, type StoryChannel } from '../contracts/channel-stories.ts'
import { FakeHttpServer } from '../fakes/http-server.ts'
import { openSitePlatform } from './site/stories.ts'
import { openTelegramPlatform } from './telegram/stories.ts'
import { openVkPlatform } from './vk/stories.ts'

/** Scores are stars where a channel draws no stars of its own. */
const starred = (label: string) => (/^[1-5]$/u.test(label) ? [`${label}⭐`] : [label])

/** Longer labels end in "…" so that a row of buttons fits the screen, or the platform's limit. */
const cut = (most: number) => (label: string) =>
  label.length > most ? `${label.slice(0, most - 1)}…` : label

const MESSENGER = { greets: false, buttonsStand: 'under each', unplayable: new Map() } as const
const VK = { ...MESSENGER, written: (label: string) => starred(label).map(cut(40)) }

const CHANNELS: readonly StoryChannel[] = [
  {
    ...MESSENGER,
    name: 'Telegram',
    written: (label) => starred(label).map(cut(60)),
    open: openTelegramPlatform,
  },
  { ...VK, name: 'VK', open: openVkPlatform() },
  {
    ...VK,
    name: 'VK, in an app without buttons in messages',
    buttonsStand: 'under the field',
    open: openVkPlatform({ inline_keyboard: false }),
  },
  {
    ...VK,
    name: 'VK, in an app without buttons',
    open: openVkPlatform({ keyboard: false, inline_keyboard: false, carousel: false }),
  },
  { ...MESSENGER, name: 'the site', written: (label) => [label], greets: true, open: openSitePlatform },
]

const settings = readConfig({})
if (settings.kind === 'faults') throw new Error(JSON.stringify(settings.faults))
const { contentDir, contentEnv, matcher: matcherName } = settings.config
const registry = createRegistry()
const loaded = await loadContent(contentDir, { language: 'en', env: contentEnv, registry })
if (loaded.kind === 'faults') throw new Error(JSON.stringify(loaded.faults, null, 2))
const { release } = loaded
const matcher = await (await matcherMaker(matcherName)).train(release.phrases, {})
const { stories } = await readStories(contentDir, 'en')

let house: House

beforeEach(async () => {
  house = { release, registry, matcher, outside: await FakeHttpServer.open() }
})

for (const channel of CHANNELS) channelStories(channel, stories, () => house)
