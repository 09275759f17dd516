/** «печатает…»: while something is fetched for the customer, and while an operator types; and the customer's own, for them. */
import type { ConversationId } from '../../domain/ids.ts'
import { type Clock, type Instant, instant, later, seconds } from '../../domain/time.ts'
import type { LoggedEvent } from '../../store/port.ts'
import type { TypingSignal } from '../port.ts'
import { isOfVk, peerIn } from './peer.ts'

// VK shows it for some ten seconds, or until a message comes.
const SHOWN = seconds(8)
// A call takes at most half a minute.
const LONGEST = seconds(35)
// Dialogues whose last showing is remembered.
const REMEMBERED = 1_000

export class Typing {
  readonly #clock: Clock
  readonly #show: (peer: number) => void
  /** Conversations with a call under way. */
  readonly #fetching = new Map<ConversationId, { cancel(): void }>()
  readonly #shownAt = new Map<number, Instant>()

  constructor(clock: Clock, show: (peer: number) => void) {
    this.#clock = clock
    this.#show = show
  }

  hear(events: readonly LoggedEvent[]): void {
    for (const { address, event } of events) {
      if (address.to === 'desk' || !isOfVk(address.id)) continue
      if (event.type === 'callMade') this.#again(address.id, later(this.#clock.now(), LONGEST))
      else if (event.type === 'callReturned') this.#end(address.id)
    }
  }

  signalled({ who, conversation }: TypingSignal): void {
    if (who !== 'customer' && isOfVk(conversation)) this.#once(conversation)
  }

  stop(): void {
    for (const conversation of [...this.#fetching.keys()]) this.#end(conversation)
  }

  #again(conversation: ConversationId, until: Instant): void {
    this.#end(conversation)
    const now = this.#clock.now()
    this.#once(conversation)
    if (now >= until) return
    const alarm = this.#clock.at(later(now, SHOWN), () => this.#again(conversation, until))
    this.#fetching.set(conversation, alarm)
  }

  #end(conversation: ConversationId): void {
    this.#fetching.get(conversation)?.cancel()
    this.#fetching.delete(conversation)
  }

  /** Not oftener than it fades: operators' browsers tell of every key. */
  #once(conversation: ConversationId): void {
    const peer = peerIn(conversation)
    const now = this.#clock.now()
    const last = this.#shownAt.get(peer) ?? instant(0)
    // A clock put back must not silence it.
    if (now < later(last, SHOWN) && now >= last) return
    if (this.#shownAt.size >= REMEMBERED) this.#shownAt.clear()
    this.#shownAt.set(peer, now)
    this.#show(peer)
  }
}
