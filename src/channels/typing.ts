/** «печатает…»: while something is fetched for the customer, and while an operator types. */
import { type ConversationId, channelAndChat } from '../domain/ids.ts'
import { type Clock, type Duration, type Instant, instant, later, seconds } from '../domain/time.ts'
import type { LoggedEvent } from '../store/port.ts'
import type { TypingSignal } from './port.ts'

// A call takes at most half a minute.
const LONGEST = seconds(35)
// Chats whose last showing is remembered.
const REMEMBERED = 1_000

export interface TypingParts {
  readonly channel: string
  readonly clock: Clock
  /** How long the platform shows it; shown anew after that while it lasts. */
  readonly shown: Duration
  readonly show: (chat: number) => void
}

export class Typing {
  readonly #parts: TypingParts
  /** Chats with a call under way, and until when at most. */
  readonly #fetching = new Map<ConversationId, { cancel(): void }>()
  readonly #shownAt = new Map<number, Instant>()

  constructor(parts: TypingParts) {
    this.#parts = parts
  }

  hear(events: readonly LoggedEvent[]): void {
    for (const { address, event } of events) {
      if (address.to === 'desk' || !this.#isOurs(address.id)) continue
      if (event.type === 'callMade') this.#begin(address.id)
      else if (event.type === 'callReturned') this.#end(address.id)
    }
  }

  signalled({ who, conversation }: TypingSignal): void {
    if (who !== 'customer' && this.#isOurs(conversation)) this.#once(conversation)
  }

  stop(): void {
    for (const conversation of [...this.#fetching.keys()]) this.#end(conversation)
  }

  #isOurs(conversation: ConversationId): boolean {
    return channelAndChat(conversation).channel === this.#parts.channel
  }

  #begin(conversation: ConversationId): void {
    this.#end(conversation)
    this.#again(conversation, later(this.#parts.clock.now(), LONGEST))
  }

  #again(conversation: ConversationId, until: Instant): void {
    const now = this.#parts.clock.now()
    this.#once(conversation)
    if (now >= until) return this.#end(conversation)
    const alarm = this.#parts.clock.at(later(now, this.#parts.shown), () => this.#again(conversation, until))
    this.#fetching.set(conversation, alarm)
  }

  #end(conversation: ConversationId): void {
    this.#fetching.get(conversation)?.cancel()
    this.#fetching.delete(conversation)
  }

  /** Not oftener than it fades: operators' browsers tell of every key. */
  #once(conversation: ConversationId): void {
    const chat = Number(channelAndChat(conversation).chat)
    const now = this.#parts.clock.now()
    const last = this.#shownAt.get(chat) ?? instant(0)
    // A clock put back must not silence it.
    if (now < later(last, this.#parts.shown) && now >= last) return
    if (this.#shownAt.size >= REMEMBERED) this.#shownAt.clear()
    this.#shownAt.set(chat, now)
    this.#parts.show(chat)
  }
}
