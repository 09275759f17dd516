/** Kotik end to end but for the network: the real loop, rules, matcher and store; a channel and a desk that take everything. */
import type { Channel } from '../src/channels/port.ts'
import type { DeskSurface } from '../src/desk/port.ts'
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
  /** Called with everything that reaches a customer, and with the conversation of everything that reaches the desk. */
  hear(
    customer: (to: ConversationId, message: Outgoing) => void,
    desk?: (about: ConversationId) => void,
  ): void
  stop(): Promise<void>
}

const SENT = { kind: 'sent' } as const

/** `around` may put itself between Kotik and its store. */
export async function startEngine(
  file: string,
  { rules, matcher }: Content,
  around: (store: Store) => Store = (store) => store,
): Promise<Engine> {
  const store = around(
    await openSqliteStore({ url: `file:${file}`, migrationsDir: MIGRATIONS, deskSurfaces: ['bench'] }),
  )
  let toCustomer: (to: ConversationId, message: Outgoing) => void = () => {}
  let toDesk: (about: ConversationId) => void = () => {}
  const channel: Channel = {
    name: 'site',
    send: async (to, message) => {
      toCustomer(to, message)
      return SENT
    },
    start: async () => {},
    stop: async () => {},
  }
  const surface: DeskSurface = {
    name: 'bench',
    tell: async ({ conversation }) => {
      if (conversation !== undefined) toDesk(conversation)
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
    surfaces: [surface],
    clock: systemClock,
    chance: systemChance,
    log: QUIET,
  })
  await kotik.start()
  return {
    store,
    kotik,
    hear: (customer, desk = () => {}) => {
      toCustomer = customer
      toDesk = desk
    },
    stop: async () => {
      await kotik.stop(seconds(9))
      await store.close()
    },
  }
}
