/** The HTTP side: `/bot<token>/<method>`, `/file/bot<token>/<path>`, and what else is given (people, the page). */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Answer, type Engine, refusal } from '../engine.ts'
import { ApiError, badRequest } from '../errors.ts'
import { DOWNLOAD_LIMIT } from '../world/files.ts'
import { bodyOf, paramsOf } from './body.ts'

/** Answers a request that is not the Bot API's; false: not its either. */
export type OtherRoutes = (request: IncomingMessage, response: ServerResponse) => boolean

export class HttpSide {
  readonly #engine: Engine
  readonly #others: OtherRoutes
  #server: Server | undefined

  constructor(engine: Engine, others: OtherRoutes) {
    this.#engine = engine
    this.#others = others
  }

  /** The port it listens on; 0 takes a free one. */
  async listen(port: number): Promise<number> {
    const server = createServer((request, response) => this.#route(request, response))
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

  #route(request: IncomingMessage, response: ServerResponse): void {
    const url = request.url ?? '/'
    if (url.startsWith('/bot')) void this.#api(url, request, response)
    else if (url.startsWith('/file/bot')) this.#file(url, response)
    else if (!this.#others(request, response)) response.writeHead(404).end('Not Found')
  }

  async #api(url: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    let answer: Answer
    try {
      answer = await this.#answer(url, request, response)
    } catch (error) {
      answer = error instanceof ApiError ? refusal(error) : refusal(broken(error))
    }
    this.#write(answer, response)
  }

  async #answer(url: string, request: IncomingMessage, response: ServerResponse): Promise<Answer> {
    const mark = url.indexOf('?')
    const path = mark < 0 ? url : url.slice(0, mark)
    const slash = path.indexOf('/', 4)
    if (slash < 0) return refusal(new ApiError(404, 'Not Found'))
    const token = path.slice(4, slash)
    const body = await bodyOf(request)
    const query = mark < 0 ? undefined : new URLSearchParams(url.slice(mark))
    const params = paramsOf(request.headers['content-type'] ?? '', body, query)
    return this.#engine.answer(decodeURIComponent(token), path.slice(slash + 1), params, (leave) => {
      response.once('close', leave)
    })
  }

  #write(answer: Answer, response: ServerResponse): void {
    const { way } = answer
    if (way === 'hang') return
    if (way === 'cut') {
      response.socket?.destroy()
      return
    }
    const write = () => {
      const type = answer.html ? 'text/html' : 'application/json'
      response.writeHead(answer.status, {
        'content-type': type,
        'content-length': Buffer.byteLength(answer.body),
      })
      response.end(answer.body)
    }
    if (way === undefined) write()
    else {
      const { clock } = this.#engine.world
      clock.at(clock.now() + way.delayMs, write)
    }
  }

  #file(url: string, response: ServerResponse): void {
    const [, token = '', path = ''] = /^\/file\/bot([^/]+)\/(.+)$/u.exec(url) ?? []
    const { world } = this.#engine
    const file = world.botByToken(decodeURIComponent(token)) ? world.files.atPath(path) : undefined
    if (!file || file.size > DOWNLOAD_LIMIT) {
      response.writeHead(404, { 'content-type': 'application/json' })
      response.end('{"ok":false,"error_code":404,"description":"Not Found"}')
      return
    }
    response.writeHead(200, { 'content-type': file.mime, 'content-length': file.bytes.length })
    response.end(file.bytes)
  }
}

const broken = (error: unknown): ApiError =>
  error instanceof URIError
    ? badRequest('wrong URL')
    : new ApiError(500, `Internal Server Error: ${String(error)}`)
