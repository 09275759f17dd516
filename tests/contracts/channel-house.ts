/** Opens a story's scene: the platform, a store in memory, the whole program over both, stubs for what flows call. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { readConfig } from '../../src/config.ts'
import type { Release } from '../../src/content/release.ts'
import type { ReleaseRegistry } from '../../src/flow/compiled.ts'
import type { Matcher } from '../../src/nlu/port.ts'
import { systemChance } from '../../src/runtime/clock.ts'
import { QUIET } from '../../src/runtime/log.ts'
import { startOn } from '../../src/start.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { answerTo } from '../../src/stories/scene.ts'
import type { Story } from '../../src/stories/story.ts'
import { type FakeHttpServer, json } from '../fakes/http-server.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { MIGRATIONS } from '../store/temporary.ts'
import { ChannelScene, over, until } from './channel-scene.ts'
import type { Platform, StoryChannel } from './channel-stories.ts'

/** What all stories share: it is read and trained once. */
export interface House {
  readonly release: Release
  readonly registry: ReleaseRegistry
  readonly matcher: Matcher
  /** Stands for the billing that flows call. */
  readonly outside: FakeHttpServer
}

/** Everything is stopped when the test ends. */
export async function openScene(channel: StoryChannel, story: Story, house: House): Promise<ChannelScene> {
  const clock = new ManualClock(story.begins)
  const platform = await channel.open(clock)
  onTestFinished(() => platform.stop())
  const store = await openSqliteStore({ url: ':memory:', migrationsDir: MIGRATIONS })
  for (const { id, name, lead, groups, capacity } of story.operators) {
    const own = groups.length > 0 ? groups : groupsOf(house)
    await store.saveOperator({ id, name, lead, groups: own, ...(capacity ? { capacity } : {}) })
  }
  const running = await startOn(store, { ...house, release: calling(house), ...parts(platform, clock) })
  onTestFinished(async () => {
    const stopped = over(running.stop())
    await until(clock, stopped, 'the stop')
  })
  const scene = new ChannelScene({ channel, platform, running, store, clock })
  house.outside.answerWith(({ method, path }, response) => {
    const request = `${method} ${house.release.env.BILLING_URL}${path}`
    const result = answerTo(story.calls, request)?.result
    if (result === undefined) scene.unanswered.push(request)
    // A result that failed is told as a server that does.
    const answer = result?.kind === 'answered' ? json(result.body, result.status) : json({}, 500)
    answer({ method, path, headers: {}, body: '' }, response)
  })
  await scene.begin()
  return scene
}

const groupsOf = ({ release }: House) => release.rules.settings.groups.map(({ name }) => name)

/** The same content, with its billing at another address. */
function calling({ outside, release: { rules, env, ...rest } }: House): Release {
  const { settings } = rules
  const limits = { ...settings.limits, callHosts: [outside.host] }
  return {
    ...rest,
    env: { ...env, BILLING_URL: outside.url },
    rules: { ...rules, settings: { ...settings, limits } },
  }
}

function parts({ env }: Platform, clock: ManualClock) {
  const folder = mkdtempSync(join(tmpdir(), 'kotik-story-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const settings = readConfig({
    LOG_LEVEL: 'silent',
    DATABASE_URL: `file:${folder}/kotik.db`,
    PORT: '0',
    ...env,
  })
  if (settings.kind === 'faults') throw new Error(JSON.stringify(settings.faults))
  return { config: settings.config, clock, chance: systemChance, log: QUIET }
}
