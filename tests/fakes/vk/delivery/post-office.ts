/** Every community's events: kept for its long poll, posted to its callback servers. */
import type { FakeClock } from '../../messenger/clock.ts'
import type { Delivery } from '../api/call.ts'
import type { CallbackServer, EventType, Group, Wire } from '../world/model.ts'
import type { VkEvent } from '../world/world.ts'
import { CALLBACK_HABITS, Callback, type CallbackHabits } from './callback.ts'
import { LONG_POLL_LIMITS, LongPoll, type LongPollLimits } from './long-poll.ts'

const FIRST_TS = 100

export class PostOffice implements Delivery {
  /** Something about somebody's events changed. */
  onStir: () => void = () => {}
  /** The fake's own address. */
  base = ''
  longPollLimits: LongPollLimits = LONG_POLL_LIMITS
  callbackHabits: CallbackHabits = CALLBACK_HABITS
  readonly #clock: FakeClock
  readonly #longPolls = new Map<number, LongPoll>()
  readonly #callbacks = new Map<string, Callback>()
  readonly #firstTs: number
  #nextServer = 1

  constructor(clock: FakeClock, numbersFrom: number) {
    this.#clock = clock
    this.#firstTs = FIRST_TS + numbersFrom
  }

  longPoll(group: Group): LongPoll {
    const known = this.#longPolls.get(group.id)
    if (known) return known
    const made = new LongPoll(this.#clock, this.longPollLimits, this.#firstTs)
    made.onStir = () => this.onStir()
    this.#longPolls.set(group.id, made)
    return made
  }

  longPollServer(group: Group): Wire {
    const { key, ts } = this.longPoll(group)
    return { key, server: `${this.base}/lp/${group.id}`, ts: String(ts) }
  }

  tell(group: Group, event: VkEvent): void {
    if (group.longPoll.enabled && group.longPoll.events.has(event.type)) this.longPoll(group).push(event)
    for (const id of group.servers.keys()) this.callback(group, id)?.push(event)
  }

  callback(group: Group, id: number): Callback | undefined {
    return this.#callbacks.get(`${group.id} ${id}`)
  }

  /** Asks it for the confirmation string at once. */
  addServer(
    group: Group,
    title: string,
    url: string,
    secret: string,
    events: readonly EventType[] = [],
  ): number {
    const id = this.#nextServer++
    const server: CallbackServer = { id, title, url, secret, status: 'wait', events: new Set(events) }
    group.servers.set(id, server)
    const callback = new Callback(group, server, this.#clock, this.callbackHabits)
    callback.onStir = () => this.onStir()
    this.#callbacks.set(`${group.id} ${id}`, callback)
    void callback.confirm()
    return id
  }

  removeServer(group: Group, id: number): void {
    this.callback(group, id)?.stop()
    this.#callbacks.delete(`${group.id} ${id}`)
    group.servers.delete(id)
  }

  stop(): void {
    for (const callback of this.#callbacks.values()) callback.stop()
  }
}
