import { join } from 'node:path'
import express, { Router } from 'express'

// Five minutes: a new version reaches every page soon, and most page views cost no transfer.
const CACHED = { index: false, redirect: false, maxAge: 300_000 } as const

/** `/widget.js` and the demo page at `/`, from the folder that Vite fills. */
export function sitePages(folder: string): Router {
  const router = Router()
  const demo = join(folder, 'demo', 'index.html')
  router.get('/widget.js', express.static(folder, CACHED))
  router.use('/demo', express.static(join(folder, 'demo'), CACHED))
  router.get('/', (_req, res) => {
    res.sendFile(demo, { headers: { 'Cache-Control': 'no-cache' } })
  })
  return router
}
