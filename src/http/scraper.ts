import { createHash, timingSafeEqual } from 'node:crypto'
import type { Request } from 'express'
import { fromThisMachine } from './addresses.ts'

const digest = (text: string) => createHash('sha256').update(text).digest()

/** Who may read `/metrics`: a program of this machine, and whoever has the token where there is one. */
export function mayScrape(token: string | undefined): (request: Request) => boolean {
  const wanted = token === undefined ? undefined : digest(token)
  return (request) => {
    const given = /^Bearer (\S{1,512})$/iu.exec(request.get('Authorization') ?? '')?.[1]
    // Digests, so that a token of another length is compared in the same time.
    if (given !== undefined) return wanted !== undefined && timingSafeEqual(digest(given), wanted)
    return fromThisMachine(request)
  }
}
