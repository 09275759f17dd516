/** Kotik end to end but for the network: the real loop, rules, matcher and store; a channel that takes everything. */
import type { Channel } from '../src/channels/port.ts'
import { decideConversation, needsReading, newConversation } from '../src/domain/conversation/decide.ts'
import { decideDesk } from '../src/domain/desk/decide.ts'
import type { ConversationId } from '../src/domain/ids.ts'
import type { Outgoing } from '../src/domain/message.ts'
import { seconds } from '../src/domain/time.ts'
import { systemChance, systemClock } from '../src/runtime/clock.ts'
import { Kotik } from '../src/runtime/kotik.ts'
import { QUIET } from '../src/runtime/log.ts'
import type { Store } from '../src/store/port.ts'
import { openSqliteStore } from '../src/store/sqlite/open.ts'
import type { Content } from './content.ts'
import { MIGRATIONS } from './fill.ts'

export interface Engine {
  readonly store: Store
  readonly kotik: Kotik
  /** Called with everything that reaches a customer. Desks read the log, which is filled all the same. */
  hear(customer: (to: ConversationId, message: Outgoing) => void): void
  stop(): Promise<void>
}

const SENT = { kind: 'sent' } as const

/** `around` may put itself between Kotik and its store. */
export async function startEngine(
  file: string,
  { rules, matcher }: Content,
  around: (store: Store) => Store = (store) => store,
): Promise<Engine> {
  const store = around(await openSqliteStore({ url: `file:${file}`, migrationsDir: MIGRATIONS }))
  let toCustomer: (to: ConversationId, message: Outgoing) => void = () => {}
  const channel: Channel = {
    name: 'site',
    send: async (to, message) => {
      toCustomer(to, message)
      return SENT
    },
    start: async () => {},
    stop: async () => {},
  }
  const kotik = new Kotik({
    store,
    domain: { newConversation, needsReading, decideConversation, decideDesk },
    rules: { current: () => rules },
    matcher,
    channels: [channel],
    surfaces: [],
    clock: systemClock,
    chance: systemChance,
    log: QUIET,
  })
  // What a desk in a messenger does with the live log: it takes note.
  kotik.live.subscribe(() => {})
  await kotik.start()
  return {
    store,
    kotik,
    hear: (customer) => {
      toCustomer = customer
    },
    stop: async () => {
      await kotik.stop(seconds(9))
      await store.close()
    },
  }
}
