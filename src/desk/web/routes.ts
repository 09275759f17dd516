/** Every route of the desk's API. The router is made of this table and of nothing else. */
import { deskRoutes } from './desk-routes.ts'
import { liveRoute } from './live-route.ts'
import { readingRoutes } from './reading-routes.ts'
import type { Route } from './route.ts'
import { sessionRoutes } from './session-routes.ts'
import { talkRoutes } from './talk-routes.ts'

export const ROUTES: readonly Route[] = [
  ...sessionRoutes,
  ...readingRoutes,
  ...deskRoutes,
  ...talkRoutes,
  liveRoute,
]
