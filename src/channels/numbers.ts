/** Which message of the conversation is which of the messenger, both ways. */
import type { Event } from '../domain/event.ts'
import type { ConversationId, MessageNumber } from '../domain/ids.ts'
import type { Content } from '../domain/message.ts'
import type { Store } from '../store/port.ts'

// What was sent just now may not be in the store yet: outcomes wait for the next commit.
const RECENT = 5_000
// Whoever answers or edits does so within what the screen holds.
const LOOK_BACK = 1_000

export interface CustomersMessage {
  readonly number: MessageNumber
  readonly content: Content
}

export class Numbers {
  readonly #store: Store
  readonly #ids = new Map<string, readonly string[]>()
  readonly #numbers = new Map<string, MessageNumber>()

  constructor(store: Store) {
    this.#store = store
  }

  sent(conversation: ConversationId, number: MessageNumber, ids: readonly string[]): void {
    keep(this.#ids, `${conversation} ${number}`, ids)
    for (const id of ids) keep(this.#numbers, `${conversation} ${id}`, number)
  }

  /** How a message of ours is called there; empty when it never arrived. */
  async idsOfOurs(conversation: ConversationId, number: MessageNumber): Promise<readonly string[]> {
    const recent = this.#ids.get(`${conversation} ${number}`)
    if (recent) return recent
    const stored = (await this.#store.sentAs(conversation, [number])).get(number)
    return stored?.split(' ').filter(Boolean) ?? []
  }

  /** How a message of either side is called there. */
  async idOf(conversation: ConversationId, number: MessageNumber): Promise<number | undefined> {
    const [ours] = await this.idsOfOurs(conversation, number)
    const id = ours ?? (await this.#arrived(conversation, (one) => one.number === number))?.externalId
    return id === undefined ? undefined : Number(id.split(' ')[0])
  }

  /** Which message of the conversation this is, whoever wrote it. */
  async numberOf(conversation: ConversationId, id: number): Promise<MessageNumber | undefined> {
    const name = String(id)
    return (
      this.#numbers.get(`${conversation} ${name}`) ??
      (await this.#store.sentNumber(conversation, name)) ??
      (await this.#arrived(conversation, called(name)))?.number
    )
  }

  /** A message of the customer's as it was said. */
  async ofCustomer(conversation: ConversationId, id: number): Promise<CustomersMessage | undefined> {
    const fits = called(String(id))
    return this.#arrived(conversation, (one) => one.by === 'customer' && fits(one))
  }

  async #arrived(
    conversation: ConversationId,
    fits: (one: Arrived) => boolean,
  ): Promise<Arrived | undefined> {
    const events = await this.#store.conversationTail(conversation, Number.MAX_SAFE_INTEGER, LOOK_BACK)
    return events.flatMap(({ event }) => arrivedBy(event)).findLast(fits)
  }
}

/** What came from the messenger: the customer's words, and what somebody of ours wrote there past us. */
interface Arrived extends CustomersMessage {
  readonly by: 'customer' | 'hand'
  readonly externalId?: string
}

function arrivedBy(event: Event): readonly Arrived[] {
  if (event.type === 'customerSaid') return [{ ...event, by: 'customer' }]
  if (event.type !== 'messageSent' || event.message.author.kind !== 'byHand') return []
  const { message, externalId } = event
  const { number, content } = message
  return [{ number, content, by: 'hand', ...(externalId === undefined ? {} : { externalId }) }]
}

const called =
  (name: string) =>
  ({ externalId }: Arrived) =>
    externalId?.split(' ').includes(name) ?? false

function keep<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.set(key, value)
  if (map.size <= RECENT) return
  for (const oldest of map.keys()) {
    map.delete(oldest)
    return
  }
}
