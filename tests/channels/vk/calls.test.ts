/** Calls in their turn: how long they wait, what goes together, what nobody misses. */

import { describe, expect, it } from 'vitest'
import { API, APIRequest } from 'vk-io'
import { Calls } from '../../../src/channels/vk/calls.ts'
import { between, duration, type Instant, later } from '../../../src/domain/time.ts'
import { ManualClock } from '../../fakes/manual-clock.ts'

interface Made {
  readonly at: Instant
  readonly method: string
  /** Those inside, in order, where they go together. */
  readonly inside: readonly string[]
}

const TOO_MANY = { error: { error_code: 6, error_msg: 'Too many requests per second' } }
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, child: () => SILENT }

function open() {
  const clock = new ManualClock()
  const made: Made[] = []
  const waits: number[] = []
  const answers: unknown[] = []
  const api = new API({ token: 'token' })
  const performed = (method: string, code: unknown) => {
    const inside = [...String(code ?? '').matchAll(/API\.([\w.]+)\(/gu)].map(([, name = '']) => name)
    made.push({ at: clock.now(), method, inside })
    const response = method === 'execute' ? inside.map(() => clock.now()) : clock.now()
    return answers.shift() ?? { response }
  }
  const calls = new Calls({
    clock,
    log: SILENT,
    perform: async (method, { code }) => performed(method, code),
  })
  const ask = (method: string, n = 0) => {
    const asked = clock.now()
    const request = new APIRequest({ api, method, params: { peer_id: n } })
    calls.add(request)
    return request.promise.then((at) => {
      if (method === 'messages.send') waits.push(Number(at) - asked)
    })
  }
  /** So many a second for so long, whether earlier ones are through or not. */
  const offered = async (perSecond: number, ms: number, one: (n: number) => void) => {
    const began = clock.now()
    for (let n = 1; n <= (perSecond * ms) / 1_000; n += 1) {
      clock.at(later(began, duration((n * 1_000) / perSecond)), () => one(n))
    }
    await clock.pass(duration(ms + 3_000))
  }
  return { clock, made, waits, answers, ask, offered }
}

const mostInASecond = (made: readonly Made[]) =>
  Math.max(...made.map(({ at }) => made.filter((one) => one.at >= at && between(at, one.at) < 1_000).length))
const insideOf = (made: readonly Made[]) =>
  made.flatMap(({ method, inside }) => (method === 'execute' ? inside : [method]))

describe('calls', () => {
  it('of a busy community wait one distance at most: 150 messages a second and their read marks', async () => {
    const { made, waits, ask, offered } = open()
    await offered(150, 8_000, (n) => {
      void ask('messages.send', n)
      void ask('messages.markAsRead', n)
    })
    expect(waits).toHaveLength(1_200)
    expect(Math.max(...waits)).toBeLessThan(68)
    expect(mostInASecond(made)).toBeLessThanOrEqual(20)
    expect(insideOf(made).filter((method) => method === 'messages.markAsRead')).toHaveLength(1_200)
  })

  it('that wait fill every pack: some 460 messages a second', async () => {
    const { clock, made, waits, ask } = open()
    for (let n = 0; n < 2_000; n += 1) void ask('messages.send', n)
    await clock.pass(duration(4_400))
    expect(waits).toHaveLength(2_000)
    expect(made.map(({ inside }) => inside.length)).toEqual(Array.from({ length: 80 }, () => 25))
    expect(mostInASecond(made)).toBeLessThanOrEqual(20)
  })

  it('go alone while there is room', async () => {
    const { made, waits, ask, offered } = open()
    await offered(3, 5_000, (n) => void ask('messages.send', n))
    expect(new Set(made.map(({ method }) => method))).toEqual(new Set(['messages.send']))
    expect(Math.max(...waits)).toBe(0)
  })

  it('take what nobody misses along, behind what matters', async () => {
    const { clock, made, ask } = open()
    void ask('messages.markAsRead')
    void ask('messages.send')
    void ask('messages.setActivity')
    await clock.pass(duration(1))
    expect(made.map(({ inside }) => inside)).toEqual([
      ['messages.send', 'messages.markAsRead', 'messages.setActivity'],
    ])
  })

  it('that nobody misses go by themselves when little is going on, and never in what `execute` does not do', async () => {
    const { clock, made, ask } = open()
    void ask('messages.markAsRead')
    void ask('photos.saveMessagesPhoto')
    await clock.pass(duration(400))
    expect(made.map(({ method }) => method)).toEqual(['photos.saveMessagesPhoto', 'messages.markAsRead'])
  })

  it('that were too many go again after a second, what nobody misses behind the rest', async () => {
    const { clock, made, answers, ask, waits } = open()
    answers.push(TOO_MANY)
    void ask('messages.markAsRead')
    void ask('messages.send', 1)
    await clock.pass(duration(500))
    void ask('messages.send', 2)
    await clock.pass(duration(1_500))
    expect(waits).toEqual([1_000, 500])
    expect(made.map(({ method, inside }) => (inside.length > 0 ? inside : [method]))).toEqual([
      ['messages.send', 'messages.markAsRead'],
      ['messages.send'],
      ['messages.send', 'messages.markAsRead'],
    ])
  })
})
