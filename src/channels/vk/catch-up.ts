/**
 * What VK does not bring any more is read from the dialogues: after a gap in the long poll, and after a time in which the
 * Callback API could not reach us. Dialogues come newest first, so that only those with something new are looked at, and of
 * each only what stands above the last message we know. What is found goes the usual way and is known by its key.
 */
import { z } from 'zod'
import { type Instant, instant, minutes } from '../../domain/time.ts'
import type { MessengerLog } from '../../messengers/log.ts'
import type { Store } from '../../store/port.ts'
import type { VkApi } from './api.ts'
import type { Place } from './cursor.ts'
import { conversationOf } from './peer.ts'
import { eventOf, isGroupChat, messageShape, type VkMessage, type VkUpdate } from './updates.ts'

export interface CatchUpParts {
  readonly api: VkApi
  readonly group: number
  readonly store: Store
  readonly log: MessengerLog
  /** In order within a dialogue; resolves when it is durable. */
  give(update: VkUpdate): Promise<void>
}

// The most VK gives of either.
const DIALOGUES = 200
const MESSAGES = 200
// Clocks differ, and a message may have been written before it was told of; what is known already is recognised.
const MARGIN = minutes(10)
// Events of a dialogue among which its last known message stands.
const LOOK_BACK = 100

const dialogues = z.looseObject({
  items: z.array(z.looseObject({ last_message: messageShape.optional() })),
})
const history = z.looseObject({ items: z.array(messageShape) })

export class CatchUp {
  readonly #parts: CatchUpParts

  constructor(parts: CatchUpParts) {
    this.#parts = parts
  }

  /** Rejects when VK does not answer: to be begun anew then, which costs nothing but the asking. */
  async since({ at, since }: Place): Promise<void> {
    const from = instant(Math.max(at - MARGIN, since))
    let [asked, found] = [0, 0]
    for (let offset = 0; ; offset += DIALOGUES) {
      const told: unknown = await this.#parts.api.messages.getConversations({ count: DIALOGUES, offset })
      const { items } = dialogues.parse(told)
      const fresh = items.flatMap(({ last_message: last }) => (last && when(last) >= from ? [last] : []))
      const counts = await Promise.all(fresh.map((last) => this.#dialogue(last, from)))
      asked += fresh.length
      found += counts.reduce((sum, count) => sum + count, 0)
      if (items.length < DIALOGUES || fresh.length < items.length) break
    }
    this.#parts.log.info(
      { dialogues: asked, messages: found },
      'what came while we were away is read from VK',
    )
  }

  async #dialogue(last: VkMessage, from: Instant): Promise<number> {
    const peer = last.peer_id
    if (isGroupChat(peer) || peer < 0) return 0
    const known = await this.#lastKnown(peer)
    const missed = await this.#missed(last, known, from)
    for (const message of missed) await this.#give(message, known)
    return missed.length
  }

  /** Messages above `known` that are not ours, and edits of earlier ones, oldest first. */
  async #missed(last: VkMessage, known: number, from: Instant): Promise<readonly VkMessage[]> {
    if (last.conversation_message_id <= known && changed(last) < from) return []
    const found: VkMessage[] = []
    for (let offset = 0; ; offset += MESSAGES) {
      const told: unknown = await this.#parts.api.messages.getHistory({
        peer_id: last.peer_id,
        count: MESSAGES,
        offset,
      })
      const { items } = history.parse(told)
      found.push(...items)
      const oldest = items.at(-1)
      if (!oldest || items.length < MESSAGES) break
      if (oldest.conversation_message_id <= known || when(oldest) < from) break
    }
    const told = found.filter((message) => eventOf(message, this.#parts.group) !== undefined)
    const wanted = told.filter(
      (message) =>
        (message.conversation_message_id > known && when(message) >= from) ||
        (message.update_time !== undefined && changed(message) >= from),
    )
    return wanted.sort((one, other) => one.conversation_message_id - other.conversation_message_id)
  }

  async #give(message: VkMessage, known: number): Promise<void> {
    const { group, give } = this.#parts
    const isNew = message.conversation_message_id > known
    const edit: VkUpdate = { event_id: '', group_id: group, type: 'message_edit', object: message }
    const update = isNew ? eventOf(message, group) : edit
    if (update) await give(update)
  }

  /** By the log: the last of the customer's messages that we have; 0: we know nothing of them. */
  async #lastKnown(peer: number): Promise<number> {
    const tail = await this.#parts.store.conversationTail(
      conversationOf(peer),
      Number.MAX_SAFE_INTEGER,
      LOOK_BACK,
    )
    const ids = tail.flatMap(({ event }) =>
      event.type === 'customerSaid' ? [Number(event.externalId ?? 0)] : [],
    )
    return Math.max(0, ...ids.filter(Number.isSafeInteger))
  }
}

const when = ({ date }: VkMessage) => instant(date * 1000)
const changed = ({ date, update_time: at }: VkMessage) => instant((at ?? date) * 1000)
