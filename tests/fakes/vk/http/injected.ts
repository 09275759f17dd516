/** Faults and rates as JSON: `{ "fault": { "kind": "error", "code": 10 }, "where": { "method": "messages.send" } }`. */
import { callsHitIn, LINE_KINDS, lineFaultIn } from '../../messenger/injected.ts'
import { isObject } from '../../messenger/objects.ts'
import { Params } from '../api/params.ts'
import type { Fault, Where } from '../delivery/faults.ts'
import { type Rates, REAL_RATES } from '../delivery/rates.ts'
import { badParam } from '../errors.ts'

export function faultOf(params: Params): Fault {
  const said = Params.of(params.object('fault') ?? {})
  const kind = said.text('kind')
  switch (kind) {
    case 'error': {
      const message = said.has('message') ? { message: said.text('message') } : {}
      return { kind, code: said.needed('code'), ...message }
    }
    case 'status': {
      const body = said.has('body') ? { body: said.text('body') } : {}
      return { kind, status: said.whole('status') ?? 502, ...body }
    }
    default:
      return lineFaultIn(said) ?? unknown()
  }
}

function unknown(): never {
  throw badParam(`fault.kind: error, status, ${LINE_KINDS}`)
}

export function whereOf(params: Params): Where {
  const said = Params.of(params.object('where') ?? {})
  const [methods, peer] = [said.words('method'), said.whole('peer')]
  return {
    ...callsHitIn(said),
    ...(methods.length === 0 ? {} : { method: methods }),
    ...(peer === undefined ? {} : { peer }),
  }
}

/** `on`, `off`, or the numbers that differ from the real ones. */
export function ratesOf(params: Params): 'on' | 'off' | Rates {
  const said = params.text('rates')
  if (said === 'on' || said === 'off') return said
  const given = params.json('rates')
  const numbers = Params.of(isObject(given) ? given : {})
  return {
    perSecond: numbers.whole('perSecond') ?? REAL_RATES.perSecond,
    sameTextPerMinute: numbers.whole('sameTextPerMinute') ?? REAL_RATES.sameTextPerMinute,
  }
}
