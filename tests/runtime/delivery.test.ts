import { describe, expect, it } from 'vitest'
import { conversationId } from '../../src/domain/ids.ts'
import { duration, hours, later, minutes, seconds } from '../../src/domain/time.ts'
import { SETTINGS } from '../domain/desk-world.ts'
import { FakeChannel, HANGS, throws } from '../fakes/fake-channel.ts'
import { temporaryFolder } from '../store/temporary.ts'
import { OLEG, said, until, VERA, World } from './world.ts'

const RETRY = { kind: 'retry', why: 'HTTP 502' } as const

describe('deliveries', () => {
  it('keep the order of a lane under retries, and other lanes do not wait', async () => {
    const world = await World.started()
    world.channel.to('A', RETRY, RETRY)
    await world.say('a', 'k1')
    await world.say('b', 'k2')
    await world.say('c', 'o1', OLEG)
    await until(() => world.channel.delivered.length === 1)
    expect(world.channel.texts()).toEqual(['C'])
    await world.pass(seconds(10))
    expect(world.channel.texts()).toEqual(['C', 'A', 'B'])
    expect(world.channel.attempts.map(({ text }) => text)).toEqual(['A', 'C', 'A', 'A', 'B'])
    await world.pass(duration(50))
    expect(await world.undelivered()).toBe(0)
  })

  it('carry the same delivery id on every attempt', async () => {
    const world = await World.started()
    world.channel.to('A', RETRY, throws('socket hang up'))
    await world.say('a', 'k1')
    await world.pass(seconds(10))
    expect(new Set(world.channel.attempts.map(({ deliveryId }) => deliveryId)).size).toBe(1)
    expect(world.channel.texts()).toEqual(['A'])
  })

  it('obey the date of a 429 across a restart', async () => {
    const url = `file:${temporaryFolder()}/kotik.db`
    const before = await World.started({ url })
    const notBefore = later(before.clock.now(), hours(1))
    before.channel.to('A', { kind: 'retry', notBefore, why: 'HTTP 429' })
    await before.say('a', 'k1')
    await before.pass(duration(50))
    await before.end()
    const after = await World.started({ url, clock: before.clock })
    await after.pass(minutes(50))
    expect(after.channel.attempts).toEqual([])
    await after.pass(minutes(10))
    expect(after.channel.texts()).toEqual(['A'])
  })

  it('tell the conversation of a refusal, and the next message still goes', async () => {
    const world = await World.started()
    world.channel.to('A', { kind: 'refused', why: 'blockedByUser', detail: 'HTTP 403' })
    await world.say('a', 'k1')
    await world.say('b', 'k2')
    await until(async () => (await world.events()).length === 3)
    const refusal = { type: 'deliveryRefused', number: 1, why: 'blockedByUser' }
    expect(await world.events()).toContainEqual(expect.objectContaining(refusal))
    await until(() => world.channel.delivered.length === 1)
    expect(world.channel.texts()).toEqual(['B'])
    await world.pass(duration(50))
    expect(await world.undelivered()).toBe(0)
  })

  it('try again when the platform says nothing for a minute', async () => {
    const world = await World.started()
    world.channel.to('A', HANGS)
    await world.say('a', 'k1')
    await world.say('b', 'k2')
    await world.pass(seconds(59))
    expect(world.channel.attempts).toHaveLength(1)
    await world.pass(seconds(3))
    expect(world.channel.texts()).toEqual(['A', 'B'])
  })

  it('are given up after a day, and the conversation hears of it', async () => {
    const world = await World.started()
    world.channel.to('A', ...Array.from({ length: 2_000 }, () => RETRY))
    await world.say('a', 'k1')
    await world.pass(hours(23))
    expect(await world.undelivered()).toBe(1)
    await world.pass(hours(2))
    await until(async () => (await world.events()).length === 2)
    expect((await world.events())[1]).toMatchObject({ type: 'deliveryRefused', why: 'chatGone' })
    expect(world.channel.attempts.length).toBeLessThan(600)
  })

  it('begin again after a crash between commit and delivery', async () => {
    const url = `file:${temporaryFolder()}/kotik.db`
    const before = await World.started({ url })
    before.channel.to('A', HANGS)
    await before.say('a', 'k1')
    await before.say('b', 'k2')
    await before.crash()
    const after = await World.started({ url, clock: before.clock })
    await until(() => after.channel.delivered.length === 2)
    expect(after.channel.texts()).toEqual(['A', 'B'])
    expect(after.channel.attempts[0]?.deliveryId).toBe(before.channel.attempts[0]?.deliveryId)
  })

  it.each([undefined, 80])('are under way side by side, as many as the channel says (%s)', async (most) => {
    const late = Object.assign(new FakeChannel('vk'), most === undefined ? {} : { sendsAtOnce: most })
    late.next(...Array.from({ length: 100 }, () => HANGS))
    const world = await World.started({ channels: [late] })
    const people = Array.from({ length: 100 }, (_, n) => conversationId('vk', String(n + 1)))
    await Promise.all(people.map((id) => world.say('a', `k:${id}`, id)))
    await until(() => late.attempts.length >= (most ?? 64))
    await world.pass(seconds(1))
    expect(late.attempts).toHaveLength(most ?? 64)
  })

  it.each([
    [true, 0],
    [false, 1],
  ])(
    'are ended at once where a crash would repeat them (%s), else with the next commit',
    async (repeats, left) => {
      const telegram = Object.assign(new FakeChannel('telegram'), { repeats })
      const world = await World.started({ channels: [telegram] })
      await world.say('a', 'k1', conversationId('telegram', '77'))
      await until(() => telegram.delivered.length === 1)
      // The clock stands: nothing lingers to its end.
      for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
      expect(await world.undelivered()).toBe(left)
    },
  )

  it('of a channel that is not there stay for when it is', async () => {
    const url = `file:${temporaryFolder()}/kotik.db`
    const before = await World.started({ url })
    const far = conversationId('telegram', '77')
    await before.kotik.submit(said('hi', 'k1', far))
    await before.end()
    const telegram = new FakeChannel('telegram')
    const after = await World.started({ url, channels: [telegram], clock: before.clock })
    await until(() => telegram.delivered.length === 1)
    expect(after.channel.attempts).toEqual([])
    expect(telegram.delivered[0]?.to).toBe(far)
  })

  it('of a backlog larger than the window all come, once and in order', async () => {
    const url = `file:${temporaryFolder()}/kotik.db`
    const settings = { ...SETTINGS, limits: { ...SETTINGS.limits, messagesPerMinute: 100_000 } }
    const world = await World.started({ url, settings })
    const gate: { open: () => void } = { open: () => {} }
    const held = new Promise<{ kind: 'sent' }>((resolve) => {
      gate.open = () => resolve({ kind: 'sent' })
    })
    world.channel.to('0', held)
    for (let from = 0; from < 6_000; from += 1_000) {
      await Promise.all(Array.from({ length: 1_000 }, (_, n) => world.say(`${from + n}`, `k${from + n}`)))
    }
    gate.open()
    await until(() => world.channel.delivered.length === 6_000)
    expect(world.channel.texts()).toEqual(Array.from({ length: 6_000 }, (_, n) => `${n}`))
    await world.pass(duration(50))
    expect(await world.undelivered()).toBe(0)
  })
})

describe('a stop', () => {
  it('lets deliveries under way end, and leaves the rest for the next start', async () => {
    const url = `file:${temporaryFolder()}/kotik.db`
    const before = await World.started({ url })
    const gate: { open: () => void } = { open: () => {} }
    before.channel.to(
      'A',
      new Promise((resolve) => {
        gate.open = () => resolve({ kind: 'sent' })
      }),
    )
    await before.say('a', 'k1')
    await before.say('b', 'k2')
    await until(() => before.channel.attempts.length === 1)
    const stopped = before.kotik.stop(seconds(10))
    expect(await before.say('late', 'k3')).toMatchObject({ kind: 'busy', why: 'stopping' })
    expect(before.kotik.health()).toMatchObject({ status: 'stopping', ready: false })
    gate.open()
    await stopped
    expect(before.channel.stopped).toBe(true)
    await before.end()
    const after = await World.started({ url, clock: before.clock })
    await until(() => after.channel.delivered.length === 1)
    expect(after.channel.texts()).toEqual(['B'])
  })

  it('does not wait for a hung platform beyond its deadline', async () => {
    const world = await World.started()
    world.channel.to('A', HANGS)
    await world.say('a', 'k1')
    await until(() => world.channel.attempts.length === 1)
    let ended = false
    const stopped = world.kotik.stop(seconds(10)).then(() => {
      ended = true
    })
    await world.pass(seconds(9))
    expect(ended).toBe(false)
    await world.pass(seconds(1))
    await stopped
    expect(await world.undelivered()).toBe(1)
  })

  it('commits the batch under way and tells the rest to come again', async () => {
    const world = await World.started()
    const receipts = Array.from({ length: 18 }, (_, n) => world.say(`${n}`, `k${n}`))
    const stopped = world.kotik.stop(seconds(10))
    const kinds = (await Promise.all(receipts)).map((receipt) => receipt.kind)
    await stopped
    expect(kinds.filter((kind) => kind === 'done')).toHaveLength((await world.texts(VERA)).length)
    expect(kinds.every((kind) => kind === 'done' || kind === 'busy')).toBe(true)
  })
})
