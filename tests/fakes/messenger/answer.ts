/** An answer of a fake's API, and what happens to it on its way. */
import type { ServerResponse } from 'node:http'
import type { FakeClock } from './clock.ts'
import type { LineFault } from './faults.ts'

export interface Answer {
  readonly status: number
  readonly body: string
  /** What happens to the answer on its way. */
  readonly way?: 'cut' | 'hang' | { readonly delayMs: number }
  readonly html?: boolean
}

/** A fault that comes instead of the call; undefined lets it be performed. */
export function lineInstead({ kind }: LineFault): Answer | undefined {
  if (kind === 'hang') return { status: 0, body: '', way: 'hang' }
  return kind === 'refuse' ? { status: 0, body: '', way: 'cut' } : undefined
}

export function onItsWay(
  fault: LineFault | { readonly kind: 'status' | 'flood' | 'error' },
): Pick<Answer, 'way'> {
  if (fault.kind === 'cut') return { way: 'cut' }
  if (fault.kind === 'hangAfter') return { way: 'hang' }
  return fault.kind === 'slow' ? { way: { delayMs: fault.ms } } : {}
}

/** What a proxy in between says, by its name. */
export const gatewayPage = (status: number, title: string, proxy: string): Answer => ({
  ...{ status, html: true },
  body: `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>${proxy}</center>\r\n</body>\r\n</html>\r\n`,
})

export function write(answer: Answer, response: ServerResponse, clock: FakeClock, json: string): void {
  const { way, status, body, html } = answer
  if (way === 'hang') return
  if (way === 'cut') {
    response.socket?.destroy()
    return
  }
  const now = () => {
    const headers = { 'content-type': html ? 'text/html' : json, 'content-length': Buffer.byteLength(body) }
    response.writeHead(status, headers).end(body)
  }
  if (way === undefined) now()
  else clock.at(clock.now() + way.delayMs, now)
}
