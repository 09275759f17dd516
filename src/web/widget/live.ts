import type { WireEvent, WireTyping } from '../../channels/site/wire.ts'
import type { SiteApi, Trouble } from './api.ts'
import { backoff } from './backoff.ts'
import { sseReader } from './sse.ts'

export interface LiveHearer {
  cursor(): number
  event(event: WireEvent): void
  typing(typing: WireTyping): void
  /** The past is complete; the connection works. */
  ready(cursor: number): void
  lost(): void
  /** The session is no longer good; the stream has ended for good. */
  refused(trouble: Trouble): void
}

// The server speaks every 25 s at least. A laptop that slept finds out on waking, not after a TCP time-out.
const SILENCE = 60_000
const LOOK = 10_000

/** Keeps the stream of events open, whatever happens, until it is closed. */
export class Live {
  readonly #api: SiteApi
  readonly #hearer: LiveHearer
  #closed = false
  #failures = 0
  #heardAt = 0
  #abort: AbortController | undefined
  #wake: (() => void) | undefined
  readonly #watch: ReturnType<typeof setInterval>

  constructor(api: SiteApi, hearer: LiveHearer) {
    this.#api = api
    this.#hearer = hearer
    this.#watch = setInterval(() => this.#look(), LOOK)
    void this.#run()
  }

  /** Tries again now: the network is back, or somebody looks at the page. */
  nudge(): void {
    this.#look()
    this.#wake?.()
  }

  close(): void {
    this.#closed = true
    clearInterval(this.#watch)
    this.#abort?.abort()
    this.#wake?.()
  }

  #look(): void {
    if (this.#heardAt > 0 && Date.now() - this.#heardAt > SILENCE) this.#abort?.abort()
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      const wait = await this.#listen()
      if (this.#closed) return
      this.#hearer.lost()
      await this.#pause(wait ?? backoff(this.#failures++, Math.random()))
    }
  }

  /** Listens until the stream ends; returns how long the server asked to wait, if it did. */
  async #listen(): Promise<number | undefined> {
    this.#abort = new AbortController()
    this.#heardAt = Date.now()
    const asked = await this.#api.events(this.#hearer.cursor(), this.#abort.signal)
    if (asked.ok) {
      await this.#read(asked.value).catch(() => undefined)
      // What ended for a reason of our own is still open on the server's side.
      this.#abort.abort()
    } else if (asked.trouble.status === 401) {
      this.close()
      this.#hearer.refused(asked.trouble)
    } else return asked.trouble.wait
    return undefined
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder()
    const feed = sseReader(({ event, data }) => this.#hear(event, data))
    const reader = body.getReader()
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      this.#heardAt = Date.now()
      feed(decoder.decode(next.value, { stream: true }))
    }
  }

  #hear(name: string, data: string): void {
    if (this.#closed) return
    const said = JSON.parse(data)
    if (name === 'typing') this.#hearer.typing(said)
    else if (name === 'ready') {
      this.#failures = 0
      this.#hearer.ready(said.cursor)
    } else this.#hearer.event(said)
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
