/** Faults and budgets as JSON: `{ "fault": { "kind": "flood", "retryAfter": 3 }, "where": { "method": "sendMessage" } }`. */
import { callsHitIn, LINE_KINDS, lineFaultIn } from '../../messenger/injected.ts'
import { Params } from '../api/params.ts'
import { type Budgets, REAL_BUDGETS } from '../delivery/budgets.ts'
import type { Fault, Where } from '../delivery/faults.ts'
import { badRequest } from '../errors.ts'

export function faultOf(params: Params): Fault {
  const said = Params.of(params.object('fault') ?? {})
  const kind = said.text('kind')
  switch (kind) {
    case 'status': {
      const description = said.has('description') ? { description: said.text('description') } : {}
      return { kind, status: said.whole('status') ?? 500, html: said.flag('html'), ...description }
    }
    case 'flood':
      return { kind, retryAfter: said.whole('retryAfter') ?? 1 }
    default:
      return lineFaultIn(said) ?? unknown()
  }
}

function unknown(): never {
  throw badRequest(`fault.kind: status, flood, ${LINE_KINDS}`)
}

export function whereOf(params: Params): Where {
  const said = Params.of(params.object('where') ?? {})
  const methods = said.text('method').startsWith('[') ? said.list('method')?.map(String) : said.text('method')
  const chat = said.whole('chat')
  return {
    ...callsHitIn(said),
    ...(methods ? { method: methods } : {}),
    ...(chat === undefined ? {} : { chat }),
  }
}

/** `on`, `off`, or the numbers that differ from the real ones. */
export function budgetsOf(params: Params): 'on' | 'off' | Budgets {
  const said = params.text('budgets')
  if (said === 'on' || said === 'off') return said
  const given = Params.of(params.object('budgets') ?? {})
  const bucket = (name: 'person' | 'all') => {
    const own = Params.of(given.object(name) ?? {})
    const { perSecond, burst } = REAL_BUDGETS[name]
    return { perSecond: own.number('perSecond') ?? perSecond, burst: own.number('burst') ?? burst }
  }
  const groupPerMinute = given.whole('groupPerMinute') ?? REAL_BUDGETS.groupPerMinute
  return { person: bucket('person'), all: bucket('all'), groupPerMinute }
}
