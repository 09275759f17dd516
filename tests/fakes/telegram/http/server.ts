/** The HTTP side: `/bot<token>/<method>`, `/file/bot<token>/<path>`, and what else is given (people, the page). */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Answer, write } from '../../messenger/answer.ts'
import { BadBody, bodyOf, givenIn } from '../../messenger/body.ts'
import type { Handle, OtherRoutes } from '../../messenger/local-server.ts'
import { Params } from '../api/params.ts'
import { type Engine, refusal } from '../engine.ts'
import { ApiError, badRequest, tooLarge } from '../errors.ts'
import { DOWNLOAD_LIMIT } from '../world/files.ts'

export class HttpSide {
  readonly #engine: Engine
  readonly #others: OtherRoutes

  constructor(engine: Engine, others: OtherRoutes) {
    this.#engine = engine
    this.#others = others
  }

  handle: Handle = (request, response) => {
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
    write(answer, response, this.#engine.world.clock, 'application/json')
  }

  async #answer(url: string, request: IncomingMessage, response: ServerResponse): Promise<Answer> {
    const path = url.split('?')[0] ?? ''
    const slash = path.indexOf('/', 4)
    if (slash < 0) return refusal(new ApiError(404, 'Not Found'))
    const token = path.slice(4, slash)
    const params = await paramsIn(request)
    return this.#engine.answer(decodeURIComponent(token), path.slice(slash + 1), params, (leave) => {
      response.once('close', leave)
    })
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

/** JSON, a form or multipart, and the query. */
export async function paramsIn(request: IncomingMessage): Promise<Params> {
  const url = request.url ?? '/'
  const mark = url.indexOf('?')
  const query = mark < 0 ? undefined : new URLSearchParams(url.slice(mark))
  return Params.from(givenIn(request.headers['content-type'] ?? '', await bodyOf(request), query))
}

function broken(error: unknown): ApiError {
  if (error instanceof BadBody) return error.tooLarge ? tooLarge() : badRequest(error.message)
  if (error instanceof URIError) return badRequest('wrong URL')
  return new ApiError(500, `Internal Server Error: ${String(error)}`)
}
