import type { RequestHandler } from 'express'
import helmet from 'helmet'

/**
 * The headers of every response: a content policy without `unsafe-*`, no sniffing, no referrer, nothing kept by caches.
 * `no-store` is the default because answers carry people's words; static files with a hash in their name override it.
 */
export function securityHeaders(): readonly RequestHandler[] {
  return [helmet(POLICY), noStore]
}

const noStore: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store')
  next()
}

const POLICY: Parameters<typeof helmet>[0] = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      mediaSrc: ["'self'", 'blob:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  // Kotik speaks plain HTTP behind the company's own proxy; whether the name is HTTPS-only is the proxy's to promise.
  strictTransportSecurity: false,
  // `/widget.js` is loaded by other sites; routes that must not be say so themselves.
  crossOriginResourcePolicy: { policy: 'cross-origin' },
  referrerPolicy: { policy: 'no-referrer' },
  xFrameOptions: { action: 'deny' },
}
