/** Updates by long polling and by webhook: nothing lost, nothing twice, whatever happens. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import type { Update } from 'grammy/types'
import { describe, expect, it, onTestFinished } from 'vitest'
import { seconds } from '../../src/domain/time.ts'
import { ComeAgain } from '../../src/messengers/come-again.ts'
import type { MessengerLog } from '../../src/messengers/log.ts'
import type { Store } from '../../src/store/port.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { botApi } from '../../src/telegram/api.ts'
import { Feed } from '../../src/telegram/feed.ts'
import type { TakeUpdate } from '../../src/telegram/take.ts'
import { passUntil } from '../channels/telegram/world.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { FakeTelegram } from '../fakes/telegram/fake.ts'
import type { BotHandle } from '../fakes/telegram/people/bot-handle.ts'
import { MIGRATIONS, temporaryFolder } from '../store/temporary.ts'

const TOKEN = '7000000001:fake-customers-bot'
const SECRET = 'w'.repeat(32)

interface World {
  readonly fake: FakeTelegram
  readonly bot: BotHandle
  readonly clock: ManualClock
  readonly store: Store
  readonly logged: string[]
  readonly texts: string[]
  /** Begins to take updates; `take` may refuse. */
  feed(take?: TakeUpdate, webhook?: string): { readonly feed: Feed; end(): Promise<void> }
  say(text: string): void
}

async function open(): Promise<World> {
  const clock = new ManualClock()
  const fake = await FakeTelegram.start({ clock })
  onTestFinished(() => fake.stop())
  const bot = fake.newBot({ token: TOKEN })
  const vera = fake.newPerson('Вера').with(bot)
  const store = await openSqliteStore({
    url: `file:${temporaryFolder()}/kotik.db`,
    migrationsDir: MIGRATIONS,
  })
  onTestFinished(() => store.close())
  const texts: string[] = []
  const logged: string[] = []
  const say = (_: object, message: string) => void logged.push(message)
  const log: MessengerLog = { debug: say, info: say, warn: say, error: say }
  return {
    ...{ fake, bot, clock, store, texts, logged },
    say: (text) => vera.say(text),
    feed: (take = async () => {}, url) => {
      const api = botApi(TOKEN, fake.url)
      const webhook = url === undefined ? {} : { webhook: { url, secret: SECRET } }
      const feed = new Feed({ api, ...webhook, store, clock, log })
      const hearing = feed.add({
        allowed: ['message'],
        wants: () => true,
        met: () => {},
        take: async (update) => {
          await take(update)
          texts.push(update.message?.text ?? '')
        },
      })
      hearing.begin()
      let ended = false
      const end = async () => {
        if (ended) return
        ended = true
        await hearing.end()
        await api.close()
      }
      onTestFinished(end)
      return { feed, end }
    },
  }
}

const count = (n: number) => Array.from({ length: n }, (_, index) => String(index))
const textOf = (update: Update) => update.message?.text ?? ''

describe('long polling', () => {
  it('confirms only what is durable: a batch that was not comes again, in order (1, 2)', async () => {
    const { feed, texts, say, clock, bot } = await open()
    for (const text of count(5)) say(text)
    let release: () => void = () => {}
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    const taken: string[] = []
    const first = feed(async (update) => {
      taken.push(textOf(update))
      await gate
    })
    await passUntil(clock, () => taken.length === 5)
    expect(bot.pending).toBe(5)
    release()
    await passUntil(clock, () => bot.pending === 0)
    expect(texts).toEqual(count(5))
    await first.end()
  })

  it('asks again only for those that must come again, and holds the offset meanwhile', async () => {
    const { feed, texts, say, bot, clock } = await open()
    for (const text of count(4)) say(text)
    let busy = 2
    feed(async (update) => {
      if (textOf(update) === '1' && busy-- > 0) throw new ComeAgain(500, 'overloaded')
    })
    await passUntil(clock, () => bot.pending === 0)
    expect(texts).toEqual(['0', '2', '3', '1'])
  })

  it('drains a backlog of 20,000, holding a hundred at a time (23)', { timeout: 60_000 }, async () => {
    const { feed, texts, say, bot, clock } = await open()
    for (const text of count(20_000)) say(text)
    let held = 0
    let most = 0
    feed(async () => {
      held += 1
      most = Math.max(most, held)
      await null
      held -= 1
    })
    await passUntil(clock, () => bot.pending === 0)
    expect(texts).toEqual(count(20_000))
    expect(most).toBeLessThanOrEqual(100)
  })

  it('knows that a backlog waits, and when it is over', async () => {
    const { feed, say, bot, clock } = await open()
    for (const text of count(300)) say(text)
    const known: boolean[] = []
    const begun = feed(async (update) => {
      known[Number(textOf(update))] = begun.feed.catchingUp
    })
    await passUntil(clock, () => bot.pending === 0 && known.length === 300)
    expect([known[0], known[99], known[100], known[299]]).toEqual([false, false, true, true])
    // The three batches were all there was; only the poll after them can tell.
    await passUntil(clock, () => !begun.feed.catchingUp)
  })

  it('sets aside what fails three times, and goes on (25)', async () => {
    const { feed, texts, say, bot, clock, store, logged } = await open()
    for (const text of ['до', 'яд', 'после']) say(text)
    feed(async (update) => {
      if (textOf(update) === 'яд') throw new TypeError('a bug')
    })
    await passUntil(clock, () => bot.pending === 0)
    expect(texts).toEqual(['до', 'после'])
    const [[key, kept] = []] = await store.notes('telegram', 'aside:')
    expect([key, kept]).toMatchObject(
      [/^aside:\d+$/u, { message: { text: 'яд' } }].map((part) =>
        part instanceof RegExp ? expect.stringMatching(part) : part,
      ),
    )
    expect(logged).toContain('an update failed three times and was set aside')
  })

  it('goes on when the numbers begin anew (22)', async () => {
    const { feed, texts, say, bot, clock } = await open()
    feed()
    say('старое')
    await passUntil(clock, () => bot.pending === 0)
    bot.restartUpdateIds(500)
    say('новое')
    await passUntil(clock, () => bot.pending === 0)
    say('ещё новее')
    await passUntil(clock, () => bot.pending === 0)
    expect(texts).toEqual(['старое', 'новое', 'ещё новее'])
  })

  it.each([
    ['5xx (15)', { kind: 'status', status: 502, html: true }, 'Telegram cannot be reached; trying again'],
    ['a cut connection (16)', { kind: 'cut' }, 'Telegram cannot be reached; trying again'],
    ['a flood (13)', { kind: 'flood', retryAfter: 7 }, 'Telegram cannot be reached; trying again'],
    ['a hung socket (18)', { kind: 'hang' }, 'Telegram cannot be reached; trying again'],
    [
      'another reader (21)',
      { kind: 'status', status: 409, description: 'Conflict: terminated by other getUpdates request' },
      /another program takes this bot’s updates/u,
    ],
  ] as const)('outlives %s, and says so', async (_, fault, words) => {
    const { feed, texts, say, fake, clock, logged, bot } = await open()
    fake.inject(fault, { method: 'getUpdates', times: 2 })
    feed()
    say('слово')
    await passUntil(clock, () => logged.length > 0)
    for (let minute = 0; minute < 3; minute++) await clock.pass(seconds(50))
    await passUntil(clock, () => bot.pending === 0)
    expect(texts).toEqual(['слово'])
    expect(logged.some((line) => (typeof words === 'string' ? line === words : words.test(line)))).toBe(true)
    expect(logged).toContain('updates arrive again')
  })

  it('starts without Telegram and connects when it is back (16)', async () => {
    const { feed, texts, say, fake, clock, logged } = await open()
    await fake.unplug()
    feed()
    await passUntil(clock, () => logged.length > 1)
    await fake.listen()
    say('слово')
    await passUntil(clock, () => texts.length === 1)
    expect(logged).toContain('the bot is connected')
  })

  it('stops at once while Telegram hangs (9, 18)', async () => {
    const { feed, fake } = await open()
    const hung = fake.inject({ kind: 'hang' }, { method: ['getMe', 'deleteWebhook'] })
    const { end } = feed()
    await fake.waitFor(() => hung.hits > 0)
    await end()
    expect(fake.journal.callsOf('getMe')).toHaveLength(1)
  })

  it('says what a revoked token means, asks once a minute, and never shows it (35)', async () => {
    const { feed, fake, bot, clock, logged } = await open()
    feed()
    await fake.waitFor(() => bot.polling)
    bot.revokeToken()
    await clock.pass(seconds(31))
    await passUntil(clock, () => logged.some((line) => line.includes('refuses the token')))
    const before = logged.length
    await clock.pass(seconds(50))
    expect(logged.length).toBeLessThanOrEqual(before + 1)
    expect(logged.join()).not.toContain('fake-customers-bot')
  })

  it('takes the place of a webhook that somebody set (21)', async () => {
    const { feed, texts, say, fake, clock } = await open()
    feed()
    await passUntil(clock, () => fake.journal.callsOf('deleteWebhook').length > 0)
    await botApi(TOKEN, fake.url).call('setWebhook', { url: 'http://127.0.0.1:9/' })
    say('слово')
    await passUntil(clock, () => texts.length === 1)
  })
})

describe('two rooms on one bot', () => {
  it('share one feed: it begins when both have, and the first that wants an update has it', async () => {
    const { fake, bot, clock, store, say } = await open()
    const api = botApi(TOKEN, fake.url)
    onTestFinished(() => api.close())
    const log: MessengerLog = { debug() {}, info() {}, warn() {}, error() {} }
    const feed = new Feed({ api, store, clock, log })
    const heard: string[] = []
    const room = (name: string, wants: (update: Update) => boolean) =>
      feed.add({
        allowed: ['message'],
        wants,
        met: (me) => void heard.push(`${name} meets ${me.id}`),
        take: async (update) => void heard.push(`${name}: ${textOf(update)}`),
      })
    const desk = room('desk', (update) => textOf(update).startsWith('#'))
    const customers = room('customers', () => true)
    for (const text of ['раз', '#2', 'три']) say(text)
    customers.begin()
    await clock.pass(seconds(5))
    expect(heard).toEqual([])
    desk.begin()
    await passUntil(clock, () => bot.pending === 0)
    expect(heard).toEqual([
      'desk meets 7000000001',
      'customers meets 7000000001',
      'customers: раз',
      'desk: #2',
      'customers: три',
    ])
    await Promise.all([desk.end(), customers.end()])
    expect(await passUntil(clock, () => !bot.polling)).toBe(true)
  })
})

describe('a webhook', () => {
  async function served(world: World, take?: TakeUpdate) {
    const app = express()
    const server = createServer(app)
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    const { port } = server.address() as AddressInfo
    const url = `http://127.0.0.1:${port}/telegram/7000000001`
    const { feed, end } = world.feed(take, url)
    if (feed.router) app.use('/telegram/7000000001', feed.router)
    await world.fake.waitFor(() => world.bot.webhook.url === url)
    return { url, end }
  }

  it('is told 200 only when the update is durable (1)', async () => {
    const world = await open()
    let busy = true
    await served(world, async () => {
      if (busy) throw new ComeAgain(1_000, 'overloaded')
    })
    world.say('слово')
    await passUntil(world.clock, () => world.bot.webhook.last_error_message !== undefined)
    expect(world.bot.pending).toBe(1)
    busy = false
    await passUntil(world.clock, () => world.bot.pending === 0)
    expect(world.texts).toEqual(['слово'])
  })

  it('takes nothing without its secret, and nothing that is no update', async () => {
    const world = await open()
    const { url } = await served(world)
    const post = (body: string, secret?: string) =>
      fetch(url, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          ...(secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': secret }),
        },
      }).then(({ status }) => status)
    const update = JSON.stringify({ update_id: 1, message: { text: 'чужое' } })
    expect(await post(update)).toBe(401)
    expect(await post(update, 'w'.repeat(31))).toBe(401)
    expect(await post('{"update_id":"1"}', SECRET)).toBe(400)
    expect(await post('[]', SECRET)).toBe(400)
    expect(await post('{', SECRET)).toBe(400)
    expect(world.texts).toEqual([])
    expect(await post(update, SECRET)).toBe(200)
  })

  it('that Telegram knows from an earlier run waits until the bot knows who it is', async () => {
    const world = await open()
    const unknown = world.fake.inject({ kind: 'status', status: 500 }, { method: 'getMe' })
    const app = express()
    const server = createServer(app)
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const url = `http://127.0.0.1:${port}/`
    const { feed } = world.feed(undefined, url)
    if (feed.router) app.use('/', feed.router)
    const post = () =>
      fetch(url, {
        method: 'POST',
        body: '{"update_id":1,"message":{"text":"рано"}}',
        headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': SECRET },
      }).then(({ status }) => status)
    await world.fake.waitFor(() => unknown.hits > 0)
    expect(await post()).toBe(503)
    unknown.remove()
    await passUntil(world.clock, () => world.bot.webhook.url === url)
    expect(await post()).toBe(200)
    expect(world.texts).toEqual(['рано'])
    server.closeAllConnections()
  })

  it('that is left is not answered any more', async () => {
    const world = await open()
    const { url, end } = await served(world)
    await end()
    const { status } = await fetch(url, {
      method: 'POST',
      body: '{"update_id":1}',
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': SECRET },
    })
    expect(status).toBe(503)
  })
})
