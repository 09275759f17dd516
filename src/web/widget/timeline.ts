/** The conversation as the log tells it. Events may come live or as older pages; the result depends on neither. */
import type { WireEvent, WireMessage } from '../../channels/site/wire.ts'

export interface Line extends WireMessage {
  /** Position in the log of its first appearance. */
  readonly seq: number
}

export interface Talk {
  readonly lines: readonly Line[]
  /** Prompts whose buttons work no more, and what was chosen (-1: nothing). */
  readonly closed: ReadonlyMap<string, number>
  /** The last option pressed of a prompt that may stay open (a vote). */
  readonly pressed: ReadonlyMap<string, number>
  readonly scores: ReadonlyMap<number, number>
  /** The person who answers now. */
  readonly operator?: string
}

export class Timeline {
  readonly #events = new Map<number, WireEvent>()
  #talk: Talk | undefined
  /** Where the live stream goes on. */
  cursor = 0

  /** New events; ones already known change nothing. */
  add(events: readonly WireEvent[]): void {
    for (const event of events) {
      if (this.#events.has(event.seq)) continue
      this.#events.set(event.seq, event)
      this.#talk = undefined
    }
  }

  knows(seq: number): boolean {
    return this.#events.has(seq)
  }

  get talk(): Talk {
    this.#talk ??= told([...this.#events.values()].sort((one, other) => one.seq - other.seq))
    return this.#talk
  }
}

/** Plays the events in the log's order. */
export function told(events: readonly WireEvent[]): Talk {
  const lines = new Map<number, Line>()
  const closed = new Map<string, number>()
  const pressed = new Map<string, number>()
  const scores = new Map<number, number>()
  let operator: string | undefined
  for (const event of events) {
    switch (event.type) {
      case 'message':
        lines.set(event.message.number, { ...event.message, seq: event.seq })
        if (event.message.pressed) pressed.set(event.message.pressed.prompt, event.message.pressed.option)
        break
      case 'replaced': {
        const old = lines.get(event.message.number)
        // The line itself may be on an older page: then it comes as it was last, when that page does.
        if (old) lines.set(old.number, { ...event.message, at: old.at, seq: old.seq })
        break
      }
      case 'edited': {
        const old = lines.get(event.number)
        if (old) lines.set(old.number, { ...old, text: event.text })
        break
      }
      case 'promptClosed':
        closed.set(event.prompt, event.chosen ?? -1)
        break
      case 'operatorJoined':
        operator = event.name
        break
      case 'operatorLeft':
      case 'chatClosed':
        operator = undefined
        break
      case 'rated':
        scores.set(event.ticket, event.score)
    }
  }
  const known = { lines: [...lines.values()], closed, pressed, scores }
  return operator === undefined ? known : { ...known, operator }
}

/** Messages of others after what was read. */
export function unread(talk: Talk, readUpTo: number): number {
  return talk.lines.filter(({ seq, author }) => seq > readUpTo && author.kind !== 'customer').length
}
