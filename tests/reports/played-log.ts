/** A log as a running Kotik leaves it: the real rules and runtime, the sample content, a real store, a clock of the test's. */
import { decideConversation, needsReading, newConversation } from '../../src/domain/conversation/decide.ts'
import { decideDesk } from '../../src/domain/desk/decide.ts'
import {
  type ConversationId,
  conversationId,
  groupName,
  inputKey,
  operatorId,
  ticketId,
} from '../../src/domain/ids.ts'
import type { ConversationInput, DeskInput } from '../../src/domain/input.ts'
import type { Duration } from '../../src/domain/time.ts'
import { minutes, seconds } from '../../src/domain/time.ts'
import { Kotik } from '../../src/runtime/kotik.ts'
import { QUIET } from '../../src/runtime/log.ts'
import type { Store } from '../../src/store/port.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { FakeChannel } from '../fakes/fake-channel.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { countingChance, until } from '../runtime/world.ts'
import { MIGRATIONS } from '../store/temporary.ts'
import { matcher, release } from './sample-content.ts'

const ANNA = operatorId('anna')
const domain = { decideConversation, decideDesk, needsReading, newConversation }

export class PlayedLog {
  readonly store: Store
  readonly clock: ManualClock
  readonly #kotik: Kotik
  #inputs = 0

  private constructor(store: Store, clock: ManualClock) {
    this.store = store
    this.clock = clock
    this.#kotik = new Kotik({
      store,
      domain,
      rules: { current: () => release.rules },
      matcher,
      channels: [new FakeChannel()],
      surfaces: [],
      clock,
      chance: countingChance(),
      log: QUIET,
    })
  }

  /** Anna is on shift from the first. */
  static async open(url = ':memory:', clock = new ManualClock()): Promise<PlayedLog> {
    const played = new PlayedLog(await openSqliteStore({ url, migrationsDir: MIGRATIONS }), clock)
    await played.#kotik.start()
    const groups = release.rules.settings.groups.map((group) => groupName(group.name))
    await played.#atDesk({ type: 'operatorEnrolled', operator: ANNA, name: 'Анна', lead: false, groups })
    await played.#atDesk({ type: 'capacitySet', operator: ANNA, capacity: 5 })
    await played.#atDesk({ type: 'shiftChanged', operator: ANNA, shift: 'on' })
    return played
  }

  says(customer: string, text: string): Promise<void> {
    return this.#arrives(idOf(customer), { type: 'customerSaid', content: { text } })
  }

  /** The newest button with this label. */
  async presses(customer: string, label: string): Promise<void> {
    const state = (await this.store.conversations([idOf(customer)])).get(idOf(customer))?.state
    const prompt = state?.prompts.findLast(({ options }) => options.some((option) => option.label === label))
    if (!prompt) throw new Error(`No [${label}] in ${JSON.stringify(state?.prompts)}`)
    const option = prompt.options.findIndex((one) => one.label === label)
    await this.#arrives(idOf(customer), { type: 'customerPressed', prompt: prompt.id, option })
  }

  async annaSays(customer: string, text: string): Promise<void> {
    const ticket = await this.#ticket(customer)
    await this.#arrives(idOf(customer), { type: 'operatorSaid', operator: ANNA, ticket, content: { text } })
  }

  async annaCloses(customer: string): Promise<void> {
    const ticket = await this.#ticket(customer)
    await this.#arrives(idOf(customer), { type: 'closingProposed', operator: ANNA, ticket })
  }

  async pass(time: Duration): Promise<void> {
    await this.clock.pass(time)
    await this.#settled()
  }

  async close(): Promise<void> {
    const stopped = this.#kotik.stop(seconds(1))
    await this.clock.pass(minutes(1))
    await stopped
    await this.store.close()
  }

  async #ticket(customer: string) {
    const { state } = await this.store.desk()
    const own = Object.values(state.tickets).find(({ conversation }) => conversation === idOf(customer))
    return own?.id ?? ticketId(0)
  }

  async #arrives(id: ConversationId, input: ConversationInput): Promise<void> {
    await this.#done(this.#kotik.submit({ to: 'conversation', id, key: this.#key(), input }))
  }

  async #atDesk(input: DeskInput): Promise<void> {
    await this.#done(this.#kotik.submit({ to: 'desk', key: this.#key(), input }))
  }

  async #done(submitted: ReturnType<Kotik['submit']>): Promise<void> {
    const receipt = await submitted
    if (receipt.kind !== 'done') throw new Error(JSON.stringify(receipt))
    await this.#settled()
  }

  async #settled(): Promise<void> {
    await until(async () => {
      const due = await this.store.nextDue()
      return due === undefined || due > this.clock.now()
    })
  }

  #key() {
    this.#inputs += 1
    return inputKey(`site:played:${this.clock.now()}:${this.#inputs}`)
  }
}

const idOf = (customer: string) => conversationId('site', customer)
