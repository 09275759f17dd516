/** What was called and what came of it: for tests that count lost and doubled messages, and for the bench. */

interface AnyCall {
  readonly method: string
}

interface AnySend {
  readonly text: string
}

export abstract class Journal<Called extends AnyCall, Sent extends AnySend> {
  #calls: Called[] = []
  #sent: Sent[] = []
  readonly #counts = new Map<string, number>()
  /** After every call. */
  onCall: (call: Called) => void = () => {}

  /** In one word: a status, a code. */
  protected abstract outcomeOf(call: Called): string | number
  /** The chat or peer. */
  protected abstract placeOf(sent: Sent): number

  called(call: Called): void {
    this.#calls.push(call)
    const key = `${call.method} ${this.outcomeOf(call)}`
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
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

  /** How many calls, by method and outcome: `{ 'sendMessage 200': 12, 'sendMessage 429': 1 }`. */
  get counts(): { readonly [methodAndOutcome: string]: number } {
    return Object.fromEntries(this.#counts)
  }

  /** How often each text was sent to each place, by `place text`; more than once is doubled. */
  sendsByText(): ReadonlyMap<string, number> {
    const counted = new Map<string, number>()
    for (const sent of this.#sent) {
      const key = `${this.placeOf(sent)} ${sent.text}`
      counted.set(key, (counted.get(key) ?? 0) + 1)
    }
    return counted
  }

  clear(): void {
    this.#calls = []
    this.#sent = []
    this.#counts.clear()
  }
}
