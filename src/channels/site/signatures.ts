import { createHmac, timingSafeEqual } from 'node:crypto'

/** HMAC-SHA256 in base64url, and its comparison in constant time. */
export interface Signer {
  sign(text: string): string
  matches(text: string, signature: string): boolean
}

/**
 * One key per purpose, derived from the installation's secret: a session's signature is worth nothing as a file link,
 * and a site that is given the user key cannot make sessions.
 */
export function signer(secret: string, purpose: string): Signer {
  const key = createHmac('sha256', secret).update(purpose).digest()
  const digest = (text: string) => createHmac('sha256', key).update(text).digest()
  return {
    sign: (text) => digest(text).toString('base64url'),
    matches(text, signature) {
      const given = Buffer.from(signature, 'base64url')
      const wanted = digest(text)
      return given.length === wanted.length && timingSafeEqual(given, wanted)
    },
  }
}
