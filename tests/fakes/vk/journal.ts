/** What communities called and what came of it: for tests that count lost and doubled messages, and for the bench. */

export interface Called {
  /** The fake's clock, milliseconds. */
  readonly at: number
  readonly group: number
  readonly method: string
  readonly peer: number | undefined
  /** It came inside an `execute`, which is noted too. */
  readonly packed: boolean
  /** VK's error code; undefined when it was performed. */
  readonly code: number | undefined
  readonly why: string | undefined
  /** Whether the caller got an answer. */
  readonly answered: boolean
}

export interface Sent {
  readonly at: number
  readonly group: number
  readonly peer: number
  readonly message: number
  readonly cmid: number
  readonly text: string
  readonly randomId: number
}

export class Journal {
  #calls: Called[] = []
  #sent: Sent[] = []
  #repeated: Sent[] = []
  readonly #counts = new Map<string, number>()
  /** After every call. */
  onCall: (call: Called) => void = () => {}

  called(call: Called): void {
    this.#calls.push(call)
    const key = `${call.method} ${call.code ?? 'ok'}`
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
    this.onCall(call)
  }

  sent(sent: Sent, repeated: boolean): void {
    if (repeated) this.#repeated.push(sent)
    else this.#sent.push(sent)
  }

  get calls(): readonly Called[] {
    return this.#calls
  }

  /** Messages that were really put before people, in order. */
  get sends(): readonly Sent[] {
    return this.#sent
  }

  /** Sends that VK knew by their `random_id` and did not put before people again. */
  get repeats(): readonly Sent[] {
    return this.#repeated
  }

  callsOf(method: string): readonly Called[] {
    return this.#calls.filter((call) => call.method === method)
  }

  /** How many calls, by method and outcome: `{ 'messages.send ok': 12, 'messages.send 6': 1 }`. */
  get counts(): { readonly [methodAndOutcome: string]: number } {
    return Object.fromEntries(this.#counts)
  }

  /** How often each text was sent to each peer, by `peer text`. */
  sendsByText(): ReadonlyMap<string, number> {
    const counted = new Map<string, number>()
    for (const { peer, text } of this.#sent) {
      const key = `${peer} ${text}`
      counted.set(key, (counted.get(key) ?? 0) + 1)
    }
    return counted
  }

  /** What people read more than once, as `peer text`. */
  doubled(): readonly string[] {
    return [...this.sendsByText()].flatMap(([key, times]) => (times > 1 ? [key] : []))
  }

  /** Which of these texts nobody was sent; a text may stand inside a longer one. */
  lost(texts: readonly string[]): readonly string[] {
    return texts.filter((text) => !this.#sent.some((sent) => sent.text.includes(text)))
  }

  clear(): void {
    this.#calls = []
    this.#sent = []
    this.#repeated = []
    this.#counts.clear()
  }
}
