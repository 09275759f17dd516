/** Which messages carry buttons that may still be pressed, so that those of past questions can go from the screen. */
import type { ConversationId, MessageNumber, PromptId } from '../domain/ids.ts'
import type { LoggedEvent } from '../store/port.ts'

/** A message, or its last part, that carries the buttons of a prompt; with what its messenger needs to take them away. */
export interface Carrier {
  readonly number: MessageNumber
}

export class ShownPrompts<C extends Carrier> {
  readonly #most: number
  readonly #shown = new Map<string, C>()

  /** Of more than `most` the oldest are forgotten; their buttons stay, and are refused kindly. */
  constructor(most: number) {
    this.#most = most
  }

  keep(conversation: ConversationId, prompt: PromptId, carrier: C): void {
    const key = `${conversation} ${prompt}`
    this.#shown.delete(key)
    this.#shown.set(key, carrier)
    const [oldest] = this.#shown.keys()
    if (this.#shown.size > this.#most && oldest !== undefined) this.#shown.delete(oldest)
  }

  /** Carriers of prompts that were closed, but for those that are being written anew as a whole. */
  closed(events: readonly LoggedEvent[]): readonly { readonly of: ConversationId; readonly carrier: C }[] {
    return events.flatMap(({ address, event }) => {
      if (event.type !== 'promptClosed' || address.to === 'desk') return []
      const key = `${address.id} ${event.prompt}`
      const carrier = this.#shown.get(key)
      this.#shown.delete(key)
      return carrier && !isReplaced(events, address.id, carrier.number) ? [{ of: address.id, carrier }] : []
    })
  }
}

function isReplaced(events: readonly LoggedEvent[], of: ConversationId, number: MessageNumber): boolean {
  return events.some(
    ({ address, event }) =>
      address.to === 'conversation' &&
      address.id === of &&
      event.type === 'messageReplaced' &&
      event.message.number === number,
  )
}
