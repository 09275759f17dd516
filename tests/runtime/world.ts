/** A small world for tests of the runtime: a real store, rules of a few lines, a clock turned by hand. */

import { onTestFinished } from 'vitest'
import type { Channel } from '../../src/channels/port.ts'
import type { DeskSurface } from '../../src/desk/port.ts'
import type { Conversation } from '../../src/domain/conversation/state.ts'
import { type Decision, nothing, refuse } from '../../src/domain/decision.ts'
import type { Effect } from '../../src/domain/effect.ts'
import type { Event } from '../../src/domain/event.ts'
import {
  type ConversationId,
  conversationId,
  inputKey,
  messageNumber,
  operatorId,
} from '../../src/domain/ids.ts'
import type { Arrived, ConversationInput, LaterInput } from '../../src/domain/input.ts'
import { NOTHING_READ } from '../../src/domain/nlu.ts'
import type { Settings } from '../../src/domain/settings.ts'
import { type Chance, type Duration, instant, later, minutes } from '../../src/domain/time.ts'
import type { Turn } from '../../src/domain/turn.ts'
import type { Matcher } from '../../src/nlu/port.ts'
import type { Domain } from '../../src/runtime/domain.ts'
import { Kotik, type KotikParts } from '../../src/runtime/kotik.ts'
import { QUIET } from '../../src/runtime/log.ts'
import type { Store } from '../../src/store/port.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { conversationOf } from '../contracts/store-samples.ts'
import { rulesWith, SETTINGS } from '../domain/desk-world.ts'
import { FakeChannel } from '../fakes/fake-channel.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { MIGRATIONS } from '../store/temporary.ts'

export const VERA = conversationId('site', 'vera')
export const OLEG = conversationId('site', 'oleg')

/** Every answer the bot gives is what was said, in capitals; some words do more. */
function converse(state: Conversation, input: ConversationInput, { key, at }: Turn): Decision<Conversation> {
  const number = messageNumber(state.lastMessage + 1)
  const next: Conversation = { ...state, lastMessage: number, lastCustomerAt: at }
  const with_ = (
    events: readonly Event[],
    effects: readonly Effect[],
    after: readonly LaterInput[] = [],
  ) => ({
    state: next,
    events,
    effects,
    later: after,
  })
  const say = (text: string): Effect => ({
    type: 'say',
    message: { number, author: { kind: 'bot' }, content: { text }, at },
  })
  switch (input.type) {
    case 'customerSaid': {
      const { text } = input.content
      const said: Event = { type: 'customerSaid', number, content: input.content }
      const [word, rest = ''] = text.split(/ (.*)/u)
      if (word === 'boom') throw new Error(`boom of ${state.id}`)
      if (word === 'silent') return with_([said], [])
      if (word === 'empty') return refuse(state, { code: 'emptyMessage' })
      if (word === 'call') return with_([said], [callOf(key, rest)])
      if (word === 'timer') return with_([said], [], [timerOf(state.id, rest, later(at, minutes(10)))])
      if (word === 'soon') return with_([said], [], [timerOf(state.id, rest, instant(0))])
      if (word === 'unwritable') return { ...with_([said], []), state: { ...next, misses: unwritable() } }
      if (word === 'read') return with_([said], [say(input.reading?.verdict ?? 'no reading')])
      return with_([said], [say(text.toUpperCase())])
    }
    case 'waitOver':
      return with_([], [say(`time for ${input.token}`)])
    case 'callReturned':
      return with_(
        [{ type: 'callReturned', call: input.call, ok: input.result.kind === 'answered' }],
        [say(JSON.stringify(input.result))],
      )
    case 'deliveryRefused':
      return with_([{ ...input, number: input.message }], [])
    case 'inputParked':
      return with_([{ ...input }], [say('a person will come')])
    default:
      return nothing(state)
  }
}

/** A state no store can write; stands for whatever we did not think of. */
function unwritable(): number {
  const value: unknown = 1n
  return value as number
}

const callOf = (id: string, url: string): Effect => ({
  type: 'call',
  call: { id, method: 'GET', url, headers: {}, timeout: 5_000 },
})

const timerOf = (id: ConversationId, token: string, due: LaterInput['due']): LaterInput => ({
  to: 'conversation',
  id,
  key: inputKey(`timer:${id}:${token}`),
  due,
  input: { type: 'waitOver', token },
})

export const TINY: Domain = {
  newConversation: (id) => conversationOf(id, 0),
  needsReading: (_state, input) => input.type === 'customerSaid' && input.content.text.startsWith('read'),
  decideConversation: converse,
  decideDesk: (state, input) => {
    if (input.type === 'ticketClaimed') throw new Error('nobody may claim here')
    if (input.type === 'handoffCancelled') throw new Error('nobody may leave')
    if (input.type !== 'operatorRemoved') return nothing(state)
    return { ...nothing(state), events: [input], effects: [] }
  },
}

export const UNSURE: Matcher = { read: async () => NOTHING_READ }

/** Not chance at all: tokens count, jitter is a quarter. */
export function countingChance(): Chance {
  let count = 0
  return {
    token: () => {
      count += 1
      return `token${count}`
    },
    fraction: () => 0.5,
  }
}

export interface WorldOptions {
  readonly url?: string
  readonly channels?: readonly Channel[]
  readonly surfaces?: readonly DeskSurface[]
  readonly settings?: Settings
  readonly clock?: ManualClock
  readonly parts?: Partial<KotikParts>
  /** Puts something between Kotik and the real store. */
  readonly wrap?: (store: Store) => Store
}

let processStart = 0

export class World {
  readonly kotik: Kotik
  readonly store: Store
  readonly clock: ManualClock
  readonly channel: FakeChannel
  #closed = false

  private constructor(kotik: Kotik, store: Store, clock: ManualClock, channel: FakeChannel) {
    this.kotik = kotik
    this.store = store
    this.clock = clock
    this.channel = channel
  }

  static async open(options: WorldOptions = {}): Promise<World> {
    const { url = ':memory:', surfaces = [], settings = SETTINGS, clock = new ManualClock() } = options
    processStart += 1
    const real = await openSqliteStore({ url, migrationsDir: MIGRATIONS })
    const store = options.wrap?.(real) ?? real
    const channel = new FakeChannel()
    const kotik = new Kotik({
      store,
      domain: TINY,
      rules: { current: () => rulesWith(settings) },
      matcher: UNSURE,
      channels: [channel, ...(options.channels ?? [])],
      surfaces,
      clock,
      chance: { ...countingChance(), token: () => `start${processStart}` },
      log: QUIET,
      ...options.parts,
    })
    const world = new World(kotik, real, clock, channel)
    onTestFinished(() => world.end())
    return world
  }

  /** Opened and started. */
  static async started(options: WorldOptions = {}): Promise<World> {
    const world = await World.open(options)
    await world.kotik.start()
    return world
  }

  say(text: string, key: string, id = VERA) {
    return this.kotik.submit(said(text, key, id))
  }

  async end(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    const stopped = this.kotik.stop(minutes(1))
    await this.clock.pass(minutes(2))
    await stopped
    await this.store.close()
  }

  /** As if the process had died: nothing is finished, nothing more is written. */
  async crash(): Promise<void> {
    this.#closed = true
    await this.store.close()
  }

  /** Time passes, and everything that follows from it happens. */
  pass(by: Duration): Promise<void> {
    return this.clock.pass(by)
  }

  async events(id: ConversationId = VERA): Promise<readonly Event[]> {
    return (await this.store.conversationEvents(id, 0, 1_000)).map(({ event }) => event)
  }

  async texts(id: ConversationId = VERA): Promise<readonly string[]> {
    return (await this.events(id)).flatMap((event) =>
      event.type === 'customerSaid' ? [event.content.text] : [],
    )
  }

  async undelivered(): Promise<number> {
    return (await this.store.counts()).undelivered
  }
}

export function said(text: string, key: string, id: ConversationId = VERA): Arrived {
  return { to: 'conversation', id, key: inputKey(key), input: { type: 'customerSaid', content: { text } } }
}

export const removed = (name: string, key: string): Arrived => ({
  to: 'desk',
  key: inputKey(key),
  input: { type: 'operatorRemoved', operator: operatorId(name) },
})

/** Lets the event loop go round until something holds; fails the test when it never does. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let round = 0; round < 20_000; round += 1) {
    if (await holds()) return
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
  }
  throw new Error('it never came true')
}
