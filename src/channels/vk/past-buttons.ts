/**
 * Buttons of past questions go from the screen. In VK that is an edit of the whole message, so what was written is kept for
 * as long as its buttons may be pressed. Nobody misses it when there is more to do: a button that stays is refused kindly.
 */
import type { ConversationId } from '../../domain/ids.ts'
import type { Outgoing } from '../../domain/message.ts'
import type { LoggedEvent } from '../../store/port.ts'
import { type Carrier, ShownPrompts } from '../shown-prompts.ts'
import { NO_INLINE } from './keyboards.ts'
import { peerIn } from './peer.ts'
import type { Spoken, Written } from './speaking.ts'

export interface PastButtonsParts {
  /** A call that is left out when there is more important to do. */
  idly(method: string, params: object): void
}

// Questions that wait for an answer, of those who were asked last.
const KNOWN = 2_000
// 25 of them in Cyrillic letters stay below what one `execute` may carry; longer questions are rare.
const LONGEST = 500

interface Standing extends Carrier {
  readonly id: number
  readonly written: Written
}

export class PastButtons {
  readonly #parts: PastButtonsParts
  readonly #standing = new ShownPrompts<Standing>(KNOWN)

  constructor(parts: PastButtonsParts) {
    this.#parts = parts
  }

  /** The message, or its last part, that carries the buttons of a prompt. */
  shown(to: ConversationId, { prompt, number, replaces }: Outgoing, spoken: Spoken | undefined): void {
    if (!prompt || !spoken?.written || spoken.written.text.length > LONGEST) return
    const standing = { id: Number(spoken.id), number: replaces ?? number, written: spoken.written }
    this.#standing.keep(to, prompt.id, standing)
  }

  /** Prompts that were closed lose their buttons, unless the whole message is being written anew. */
  hear(events: readonly LoggedEvent[]): void {
    for (const { of, carrier } of this.#standing.closed(events)) this.#takeAway(of, carrier)
  }

  #takeAway(of: ConversationId, { id, written: { text, attachment } }: Standing): void {
    this.#parts.idly('messages.edit', {
      peer_id: peerIn(of),
      cmid: id,
      message: text,
      ...(attachment === '' ? {} : { attachment }),
      keyboard: JSON.stringify(NO_INLINE),
      keep_forward_messages: 1,
      keep_snippets: 1,
    })
  }
}
