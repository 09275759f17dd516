/**
 * The Callback API brings several events at once and in no promised order, and one that failed comes minutes later. But the
 * messages of a dialogue are numbered without gaps, ours and theirs together: one whose forerunner is missing waits a moment
 * for it, and then the forerunner is asked for.
 */
import { z } from 'zod'
import { type Clock, duration, later } from '../../domain/time.ts'
import type { MessengerLog } from '../../messengers/log.ts'
import type { Store } from '../../store/port.ts'
import { Order } from '../order.ts'
import type { VkApi } from './api.ts'
import { readFailure } from './errors.ts'
import { conversationOf } from './peer.ts'
import { messageShape, type VkMessage } from './updates.ts'

export interface SuccessionParts {
  readonly api: VkApi
  readonly store: Store
  readonly clock: Clock
  readonly log: MessengerLog
  /** A message that was missing. */
  give(message: VkMessage): Promise<void>
}

interface Known {
  /** Everything up to here has been seen. */
  base: number
  readonly ahead: Set<number>
  readonly stirred: Set<() => void>
}

// Those that were posted side by side arrive within some 100 ms of each other.
const PATIENCE = duration(500)
// The most VK gives by numbers.
const MOST = 100
const PEERS = 10_000
// The first messages of somebody new may overtake each other, too.
const NEW_ONES = 5
const LOOK_BACK = 200

const found = z.looseObject({ items: z.array(messageShape) })

export class Succession {
  readonly #parts: SuccessionParts
  readonly #order = new Order()
  readonly #known = new Map<number, Known>()

  constructor(parts: SuccessionParts) {
    this.#parts = parts
  }

  /** A message of either side that is there. */
  seen(peer: number, id: number): void {
    const known = this.#known.get(peer)
    if (!known || id <= known.base) return
    known.ahead.add(id)
    while (known.ahead.delete(known.base + 1)) known.base += 1
    for (const stir of [...known.stirred]) stir()
  }

  /** Hands it over when everything before it has been. */
  take(message: VkMessage, give: () => Promise<void>): Promise<void> {
    const { peer_id: peer, conversation_message_id: id } = message
    const known = this.#known.get(peer)
    const next = known !== undefined && id <= known.base + 1
    return this.#order.run(peer, next, async () => {
      if (!next) await this.#before(peer, id)
      const given = give()
      this.seen(peer, id)
      await given
    })
  }

  async #before(peer: number, id: number): Promise<void> {
    const known = this.#known.get(peer) ?? (await this.#look(peer, id))
    if (missing(known, id).length > 0) await this.#wait(known, id)
    const numbers = missing(known, id)
    if (numbers.length === 0) return
    try {
      const told: unknown = await this.#parts.api.messages.getByConversationMessageId({
        peer_id: peer,
        conversation_message_ids: [...numbers],
      })
      const { items } = found.parse(told)
      items.sort((one, other) => one.conversation_message_id - other.conversation_message_id)
      for (const item of items) await this.#parts.give(item)
    } catch (error) {
      const { why } = readFailure(error)
      this.#parts.log.warn(
        { peer, numbers, why },
        'messages before this one could not be asked for; VK brings them later',
      )
    }
    known.base = Math.max(known.base, id - 1)
  }

  /** What the log knows of this dialogue; of one that is new to us only the latest may be missing. */
  async #look(peer: number, id: number): Promise<Known> {
    const conversation = conversationOf(peer)
    const tail = await this.#parts.store.conversationTail(conversation, Number.MAX_SAFE_INTEGER, LOOK_BACK)
    const arrived = tail.flatMap(({ event }) =>
      event.type === 'customerSaid' || event.type === 'messageSent' ? [event.externalId] : [],
    )
    const numbers = tail.flatMap(({ event }) => (event.type === 'messageSent' ? [event.message.number] : []))
    const ours = [...(await this.#parts.store.sentAs(conversation, numbers)).values()]
    const ids = [...arrived, ...ours].flatMap((one) => one?.split(' ').map(Number) ?? [])
    const known: Known = {
      base: ids.length === 0 ? Math.max(0, id - 1 - NEW_ONES) : Math.max(...ids),
      ahead: new Set(),
      stirred: new Set(),
    }
    this.#known.set(peer, known)
    const [oldest] = this.#known.keys()
    if (this.#known.size > PEERS && oldest !== undefined) this.#known.delete(oldest)
    return known
  }

  #wait(known: Known, id: number): Promise<void> {
    const { clock } = this.#parts
    return new Promise((resolve) => {
      const finish = () => {
        alarm.cancel()
        known.stirred.delete(stir)
        resolve()
      }
      const stir = () => {
        if (missing(known, id).length === 0) finish()
      }
      const alarm = clock.at(later(clock.now(), PATIENCE), finish)
      known.stirred.add(stir)
    })
  }
}

/** Of those before it, at most as many as are asked for; a number that leaps costs no more. */
function missing({ base, ahead }: Known, id: number): readonly number[] {
  const first = Math.max(base + 1, id - MOST)
  const numbers = Array.from({ length: Math.max(0, id - first) }, (_, index) => first + index)
  return numbers.filter((number) => !ahead.has(number))
}
