import { describe, expect, it } from 'vitest'
import { conversationId, inputKey, operatorId, ticketId } from '../../src/domain/ids.ts'
import { minutes, seconds } from '../../src/domain/time.ts'
import type { Domain } from '../../src/runtime/domain.ts'
import type { CommitUnit, Store } from '../../src/store/port.ts'
import { conversationUnit, deskUnit, waitingTicket } from '../contracts/store-samples.ts'
import { SETTINGS } from '../domain/desk-world.ts'
import { OLEG, removed, said, TINY, until, VERA, World } from './world.ts'

describe('the loop', () => {
  it('answers after the commit, and the bot speaks', async () => {
    const world = await World.started()
    expect(await world.say('привет', 'k1')).toEqual({ kind: 'done', at: world.clock.now() })
    expect(await world.texts()).toEqual(['привет'])
    await until(() => world.channel.delivered.length === 1)
    expect(world.channel.texts()).toEqual(['ПРИВЕТ'])
  })

  it('commits what waits together in one transaction and keeps the order', async () => {
    const sizes: number[] = []
    const world = await World.started({
      wrap: (store) => ({
        ...store,
        commit: (units, outcomes) => {
          sizes.push(units.length)
          return store.commit(units, outcomes)
        },
      }),
    })
    await until(() => sizes.length === 1)
    const receipts = await Promise.all([
      ...Array.from({ length: 10 }, (_, n) => world.say(`${n}`, `v${n}`)),
      ...Array.from({ length: 10 }, (_, n) => world.say(`${n}`, `o${n}`, OLEG)),
    ])
    expect(receipts.every(({ kind }) => kind === 'done')).toBe(true)
    // one for the review at the start, one for all of these: a unit for each of the two
    expect(sizes).toEqual([1, 2])
    expect(await world.texts()).toEqual(Array.from({ length: 10 }, (_, n) => `${n}`))
  })

  it('tells a refusal to whoever sent it, and again to whoever missed it', async () => {
    const world = await World.started()
    const refused = { kind: 'refused', refusal: { code: 'emptyMessage' } }
    expect(await Promise.all([world.say('empty', 'k1'), world.say('empty', 'k1')])).toEqual([
      refused,
      refused,
    ])
    expect(await world.say('empty', 'k1')).toEqual(refused)
  })

  it('does not tell as refused what it did once: the answer was lost, and the rules say no now', async () => {
    const world = await World.started()
    await world.say('a', 'k1')
    const [again, other] = await Promise.all([world.say('empty', 'k1'), world.say('empty', 'k2')])
    expect(again).toEqual({ kind: 'duplicate' })
    expect(other).toEqual({ kind: 'refused', refusal: { code: 'emptyMessage' } })
    expect(await world.texts()).toEqual(['a'])
  })

  it('knows a duplicate in the same batch, while under way, and later', async () => {
    const world = await World.started()
    const together = await Promise.all([world.say('a', 'k1'), world.say('a', 'k1'), world.say('b', 'k2')])
    expect(together.map(({ kind }) => kind)).toEqual(['done', 'duplicate', 'done'])
    const mixed = await Promise.all([world.say('a', 'k1'), world.say('c', 'k3'), world.say('b', 'k2')])
    expect(mixed.map(({ kind }) => kind)).toEqual(['duplicate', 'done', 'duplicate'])
    expect(await world.texts()).toEqual(['a', 'b', 'c'])
  })

  it('decides again when somebody else moved the version', async () => {
    const world = await World.started()
    await world.say('a', 'k1')
    const other: CommitUnit = conversationUnit(VERA, { expected: 1, arrived: [inputKey('x')] }, 41)
    await world.store.commit([other], [])
    expect((await world.say('b', 'k2')).kind).toBe('done')
    const states = await world.store.conversations([VERA])
    expect(states.get(VERA)).toMatchObject({ version: 3, state: { lastMessage: 42 } })
    expect(await world.texts()).toEqual(['a', 'b'])
  })

  it('takes inputs that are due at once straight into the next batch', async () => {
    const world = await World.started()
    await world.say('soon tea', 'k1')
    await until(() => world.channel.texts().includes('time for tea'))
    expect(await world.store.dueInputs(world.clock.now(), 10)).toEqual([])
  })

  it('reads a text only where the rules ask, and a matcher that fails is not understood', async () => {
    const texts: string[] = []
    const read = async (text: string) => {
      texts.push(text)
      throw new Error('no model')
    }
    const world = await World.started({ parts: { matcher: { read } } })
    await Promise.all([world.say('plain', 'k1'), world.say('read me', 'k2')])
    await until(() => world.channel.delivered.length === 2)
    expect(texts).toEqual(['read me'])
    expect(world.channel.texts()).toEqual(['PLAIN', 'unsure'])
  })

  it('reads many texts over several batches without mixing their order', async () => {
    const world = await World.started({
      settings: { ...SETTINGS, limits: { ...SETTINGS.limits, messagesPerMinute: 1_000 } },
    })
    const texts = Array.from({ length: 200 }, (_, n) => (n % 2 ? `read ${n}` : `${n}`))
    const receipts = await Promise.all(texts.map((text, n) => world.say(text, `k${n}`)))
    expect(receipts.every(({ kind }) => kind === 'done')).toBe(true)
    expect(await world.texts()).toEqual(texts)
  })

  it('shows what was committed to live listeners, in the order of the log', async () => {
    const world = await World.started()
    const seqs: number[] = []
    const leave = world.kotik.live.subscribe((events) => void seqs.push(...events.map(({ seq }) => seq)))
    world.kotik.live.subscribe(() => {
      throw new Error('a bad page')
    })
    await Promise.all([world.say('a', 'k1'), world.say('b', 'k2', OLEG)])
    leave()
    await world.say('c', 'k3')
    expect(seqs).toEqual((await world.store.events(0, 10)).slice(0, 2).map(({ seq }) => seq))
  })
})

describe('poison', () => {
  it('is parked after three failures; the customer goes to a person and the rest goes on', async () => {
    const world = await World.started()
    const [boom, after, other] = await Promise.all([
      world.say('boom', 'k1'),
      world.say('after', 'k2'),
      world.say('other', 'k3', OLEG),
    ])
    expect([boom.kind, after.kind, other.kind]).toEqual(['parked', 'done', 'done'])
    await until(() => world.channel.texts().includes('a person will come'))
    const [parked] = await world.store.parked(10)
    expect(parked).toMatchObject({ key: 'k1', error: `Error: boom of ${VERA}` })
    expect((await world.events()).map(({ type }) => type)).toEqual(['inputParked', 'customerSaid'])
    expect(await world.say('boom', 'k1')).toEqual({ kind: 'duplicate' })
  })

  it('is found also when the store cannot write what was decided', async () => {
    const world = await World.started()
    const [bad, good] = await Promise.all([world.say('unwritable', 'k1'), world.say('good', 'k2', OLEG)])
    expect([bad.kind, good.kind]).toEqual(['parked', 'done'])
    await until(() => world.channel.texts().includes('a person will come'))
  })

  it('in a stored state that cannot be read harms no other conversation', async () => {
    const wrap = (store: Store): Store => ({
      ...store,
      conversations: async (ids) => {
        if (ids.includes(VERA)) throw new SyntaxError('Unexpected token in JSON')
        return store.conversations(ids)
      },
    })
    const world = await World.started({ wrap })
    const [bad, good] = await Promise.all([world.say('a', 'k1'), world.say('b', 'k2', OLEG)])
    expect([bad.kind, good.kind]).toEqual(['parked', 'done'])
    expect(world.kotik.health().ready).toBe(true)
  })

  it('at the desk is told to the conversation that thinks its ticket is over', async () => {
    const world = await World.started()
    const opened = { type: 'ticketOpened', ticket: waitingTicket(1, VERA) } as const
    const { version } = await world.store.desk()
    await world.store.commit([deskUnit({ expected: version, events: [opened] })], [])
    const cancelled = { type: 'handoffCancelled', ticket: ticketId(1) } as const
    const receipt = await world.kotik.submit({ to: 'desk', key: inputKey('d1'), input: cancelled })
    expect(receipt.kind).toBe('parked')
    await until(() => world.channel.texts().includes('a person will come'))
  })

  it('in a review of the desk does not end the reviews', async () => {
    let failures = 0
    const decideDesk: Domain['decideDesk'] = (state, input, turn) => {
      if (input.type !== 'queueReviewed' || failures === 3) return TINY.decideDesk(state, input, turn)
      failures += 1
      throw new Error('a bad review')
    }
    const world = await World.started({ parts: { domain: { ...TINY, decideDesk } } })
    await until(async () => (await world.store.parked(1)).length === 1)
    expect(await world.store.nextDue()).toBe(world.clock.now() + minutes(1))
    await world.pass(minutes(2))
    expect(await world.store.nextDue()).toBeUndefined()
  })

  it('at the desk does not stop the desk', async () => {
    const world = await World.started()
    const claim = { type: 'ticketClaimed', operator: operatorId('anna'), ticket: ticketId(1) } as const
    const receipts = await Promise.all([
      world.kotik.submit({ to: 'desk', key: inputKey('d1'), input: claim }),
      world.kotik.submit(removed('anna', 'd2')),
    ])
    expect(receipts.map(({ kind }) => kind)).toEqual(['parked', 'done'])
  })
})

describe('a flood', () => {
  it('of one customer is slowed down and others are unharmed', async () => {
    const world = await World.started()
    const flood = Array.from({ length: 1_000 }, (_, n) => world.say(`${n}`, `f${n}`))
    const other = world.say('hello', 'o1', OLEG)
    const receipts = await Promise.all(flood)
    const busy = receipts.filter(({ kind }) => kind === 'busy')
    expect(busy).toHaveLength(980)
    expect(busy[0]).toEqual({ kind: 'busy', why: 'tooManyMessages', retryAfter: 3_000 })
    expect((await other).kind).toBe('done')
    await world.pass(seconds(3))
    expect((await world.say('again', 'f1001')).kind).toBe('done')
    expect((await world.say('too soon', 'f1002')).kind).toBe('busy')
    expect(await world.texts()).toEqual([...Array.from({ length: 20 }, (_, n) => `${n}`), 'again'])
  })

  it('of all customers leaves room for operators, and they go first', async () => {
    const world = await World.started()
    const order: string[] = []
    world.kotik.live.subscribe((events) => void order.push(...events.map(({ event }) => event.type)))
    const receipts = Array.from({ length: 10_500 }, (_, n) =>
      world.kotik.submit(said('silent', `c${n}`, conversationId('site', `${n}`))),
    )
    const desk = world.kotik.submit(removed('anna', 'd1'))
    const kinds = (await Promise.all(receipts)).map((receipt) =>
      receipt.kind === 'busy' ? receipt.why : receipt.kind,
    )
    expect(kinds.filter((kind) => kind === 'overloaded').length).toBeGreaterThanOrEqual(499)
    expect((await desk).kind).toBe('done')
    expect(order.indexOf('operatorRemoved')).toBeLessThan(257)
  })
})
