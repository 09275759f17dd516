/** Faults as JSON: what both fakes read alike. */
import type { CallsHit, LineFault } from './faults.ts'

/** As both fakes' parameters answer. */
interface Said {
  has(name: string): boolean
  text(name: string): string
  whole(name: string): number | undefined
}

export const LINE_KINDS = 'slow, hang, hangAfter, cut or refuse'

export function lineFaultIn(said: Said): LineFault | undefined {
  const kind = said.text('kind')
  switch (kind) {
    case 'slow':
      return { kind, ms: said.whole('ms') ?? 50 }
    case 'hang':
    case 'hangAfter':
    case 'cut':
    case 'refuse':
      return { kind }
    default:
      return undefined
  }
}

export function callsHitIn(said: Said): CallsHit {
  const [times, after] = [said.whole('times'), said.whole('after')]
  return {
    ...(said.has('token') ? { token: said.text('token') } : {}),
    ...(times === undefined ? {} : { times }),
    ...(after === undefined ? {} : { after }),
  }
}
