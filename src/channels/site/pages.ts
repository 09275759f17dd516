import { join } from 'node:path'
import express, { type RequestHandler, Router } from 'express'
import helmet from 'helmet'

const none = ["'none'"]
const self = ["'self'"]

/** What every answer of the site carries. Pages load from us and nobody else; API answers load nothing. */
function headers(directives: { readonly [name: string]: readonly string[] }): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        ...directives,
        defaultSrc: none,
        baseUri: none,
        formAction: none,
        frameAncestors: none,
      },
    },
    // TLS ends at the proxy in front of us; whether it is for ever is its owner's word to give.
    strictTransportSecurity: false,
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    crossOriginOpenerPolicy: { policy: 'same-origin-allow-popups' },
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
  })
}

export const apiHeaders = headers({})
export const pageHeaders = headers({ scriptSrc: self, styleSrc: self, imgSrc: self, connectSrc: self })

/** `/widget.js` and the demo page at `/`. `folder` is what Vite built. */
export function sitePages(folder: string): Router {
  const router = Router()
  // Five minutes: a new version reaches every page soon, and most page views cost no transfer.
  const cached = express.static(folder, { index: false, maxAge: 300_000, redirect: false })
  const demo = join(folder, 'demo', 'index.html')
  router.get('/widget.js', pageHeaders, cached)
  router.use('/demo', pageHeaders, express.static(join(folder, 'demo'), { maxAge: 300_000, redirect: false }))
  router.get('/', pageHeaders, (_req, res) => {
    res.set('Cache-Control', 'no-cache')
    res.sendFile(demo)
  })
  return router
}
