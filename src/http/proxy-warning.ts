import type { RequestHandler } from 'express'

interface WarningLog {
  warn(fields: object, message: string): void
}

/** Says once that somebody forwards requests whom nobody told us of. */
export function proxyWarning(trustProxy: number, log: WarningLog): RequestHandler {
  let silent = trustProxy > 0
  return (request, _response, next) => {
    if (!silent && request.headers['x-forwarded-for'] !== undefined) {
      silent = true
      log.warn(
        { address: request.socket.remoteAddress },
        'requests carry X-Forwarded-For, but TRUST_PROXY is 0: limits count everybody behind that proxy as one; ' +
          'set TRUST_PROXY to the number of your proxies',
      )
    }
    next()
  }
}
