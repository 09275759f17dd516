/**
 * The web desk: where operators work in a browser. It reads the log and the desk's state, and changes things only by
 * `submit`. A request passes, in this order: headers, origin of commands (origin.ts), its route (routes.ts) which says who
 * may use it (route.ts), the ticket with its right to be read (access.ts), the body's shape (shapes.ts), the domain.
 */
import express, { type NextFunction, type Request, type Response, type Router } from 'express'
import type { OperatorId } from '../../domain/ids.ts'
import { securityHeaders } from '../../http/security-headers.ts'
import { attempts } from './attempts.ts'
import type { DeskWebDeps } from './deps.ts'
import { megabytes } from './files.ts'
import { loginLinks } from './login-links.ts'
import { ownOrigin } from './origin.ts'
import { pages } from './pages.ts'
import { picture } from './picture.ts'
import { Problem, sendProblem } from './problem.ts'
import { recentWords } from './recent.ts'
import type { Room } from './room.ts'
import type { Route } from './route.ts'
import { ROUTES } from './routes.ts'
import { openStreams } from './streams.ts'

export interface DeskWeb {
  /** To be mounted at `/desk`. */
  readonly router: Router
  /** The path that signs this operator in once (`/desk/enter#…`), for printing on a loopback start. */
  createLoginLink(operator: OperatorId): string
  /** Ends the live streams, so that the server can stop. */
  close(): void
}

export function deskWeb(deps: DeskWebDeps): DeskWeb {
  const room: Room = {
    deps,
    picture: picture(deps.store, deps.live),
    recent: recentWords(deps.store, deps.live),
    attempts: attempts(),
    links: loginLinks(deps.clock, deps.chance),
    streams: openStreams(deps.clock),
  }
  return {
    router: routerOf(room),
    createLoginLink: room.links.create,
    close: () => {
      room.streams.close()
      room.picture.close()
      room.recent.close()
    },
  }
}

function routerOf(room: Room): Router {
  const router = express.Router()
  router.use(...securityHeaders(), ownPageOnly)
  const api = express.Router()
  api.use((request, _response, next) => {
    next(ownOrigin(request, room.deps.publicUrl) ? undefined : new Problem('crossSite'))
  })
  for (const route of ROUTES) api[route.method](route.path, handler(room, route))
  api.use(() => {
    throw new Problem('notFound')
  })
  api.use((error: unknown, request: Request, response: Response, _next: NextFunction) =>
    fail(room, error, request, response),
  )
  router.use('/api', api)
  router.use(pages(room.deps.pages))
  return router
}

/** Nothing of the desk is for other sites, not even its pictures. */
function ownPageOnly(_request: Request, response: Response, next: NextFunction): void {
  response.set('Cross-Origin-Resource-Policy', 'same-origin')
  response.set('Cross-Origin-Opener-Policy', 'same-origin')
  next()
}

function handler(room: Room, route: Route) {
  return async (request: Request, response: Response): Promise<void> => {
    const answer = await route.run({ room, request, response })
    if (answer !== undefined) response.json(answer)
  }
}

function fail(room: Room, error: unknown, request: Request, response: Response): void {
  const problem = problemIn(room, error)
  if (problem.code === 'internal')
    room.deps.log.error({ err: error, method: request.method, path: request.path }, 'a desk request failed')
  if (response.headersSent) response.destroy()
  else sendProblem(request, response, problem)
}

/** body-parser's own errors are about the request; what is left is ours. */
function problemIn(room: Room, error: unknown): Problem {
  if (error instanceof Problem) return error
  // The disk or the database; it says so itself in the log of whoever met it first.
  if (error instanceof Error && error.name === 'StoreError') return new Problem('busy', { seconds: 5 })
  const status = error instanceof Error && 'status' in error ? error.status : undefined
  if (status === 413)
    return new Problem('tooLarge', { megabytes: megabytes(room.deps.settings().limits.fileSize) })
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new Problem('badRequest', { what: 'the body or the address cannot be read' })
  return new Problem('internal')
}
