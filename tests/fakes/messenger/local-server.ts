/** A port of 127.0.0.1 that can be closed and opened again. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Handle = (request: IncomingMessage, response: ServerResponse) => void

/** Answers a request that is not the API's; false: not its either. */
export type OtherRoutes = (request: IncomingMessage, response: ServerResponse) => boolean

export class LocalServer {
  readonly #handle: Handle
  #server: Server | undefined

  constructor(handle: Handle) {
    this.#handle = handle
  }

  /** The port it listens on; 0 takes a free one. */
  async listen(port: number): Promise<number> {
    const server = createServer(this.#handle)
    server.keepAliveTimeout = 60_000
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
    this.#server = server
    return (server.address() as AddressInfo).port
  }

  /** Connections in use are cut. */
  async close(): Promise<void> {
    const server = this.#server
    if (!server) return
    this.#server = undefined
    server.closeAllConnections()
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
    })
  }
}
