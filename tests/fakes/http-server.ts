import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export type Handler = (request: Received, response: ServerResponse) => void

/** A real HTTP server on a free port of 127.0.0.1 that answers what the test says; closed with the test. */
export class FakeHttpServer {
  readonly received: Received[] = []
  port = 0
  readonly #server: Server
  #handler: Handler

  private constructor(handler: Handler) {
    this.#handler = handler
    this.#server = createServer((request, response) => void this.#answer(request, response))
  }

  static async open(handler: Handler = json({ ok: true })): Promise<FakeHttpServer> {
    const fake = new FakeHttpServer(handler)
    await new Promise<void>((resolve) => {
      fake.#server.listen(0, '127.0.0.1', resolve)
    })
    fake.port = (fake.#server.address() as AddressInfo).port
    onTestFinished(() => fake.close())
    return fake
  }

  /** `127.0.0.1:port`, as an allow list names it. */
  get host(): string {
    return `127.0.0.1:${this.port}`
  }

  get url(): string {
    return `http://${this.host}`
  }

  answerWith(handler: Handler): void {
    this.#handler = handler
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve())
    })
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = '', url = '', headers } = request
    const received = { method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') }
    this.received.push(received)
    this.#handler(received, response)
  }
}

export const json =
  (body: unknown, status = 200): Handler =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
