/** The HTTP side: methods, the long poll, uploads, downloads, and what else is given (people, the page). */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Answer, write } from '../../messenger/answer.ts'
import { bodyOf, givenIn } from '../../messenger/body.ts'
import type { Handle, OtherRoutes } from '../../messenger/local-server.ts'
import { Params } from '../api/params.ts'
import { receiveUpload } from '../api/uploads.ts'
import { type Engine, refusal } from '../engine.ts'

export class HttpSide {
  readonly #engine: Engine
  readonly #others: OtherRoutes

  constructor(engine: Engine, others: OtherRoutes) {
    this.#engine = engine
    this.#others = others
  }

  handle: Handle = (request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/'
    const answering = this.#answering(path, request, response)
    if (answering)
      answering.then(
        (answer) => this.#write(answer, response),
        (error: unknown) => this.#write(refusal(error, []), response),
      )
    else if (path.startsWith('/_files/')) this.#file(path.slice('/_files/'.length), response)
    else if (!this.#others(request, response)) response.writeHead(404).end('Not Found')
  }

  #answering(path: string, request: IncomingMessage, response: ServerResponse): Promise<Answer> | undefined {
    if (path.startsWith('/method/')) return this.#api(path.slice('/method/'.length), request)
    if (path.startsWith('/lp/')) return this.#longPoll(Number(path.slice('/lp/'.length)), request, response)
    if (path.startsWith('/_upload/')) return this.#upload(path.slice('/_upload/'.length), request)
    return undefined
  }

  async #api(method: string, request: IncomingMessage): Promise<Answer> {
    const params = await paramsIn(request)
    const [, bearer = ''] = /^Bearer\s+(\S+)$/iu.exec(request.headers.authorization ?? '') ?? []
    return this.#engine.answer(method, params, params.text('access_token') || bearer)
  }

  async #longPoll(groupId: number, request: IncomingMessage, response: ServerResponse): Promise<Answer> {
    const engine = this.#engine
    const group = engine.world.groups.get(groupId)
    if (!group) return { status: 404, body: 'Not Found', html: true }
    const fault = engine.faultAt('a_check')
    if (fault && (fault.way === 'hang' || fault.way === 'cut' || fault.status !== 200)) return fault
    const query = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams
    const body = await engine.office.longPoll(group).check(query, (leave) => response.once('close', leave))
    return { ...fault, status: 200, body: JSON.stringify(body) }
  }

  async #upload(kind: string, request: IncomingMessage): Promise<Answer> {
    const fault = this.#engine.faultAt('upload')
    if (fault && fault.way === undefined) return fault
    const answered = receiveUpload(this.#engine.world, kind, await paramsIn(request))
    return { ...fault, status: 200, body: JSON.stringify(answered) }
  }

  #write(answer: Answer, response: ServerResponse): void {
    write(answer, response, this.#engine.world.clock, 'application/json; charset=utf-8')
  }

  #file(path: string, response: ServerResponse): void {
    const file = this.#engine.world.files.atPath(path)
    if (!file) {
      response.writeHead(404).end('Not Found')
      return
    }
    const headers = {
      'content-type': file.mime,
      'content-length': file.bytes.length,
      // Shown in the page: never as a page of its own.
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
    }
    response.writeHead(200, headers).end(file.bytes)
  }
}

/** A form or multipart, and the query; VK reads no JSON bodies. */
export async function paramsIn(request: IncomingMessage): Promise<Params> {
  const query = new URLSearchParams((request.url ?? '').split('?')[1] ?? '')
  const type = request.headers['content-type'] ?? ''
  const body = await bodyOf(request)
  return Params.from(givenIn(type, type.startsWith('application/json') ? NO_BODY : body, query))
}

const NO_BODY = Buffer.alloc(0)
