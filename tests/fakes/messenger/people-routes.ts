/** `/_fake/…`: the people's side for another process, answered in JSON. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { OtherRoutes } from './local-server.ts'

/** By method and path: `POST do`. */
export interface Routes<Params> {
  readonly [methodAndPath: string]: (params: Params) => unknown
}

export interface PeoplesSide<Params> {
  readonly routes: Routes<Params>
  paramsIn(request: IncomingMessage): Promise<Params>
  /** Tells of every change people can see, until the returned function is called. */
  onChange(tell: (chat: number | undefined, bot: number | undefined) => void): () => void
}

/** Everything under `/_fake/`; what is unknown is refused with the list of what there is. */
export function peopleRoutes<Params>(side: PeoplesSide<Params>): OtherRoutes {
  return (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    if (!path.startsWith('/_fake/')) return false
    const name = path.slice('/_fake/'.length)
    if (name === 'events') listen(side, request, response)
    else void run(side, `${request.method} ${name}`, request, response)
    return true
  }
}

async function run<Params>(
  { routes, paramsIn }: PeoplesSide<Params>,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const route = routes[name]
    if (!route) throw new Error(`no such route; there are: ${Object.keys(routes).join(', ')}`)
    json(response, 200, route(await paramsIn(request)) ?? {})
  } catch (error) {
    json(response, 400, { error: error instanceof Error ? error.message : String(error) })
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

/** Server-sent events: one line for every change, merged while the reader is slow. */
function listen<Params>(side: PeoplesSide<Params>, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write('data: {}\n\n')
  let waiting = false
  const leave = side.onChange((chat, bot) => {
    if (waiting) return
    waiting = true
    setImmediate(() => {
      waiting = false
      response.write(`data: ${JSON.stringify({ chat, bot })}\n\n`)
    })
  })
  request.once('close', leave)
}
