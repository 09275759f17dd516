/** «печатает…»: while something is fetched for the customer, and while an operator types. */
import { type ConversationId, channelAndChat } from '../../domain/ids.ts'
import { type Clock, type Instant, instant, later, seconds } from '../../domain/time.ts'
import type { LoggedEvent } from '../../store/port.ts'
import type { TypingSignal } from '../port.ts'
import { TELEGRAM } from './customers.ts'

// Telegram shows it for five seconds, or until a message comes.
const SHOWN = seconds(4)
// A call takes at most half a minute.
const LONGEST = seconds(35)
// Chats whose last showing is remembered.
const REMEMBERED = 1_000

export class Typing {
  readonly #clock: Clock
  readonly #show: (chat: number) => void
  /** Chats with a call under way, and until when at most. */
  readonly #fetching = new Map<ConversationId, { cancel(): void }>()
  readonly #shownAt = new Map<number, Instant>()

  constructor(clock: Clock, show: (chat: number) => void) {
    this.#clock = clock
    this.#show = show
  }

  hear(events: readonly LoggedEvent[]): void {
    for (const { address, event } of events) {
      if (address.to === 'desk' || !address.id.startsWith(`${TELEGRAM}:`)) continue
      if (event.type === 'callMade') this.#begin(address.id)
      else if (event.type === 'callReturned') this.#end(address.id)
    }
  }

  signalled({ who, conversation }: TypingSignal): void {
    if (who !== 'customer' && conversation.startsWith(`${TELEGRAM}:`)) this.#once(conversation)
  }

  stop(): void {
    for (const conversation of [...this.#fetching.keys()]) this.#end(conversation)
  }

  #begin(conversation: ConversationId): void {
    this.#end(conversation)
    this.#again(conversation, later(this.#clock.now(), LONGEST))
  }

  #again(conversation: ConversationId, until: Instant): void {
    const now = this.#clock.now()
    this.#once(conversation)
    if (now >= until) return this.#end(conversation)
    const alarm = this.#clock.at(later(now, SHOWN), () => this.#again(conversation, until))
    this.#fetching.set(conversation, alarm)
  }

  #end(conversation: ConversationId): void {
    this.#fetching.get(conversation)?.cancel()
    this.#fetching.delete(conversation)
  }

  /** Not oftener than it fades: operators' browsers tell of every key. */
  #once(conversation: ConversationId): void {
    const chat = Number(channelAndChat(conversation).chat)
    const now = this.#clock.now()
    const last = this.#shownAt.get(chat) ?? instant(0)
    // A clock put back must not silence it.
    if (now < later(last, SHOWN) && now >= last) return
    if (this.#shownAt.size >= REMEMBERED) this.#shownAt.clear()
    this.#shownAt.set(chat, now)
    this.#show(chat)
  }
}
