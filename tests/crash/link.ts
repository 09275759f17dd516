/** How a well-made client talks to a server that may die at any instant: the same request again until it is answered. */
import { Agent, request } from 'undici'
import type { Life, Server } from './server.ts'

export interface Ask {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly headers: { readonly [name: string]: string }
  readonly body?: unknown
}

export interface Answer {
  readonly status: number
  readonly headers: { readonly [name: string]: string | string[] | undefined }
  // biome-ignore lint/suspicious/noExplicitAny: what the server sent, looked into by the callers
  readonly body: any
}

export class Link {
  readonly server: Server
  /** Answers that never came, so that the request was sent again. */
  resent = 0
  readonly #agent: Agent
  readonly #perLife: number
  #life: Life | undefined
  #asked = 0

  /** `address` is one of 127.0.0.0/8: budgets are per address. `perLife` keeps this client within its own budget. */
  constructor(server: Server, address: string, perLife: number) {
    this.server = server
    this.#perLife = perLife
    this.#agent = new Agent({ localAddress: address, bodyTimeout: 0, headersTimeout: 0 })
  }

  /** An answer is one below 500; 503 says that nothing was kept. */
  async insist(ask: Ask): Promise<Answer> {
    for (;;) {
      const life = await this.#allowed()
      const answer = await this.#once(life, ask)
      if (answer && answer.status < 500 && answer.status !== 429) return answer
      if (answer && answer.status !== 503)
        throw new Error(`${ask.path}: ${answer.status} ${JSON.stringify(answer.body)}`)
      this.resent += 1
      await againSoon(life)
    }
  }

  /** A stream's bytes as they come; ends with the life. */
  async *read(path: string, headers: Ask['headers']): AsyncGenerator<string> {
    const life = await this.server.up()
    try {
      const { body } = await request(life.url + path, { headers, dispatcher: this.#agent })
      const decoder = new TextDecoder()
      for await (const chunk of body) yield decoder.decode(chunk, { stream: true })
    } catch {
      await againSoon(life)
    }
  }

  close(): Promise<void> {
    return this.#agent.destroy()
  }

  async #allowed(): Promise<Life> {
    for (;;) {
      const life = await this.server.up()
      if (this.#life !== life) {
        this.#life = life
        this.#asked = 0
      }
      this.#asked += 1
      if (this.#asked <= this.#perLife) return life
      await life.over
    }
  }

  async #once(life: Life, { method, path, headers, body }: Ask): Promise<Answer | undefined> {
    try {
      const response = await request(life.url + path, {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        dispatcher: this.#agent,
      })
      const text = await response.body.text()
      return {
        status: response.statusCode,
        headers: response.headers,
        body: text === '' ? undefined : JSON.parse(text),
      }
    } catch {
      return undefined
    }
  }
}

// One that is dying ends within a moment; one that woke up has cut its connections and takes new ones.
const SOON = 20

const againSoon = (life: Life) =>
  Promise.race([life.over, new Promise((resolve) => setTimeout(resolve, SOON))])
