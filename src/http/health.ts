/** `/health`, `/health/live`, `/health/ready`, `/metrics`: for probes and scrapers; they hold numbers, never anybody's words. */

import { Router } from 'express'
import { mayScrape } from './scraper.ts'

/** What `GET /health` answers. */
export interface Health {
  /** `ok`: takes and answers. `degraded`: runs, but something named in `troubles` or `troubled` needs a person. `stopping`. */
  readonly status: 'ok' | 'degraded' | 'starting' | 'stopping'
  /** True while new messages are taken; what a load balancer asks. */
  readonly ready: boolean
  /** Codes of docs/errors.md; the words are in the log. */
  readonly troubles: readonly string[]
  readonly release: string
  /** Milliseconds since the start. */
  readonly uptime: number
  readonly backlog: number
  readonly channels: readonly string[]
  /** Desks in messengers with a group that cannot be used; the queue goes on at the web desk. */
  readonly troubled: readonly string[]
}

export interface Observed {
  health(): Health
  /** Prometheus' text format. */
  metricsPage(): Promise<{ readonly type: string; readonly text: string }>
}

export function healthRoutes(observed: Observed, metricsToken?: string): Router {
  const routes = Router()
  const allowed = mayScrape(metricsToken)
  // Alive = this process still turns its event loop; restarting it would not mend a full disk.
  routes.get('/health/live', (_request, response) => {
    response.json({ status: 'live' })
  })
  routes.get('/health/ready', (_request, response) => {
    const { ready, status, troubles } = observed.health()
    response.status(ready ? 200 : 503).json({ status, ready, troubles })
  })
  routes.get('/health', (_request, response) => {
    response.json(observed.health())
  })
  routes.get('/metrics', async (request, response, next) => {
    // To everybody else there is no such page.
    if (!allowed(request)) return next()
    const { type, text } = await observed.metricsPage()
    response.type(type).send(text)
  })
  return routes
}
