/**
 * Commands come from the desk's own page only. Three walls, since browsers differ: the SameSite cookie, a header that no
 * foreign page can set without a preflight we never answer, and the browser's own word about where the request began.
 */
import type { Request } from 'express'

const COMMAND_HEADER = 'X-Kotik-Desk'
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** True when the request may change things. Safe methods always pass: they change nothing here. */
export function ownOrigin(request: Request, publicUrl?: string): boolean {
  if (SAFE.has(request.method)) return true
  if (request.get(COMMAND_HEADER) === undefined) return false
  const site = request.get('Sec-Fetch-Site')
  if (site !== undefined && site !== 'same-origin') return false
  const origin = request.get('Origin')
  return origin === undefined || isOurs(origin, request.get('Host'), publicUrl)
}

function isOurs(origin: string, host: string | undefined, publicUrl: string | undefined): boolean {
  if (!URL.canParse(origin)) return false
  const from = new URL(origin)
  return from.host === host || (publicUrl !== undefined && from.origin === new URL(publicUrl).origin)
}
