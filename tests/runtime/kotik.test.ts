import { describe, expect, it } from 'vitest'
import { decideDesk } from '../../src/domain/desk/decide.ts'
import { duration, hours, later, minutes, seconds } from '../../src/domain/time.ts'
import { SETTINGS } from '../domain/desk-world.ts'
import { FakeHttpServer, json } from '../fakes/http-server.ts'
import { temporaryFolder } from '../store/temporary.ts'
import { OLEG, TINY, until, World } from './world.ts'

describe('timers', () => {
  it('ring at their date, and one written again is moved', async () => {
    const world = await World.started()
    await world.say('timer tea', 'k1')
    await world.pass(minutes(6))
    await world.say('timer tea', 'k2')
    await world.pass(minutes(6))
    expect(world.channel.texts()).toEqual([])
    await world.pass(minutes(4))
    await until(() => world.channel.texts().length === 1)
    expect(world.channel.texts()).toEqual(['time for tea'])
  })

  it('survive a restart, and ring when their time has passed meanwhile', async () => {
    const url = `file:${temporaryFolder()}/kotik.db`
    const before = await World.started({ url })
    await before.say('timer tea', 'k1')
    await before.crash()
    before.clock.advance(hours(3))
    const after = await World.started({ url, clock: before.clock })
    await until(() => after.channel.texts().includes('time for tea'))
    await after.pass(hours(1))
    expect(after.channel.texts()).toEqual(['time for tea'])
  })

  it('and deliveries outlive a clock that is put an hour back and forth', async () => {
    const world = await World.started()
    const noon = world.clock.now()
    await world.say('timer tea', 'k1')
    world.clock.set(later(noon, hours(-1)))
    expect((await world.say('back', 'k2')).kind).toBe('done')
    await until(() => world.channel.texts().length === 1)
    await world.pass(minutes(65))
    expect(world.channel.texts()).toEqual(['BACK'])
    world.clock.set(later(noon, hours(1)))
    await world.pass(minutes(1))
    await until(() => world.channel.texts().length === 2)
    expect(world.channel.texts()).toEqual(['BACK', 'time for tea'])
  })

  it('ring once when a thousand of them fall due together', async () => {
    const settings = { ...SETTINGS, limits: { ...SETTINGS.limits, messagesPerMinute: 10_000 } }
    const world = await World.started({ settings })
    await Promise.all(Array.from({ length: 1_200 }, (_, n) => world.say(`timer ${n}`, `k${n}`)))
    await world.pass(minutes(10))
    await until(() => world.channel.delivered.length === 1_200)
    expect(new Set(world.channel.texts()).size).toBe(1_200)
    expect(await world.store.nextDue()).toBeUndefined()
  })
})

describe('the queue', () => {
  it('is reviewed at the start and from then on by a timer of its own, one however often Kotik starts', async () => {
    const url = `file:${temporaryFolder()}/kotik.db`
    const parts = { domain: { ...TINY, decideDesk } }
    const before = await World.started({ url, parts })
    await before.pass(seconds(30))
    await before.end()
    const world = await World.started({ url, parts, clock: before.clock })
    await world.pass(minutes(10))
    const { text } = await world.kotik.metricsPage()
    const reviews = Number(/kotik_decisions_total\{type="queueReviewed"\} (\d+)/u.exec(text)?.[1])
    // one at the start, one that fell due while we were away, one a minute
    expect(reviews).toBeGreaterThanOrEqual(10)
    expect(reviews).toBeLessThanOrEqual(12)
    expect(await world.store.nextDue()).toBeGreaterThan(world.clock.now())
  })
})

describe('calls', () => {
  it('go out after the commit and come back as an input', async () => {
    const server = await FakeHttpServer.open(json({ paid: true }))
    const settings = { ...SETTINGS, limits: { ...SETTINGS.limits, callHosts: [server.host] } }
    const world = await World.started({ settings })
    await world.say(`call ${server.url}/payments`, 'k1')
    await until(() => world.channel.delivered.length === 1)
    expect(JSON.parse(world.channel.texts()[0] ?? '')).toEqual({
      kind: 'answered',
      status: 200,
      body: { paid: true },
    })
    await world.pass(duration(50))
    expect(await world.undelivered()).toBe(0)
  })

  it('are made again after a crash, with the same key, and answered once', async () => {
    const url = `file:${temporaryFolder()}/kotik.db`
    const server = await FakeHttpServer.open(() => {})
    const settings = { ...SETTINGS, limits: { ...SETTINGS.limits, callHosts: [server.host] } }
    const before = await World.started({ url, settings })
    await before.say(`call ${server.url}/`, 'k1')
    await until(() => server.received.length === 1)
    await before.crash()
    server.answerWith(json('fine'))
    const after = await World.started({ url, settings, clock: before.clock })
    await until(() => after.channel.delivered.length === 1)
    const keys = server.received.map(({ headers }) => headers['idempotency-key'])
    expect(keys).toHaveLength(2)
    expect(keys[0]).toBe(keys[1])
  })
})

describe('what is seen from outside', () => {
  it('health tells starting, running and stopping apart', async () => {
    const world = await World.open()
    expect(world.kotik.health()).toMatchObject({ status: 'starting', ready: false })
    await world.kotik.start()
    await world.pass(seconds(5))
    expect(world.kotik.health()).toEqual({
      status: 'ok',
      ready: true,
      troubles: [],
      release: 'r1',
      uptime: 5_000,
      backlog: 0,
      channels: ['site'],
      troubled: [],
    })
    await world.end()
    expect(world.kotik.health()).toMatchObject({ status: 'stopping', ready: false })
  })

  it('metrics count inputs by receipt, refusals, deliveries and what waits', async () => {
    const world = await World.started()
    world.channel.to('A', { kind: 'retry', why: 'HTTP 500' })
    await world.say('a', 'k1')
    await world.say('a', 'k1')
    await world.say('empty', 'k2')
    await world.say('boom', 'k3', OLEG)
    await until(() => world.channel.attempts.length === 2)
    await world.pass(duration(500))
    const { text } = await world.kotik.metricsPage()
    for (const line of [
      'kotik_inputs_total{type="customerSaid",receipt="done"} 1',
      'kotik_inputs_total{type="customerSaid",receipt="duplicate"} 1',
      'kotik_inputs_total{type="customerSaid",receipt="refused"} 1',
      'kotik_inputs_total{type="customerSaid",receipt="parked"} 1',
      'kotik_refusals_total{code="emptyMessage"} 1',
      'kotik_deliveries_total{outlet="site",end="retried"} 1',
      'kotik_deliveries_total{outlet="site",end="sent"} 1',
      'kotik_inputs_parked 1',
      'kotik_outbox_undelivered 1',
      'kotik_outbox_lag_seconds 0.5',
      'kotik_queue_length 0',
    ]) {
      expect(text).toContain(line)
    }
    expect(text).toMatch(/kotik_stage_seconds_count\{stage="commit"\} \d/u)
  })

  it('a desk in a messenger that is late, or has a group it cannot use, is seen in both', async () => {
    const standing = { behindSeconds: 0, troubled: false }
    const surface = {
      ...{ name: 'telegram-desk', start: async () => {}, stop: async () => {} },
      standing: () => standing,
    }
    const world = await World.started({ surfaces: [surface] })
    expect(world.kotik.health()).toMatchObject({ status: 'ok', troubled: [] })
    expect((await world.kotik.metricsPage()).text).toContain('kotik_desk_behind_seconds 0')
    Object.assign(standing, { behindSeconds: 75, troubled: true })
    expect(world.kotik.health()).toMatchObject({
      ...{ status: 'degraded', ready: true },
      troubled: ['telegram-desk'],
    })
    expect((await world.kotik.metricsPage()).text).toContain('kotik_desk_behind_seconds 75')
  })

  it('typing is shown to who listens and kept nowhere', async () => {
    const world = await World.started()
    const heard: unknown[] = []
    world.kotik.signals.subscribe((signal) => void heard.push(signal))
    world.kotik.signals.send({ conversation: OLEG, who: 'bot' })
    expect(heard).toEqual([{ conversation: OLEG, who: 'bot' }])
    expect(await world.store.lastSeq()).toBe(0)
  })
})
