import type { Request } from 'express'
import { fromThisMachine } from './addresses.ts'
import { sameSecret } from './same-secret.ts'

/** Who may read `/metrics`: a program of this machine, and whoever has the token where there is one. */
export function mayScrape(token: string | undefined): (request: Request) => boolean {
  return (request) => {
    const given = /^Bearer (\S{1,512})$/iu.exec(request.get('Authorization') ?? '')?.[1]
    if (given !== undefined) return token !== undefined && sameSecret(given, token)
    return fromThisMachine(request)
  }
}
