/** What can be proved on the graph: nothing is out of reach, nobody is stuck, nothing runs in circles by itself. */
import type { FlowName } from '../../domain/ids.ts'
import { type FlowFault, fault } from '../fault.ts'
import { type CompiledFlow, type Node, successors } from '../graph.ts'
import type { Flows } from './variables.ts'

export function checkPaths(
  flow: CompiledFlow,
  flows: Flows,
  silent: ReadonlySet<FlowName>,
): readonly FlowFault[] {
  const reached = reachable(flow)
  return [...outOfReach(flow, reached), ...stuck(flow, reached), ...circles(flow, flows, silent)]
}

function reachable(flow: CompiledFlow): ReadonlySet<number> {
  const reached = new Set<number>()
  const next = [flow.start]
  for (let i = next.pop(); i !== undefined; i = next.pop()) {
    const node = flow.nodes[i]
    if (node === undefined || reached.has(i)) continue
    reached.add(i)
    next.push(...successors(node))
  }
  return reached
}

/** A block that nothing leads to; or a step behind one that always goes elsewhere. */
function outOfReach(flow: CompiledFlow, reached: ReadonlySet<number>): readonly FlowFault[] {
  const lost = new Set<string>()
  const faults: FlowFault[] = []
  flow.blocks.forEach((block, i) => {
    if (reached.has(i)) return
    lost.add(block)
    const words = { ru: `${block}: в этот блок ничто не ведёт`, en: `${block}: nothing leads to this block` }
    faults.push(
      fault([block], words, {
        at: 'key',
        allowed: { ru: `Добавьте go: ${block} или удалите его`, en: `Add go: ${block}, or delete it` },
      }),
    )
  })
  const reachedSteps = new Set([...reached].map((i) => stepOf(flow.nodes[i])))
  const unreached = new Set(flow.nodes.map(stepOf).filter((step) => step !== '' && !reachedSteps.has(step)))
  for (const step of unreached) {
    const [block = '', index = ''] = step.split('\0')
    if (lost.has(block)) continue
    const words = {
      ru: 'до этого шага не дойти: шаг перед ним всегда уходит в другое место',
      en: 'this step is never reached: the one before it always goes elsewhere',
    }
    const cure = { ru: 'Поставьте его раньше или удалите', en: 'Put it earlier, or delete it' }
    faults.push(fault([block, Number(index)], words, { allowed: cure }))
  }
  return faults
}

function stepOf(node: Node | undefined): string {
  const [block, index] = node?.path ?? []
  return typeof index === 'number' ? `${String(block)}\0${index}` : ''
}

/** Steps from which no end, person or other flow can be reached. */
function stuck(flow: CompiledFlow, reached: ReadonlySet<number>): readonly FlowFault[] {
  const good = new Set<number>(flow.nodes.flatMap((node, i) => (isWayOut(node) ? [i] : [])))
  for (let grew = true; grew; ) {
    const before = good.size
    flow.nodes.forEach((node, i) => {
      if (successors(node).some((next) => good.has(next))) good.add(i)
    })
    grew = good.size > before
  }
  const first = [...reached].sort((a, b) => a - b).find((i) => !good.has(i))
  const node = first === undefined ? undefined : flow.nodes[first]
  if (node === undefined) return []
  const words = {
    ru: 'отсюда не прийти ни к концу, ни к человеку',
    en: 'from here neither an end nor a person can be reached',
  }
  const cure = { ru: 'Добавьте end, solved или handoff', en: 'Add end, solved or handoff' }
  return [fault(node.path, words, { at: 'key', allowed: cure })]
}

/** An end, or a question whose last resort is a person. */
function isWayOut(node: Node): boolean {
  switch (node.kind) {
    case 'end':
    case 'handoff':
    case 'leave':
      return true
    case 'ask':
      return node.otherwise === undefined
    case 'guide':
      return node.stuck === undefined
    case 'call':
      return node.failed === undefined
    case 'solved':
      return node.no === undefined
    default:
      return false
  }
}

function waitsForCustomer(node: Node): boolean {
  return node.kind === 'ask' || node.kind === 'guide' || node.kind === 'solved'
}

/** A way back to itself on which the customer is never asked anything; also through other flows. */
function circles(flow: CompiledFlow, flows: Flows, silent: ReadonlySet<FlowName>): readonly FlowFault[] {
  const found = flow.nodes.findIndex(
    (node, i) => !waitsForCustomer(node) && node.kind !== 'end' && returns(flow, i, flows, silent),
  )
  const node = flow.nodes[found]
  if (node === undefined) return []
  const words = {
    ru: 'круг, в котором бот ни разу не ждёт клиента',
    en: 'a circle in which the bot never waits for the customer',
  }
  return [
    fault(node.path, words, {
      at: 'key',
      allowed: { ru: 'Нужен ask, guide или solved', en: 'It needs ask, guide or solved' },
    }),
  ]
}

type Spot = readonly [FlowName, number]

function returns(flow: CompiledFlow, start: number, flows: Flows, silent: ReadonlySet<FlowName>): boolean {
  const seen = new Set<string>()
  const next: Spot[] = [...silentSteps(flow, start, flows, silent)]
  for (let spot = next.pop(); spot !== undefined; spot = next.pop()) {
    const [name, i] = spot
    if (name === flow.name && i === start) return true
    const inside = flows.get(name)
    if (inside === undefined || seen.has(spot.join('\0'))) continue
    seen.add(spot.join('\0'))
    next.push(...silentSteps(inside, i, flows, silent))
  }
  return false
}

function silentSteps(
  flow: CompiledFlow,
  i: number,
  flows: Flows,
  silent: ReadonlySet<FlowName>,
): readonly Spot[] {
  const node = flow.nodes[i]
  if (node === undefined || waitsForCustomer(node)) return []
  if (node.kind === 'leave' || node.kind === 'run') {
    const inner = flows.get(node.flow)
    const into: readonly Spot[] = inner ? [[inner.name, inner.start]] : []
    const over: readonly Spot[] =
      node.kind === 'run' && (!inner || silent.has(inner.name)) ? [[flow.name, node.next]] : []
    return [...into, ...over]
  }
  return successors(node).map((next): Spot => [flow.name, next])
}

/** Flows that can come to their end without a word from the customer; found by growing the set until it is full. */
export function silentFlows(flows: Flows): ReadonlySet<FlowName> {
  const silent = new Set<FlowName>()
  for (let grew = true; grew; ) {
    const before = silent.size
    for (const flow of flows.values()) if (passesSilently(flow, silent)) silent.add(flow.name)
    grew = silent.size > before
  }
  return silent
}

function passesSilently(flow: CompiledFlow, silent: ReadonlySet<FlowName>): boolean {
  const seen = new Set<number>()
  const next = [flow.start]
  for (let i = next.pop(); i !== undefined; i = next.pop()) {
    const node = flow.nodes[i]
    if (node === undefined || seen.has(i) || waitsForCustomer(node)) continue
    seen.add(i)
    if (node.kind === 'end' || (node.kind === 'leave' && silent.has(node.flow))) return true
    if (node.kind !== 'run' || silent.has(node.flow)) next.push(...successors(node))
  }
  return false
}

/** A flow that runs itself, also through others, would never come back. */
export function checkNesting(flow: CompiledFlow, flows: Flows): readonly FlowFault[] {
  return flow.nodes.flatMap((node) => {
    if (node.kind !== 'run' || !leadsTo(node.flow, flow.name, flows)) return []
    const words = {
      ru: `run: "${node.flow}": этот сценарий возвращается сюда же`,
      en: `run: "${node.flow}": that flow comes back here itself`,
    }
    return [
      fault([...node.path, 'run'], words, {
        allowed: { ru: 'Уйти насовсем можно через go', en: 'To go for good, use go' },
      }),
    ]
  })
}

function leadsTo(from: FlowName, to: FlowName, flows: Flows): boolean {
  const seen = new Set<FlowName>()
  const next: FlowName[] = [from]
  for (let name = next.pop(); name !== undefined; name = next.pop()) {
    if (name === to) return true
    if (seen.has(name)) continue
    seen.add(name)
    for (const node of flows.get(name)?.nodes ?? [])
      if (node.kind === 'run' || node.kind === 'leave') next.push(node.flow)
  }
  return false
}
