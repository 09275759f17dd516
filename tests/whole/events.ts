/** A stream of server-sent events, read as it comes; who waits for something is woken by it. */
import type { Readable } from 'node:stream'
import { request } from 'undici'

// biome-ignore lint/suspicious/noExplicitAny: what the server sent, looked into by the tests
export type Heard = any

export class EventStream {
  /** Everything heard, in order. */
  readonly heard: Heard[] = []
  readonly status: number
  readonly #ended: Promise<void>
  readonly #body: Readable
  #over = false
  #wake: () => void = () => {}
  #looked = 0

  private constructor(status: number, body: Readable) {
    this.status = status
    this.#body = body
    this.#ended = this.#read()
  }

  static async open(url: string, options: Parameters<typeof request>[1]): Promise<EventStream> {
    const { statusCode, body } = await request(url, { ...options, bodyTimeout: 0 })
    return new EventStream(statusCode, body)
  }

  /** The first thing that fits among what nobody has waited for yet; what lies before it is passed over. */
  async next(fits: (heard: Heard) => boolean): Promise<Heard> {
    for (;;) {
      const at = this.heard.findIndex((one, index) => index >= this.#looked && fits(one))
      if (at >= 0) {
        this.#looked = at + 1
        return this.heard[at]
      }
      if (this.#over) throw new Error(`The stream ended; heard: ${JSON.stringify(this.heard.slice(-5))}`)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  /** Everything heard so far may be waited for again. */
  rewind(): void {
    this.#looked = 0
  }

  close(): Promise<void> {
    this.#body.destroy()
    return this.#ended
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder()
    let rest = ''
    try {
      for await (const chunk of this.#body) {
        const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n')
        rest = blocks.pop() ?? ''
        for (const block of blocks) this.#take(block)
        this.#wake()
      }
    } catch {
      // Cut by us or by the server: the test sees it by what it waits for.
    }
    this.#over = true
    this.#wake()
  }

  #take(block: string): void {
    const data = /^data: (.*)$/m.exec(block)?.[1]
    if (data !== undefined) this.heard.push(JSON.parse(data))
  }
}
