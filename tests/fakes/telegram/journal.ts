/** What bots called and what came of it: for tests that count lost and doubled messages, and for the bench. */

export interface Called {
  /** The fake's clock, milliseconds. */
  readonly at: number
  readonly bot: number
  readonly method: string
  readonly chat: number | undefined
  readonly thread: number | undefined
  /** 0: not answered, or the connection was cut. */
  readonly status: number
  /** Why it was refused. */
  readonly why: string | undefined
  /** Whether the world was changed: false for a refusal, true also for what was performed and never answered. */
  readonly performed: boolean
}

export interface Sent {
  readonly at: number
  readonly bot: number
  readonly chat: number
  readonly thread: number | undefined
  readonly message: number
  /** Text, caption, or '' for what has neither. */
  readonly text: string
}

export class Journal {
  #calls: Called[] = []
  #sent: Sent[] = []
  readonly #statuses = new Map<string, number>()
  /** After every call. */
  onCall: (call: Called) => void = () => {}

  called(call: Called): void {
    this.#calls.push(call)
    const key = `${call.method} ${call.status}`
    this.#statuses.set(key, (this.#statuses.get(key) ?? 0) + 1)
    this.onCall(call)
  }

  sent(sent: Sent): void {
    this.#sent.push(sent)
  }

  get calls(): readonly Called[] {
    return this.#calls
  }

  /** Messages that were really put before people, in order. */
  get sends(): readonly Sent[] {
    return this.#sent
  }

  callsOf(method: string): readonly Called[] {
    return this.#calls.filter((call) => call.method === method)
  }

  /** How many calls, by `method status`: `{ 'sendMessage 200': 12, 'sendMessage 429': 1 }`. */
  get counts(): { readonly [methodAndStatus: string]: number } {
    return Object.fromEntries(this.#statuses)
  }

  /** How often each text was sent to each chat, by `chat text`; more than once is doubled. */
  sendsByText(): ReadonlyMap<string, number> {
    const counted = new Map<string, number>()
    for (const { chat, text } of this.#sent) {
      const key = `${chat} ${text}`
      counted.set(key, (counted.get(key) ?? 0) + 1)
    }
    return counted
  }

  clear(): void {
    this.#calls = []
    this.#sent = []
    this.#statuses.clear()
  }
}
