import type { Receipt } from '../channels/port.ts'
import type { ConversationId } from '../domain/ids.ts'
import { inputKey } from '../domain/ids.ts'
import type { Arrived, LaterInput } from '../domain/input.ts'
import type { Clock } from '../domain/time.ts'
import { instant, later, minutes } from '../domain/time.ts'
import type { Store } from '../store/port.ts'
import { addressOf, type Entry } from './entry.ts'
import type { Log } from './log.ts'
import { errorText } from './masks.ts'

// A second try finds a fault of the moment gone; a third is for the restart in between. More would only hold others up.
const FAILURES_TO_PARK = 3

// A desk that is not looked at any more forgets its queue; a minute is often enough while something is wrong with it.
const REVIEW_AGAIN = minutes(1)

/** Inputs that make us throw: counted in the store, and after the third time set aside so that the conversation goes on. */
export class Poison {
  readonly #store: Store
  readonly #clock: Clock
  readonly #log: Log

  constructor({ store, clock, log }: { readonly store: Store; readonly clock: Clock; readonly log: Log }) {
    this.#store = store
    this.#clock = clock
    this.#log = log
  }

  /** How it ends for the input, or undefined when it is to be tried again. Rejects as the store does. */
  async count({ from, arrived }: Entry, error: unknown): Promise<Receipt | undefined> {
    const { key } = arrived
    // A channel offers again what was parked long ago: it fails before the commit could know it as a duplicate.
    if (from === 'outside' && (await this.#store.seen([key])).has(key)) return { kind: 'duplicate' }
    const text = errorText(error)
    const failures = await this.#store.countFailure(key, text)
    this.#log.error({ err: error, key, input: arrived.input.type, failures }, 'an input failed')
    if (failures < FAILURES_TO_PARK) return undefined
    const { input } = arrived
    const parked = { key, address: addressOf(arrived), input, error: text, at: this.#clock.now() }
    await this.#store.park(parked, await this.#instead(arrived, text))
    this.#log.error({ key, input: input.type }, 'the input was parked')
    return { kind: 'parked' }
  }

  /** What is done in its place: its conversation hears, so that the customer goes to a person; a review comes again. */
  async #instead(arrived: Arrived, error: string): Promise<readonly LaterInput[]> {
    if (arrived.input.type === 'queueReviewed')
      return [{ ...arrived, due: later(this.#clock.now(), REVIEW_AGAIN) }]
    // A notice that cannot be handled either is not announced by another.
    const id = arrived.input.type === 'inputParked' ? undefined : await this.#conversationOf(arrived)
    if (id === undefined) return []
    const input = { type: 'inputParked', key: arrived.key, error } as const
    return [{ to: 'conversation', id, key: inputKey(`parked:${arrived.key}`), input, due: instant(0) }]
  }

  async #conversationOf(arrived: Arrived): Promise<ConversationId | undefined> {
    if (arrived.to === 'conversation') return arrived.id
    const { input } = arrived
    if ('conversation' in input) return input.conversation
    // The conversation thinks its ticket is over, and the desk does not: it asks anew, and they agree again.
    const ends = input.type === 'handoffCancelled' || input.type === 'closingConfirmed'
    return ends ? (await this.#store.ticket(input.ticket))?.conversation : undefined
  }
}
