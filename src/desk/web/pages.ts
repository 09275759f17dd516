/** The built pages: one document for every address, and assets whose names change with their bytes. */
import { join } from 'node:path'
import express, { type Router } from 'express'

// A year: a changed asset has another name. Said here, since the room's default is to keep nothing.
const FOREVER = 'public, max-age=31536000, immutable'

export function pages(folder: string): Router {
  const router = express.Router()
  router.use(
    '/assets',
    express.static(join(folder, 'assets'), {
      index: false,
      redirect: false,
      setHeaders: (response) => response.setHeader('Cache-Control', FOREVER),
    }),
  )
  router.get(['/', '/enter'], (_request, response) => {
    response.sendFile('index.html', { root: folder, cacheControl: false })
  })
  return router
}
