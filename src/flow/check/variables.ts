/**
 * Which variables are surely set where a node runs: over every path, through the flows it runs and the flows that run it.
 * Sets only shrink while the rounds go on, so the rounds end.
 */
import type { FlowName } from '../../domain/ids.ts'
import type { CompiledFlow, Node } from '../graph.ts'

export type Flows = ReadonlyMap<FlowName, CompiledFlow>
/** Undefined: not reached yet, which is "everything" when paths meet. */
type Known = ReadonlySet<string> | undefined

export interface SurelySet {
  /** What is set when this node of this flow begins; undefined when it is never reached. */
  at(flow: FlowName, node: number): Known
}

export function surelySet(flows: Flows, entries: ReadonlySet<FlowName>): SurelySet {
  const analysis = new Analysis(flows, entries)
  while (analysis.round()) {
    // one more round until nothing changes
  }
  return { at: (flow, node) => analysis.at(flow, node) }
}

class Analysis {
  private readonly flows: Flows
  private readonly before = new Map<FlowName, Known[]>()
  private readonly exits = new Map<FlowName, Known>()
  private changed = false

  constructor(flows: Flows, entries: ReadonlySet<FlowName>) {
    this.flows = flows
    for (const [name, flow] of flows) {
      this.before.set(
        name,
        Array.from(flow.nodes, () => undefined),
      )
      // a flow that nobody starts is a fault of its own; its variables are looked at all the same
      if (entries.has(name)) this.reach(flow, flow.start, new Set())
    }
  }

  at(flow: FlowName, node: number): Known {
    return this.before.get(flow)?.[node]
  }

  round(): boolean {
    this.changed = false
    for (const flow of this.flows.values()) {
      flow.nodes.forEach((node, i) => {
        const known = this.at(flow.name, i)
        if (known) this.step(flow, node, known)
      })
    }
    return this.changed
  }

  private step(flow: CompiledFlow, node: Node, known: ReadonlySet<string>): void {
    switch (node.kind) {
      case 'end':
        return this.leave(flow.name, known)
      case 'handoff':
        return
      case 'leave':
        return this.go(flow, node.flow, known)
      case 'run':
        return this.run(flow, node, known)
      case 'when':
        this.reach(flow, node.next, withAll(known, node.condition.holds.flatMap(variableOf)))
        return this.reach(flow, node.otherwise, known)
      case 'set':
        return this.reach(
          flow,
          node.next,
          withAll(
            known,
            node.values.map(([name]) => name),
          ),
        )
      case 'ask': {
        const answered = node.save === undefined ? known : withAll(known, [node.save])
        for (const choice of node.choices) if (choice.go !== undefined) this.reach(flow, choice.go, answered)
        if (node.otherwise !== undefined) this.reach(flow, node.otherwise, known)
        return this.reach(flow, node.next, answered)
      }
      case 'call': {
        if (node.failed !== undefined) this.reach(flow, node.failed, known)
        return this.reach(flow, node.next, node.save === undefined ? known : withAll(known, [node.save]))
      }
      case 'guide':
        if (node.stuck !== undefined) this.reach(flow, node.stuck, known)
        return this.reach(flow, node.next, known)
      case 'solved':
        if (node.no !== undefined) this.reach(flow, node.no, known)
        return this.reach(flow, node.next, known)
      default:
        return this.reach(flow, node.next, known)
    }
  }

  private run(flow: CompiledFlow, node: Extract<Node, { kind: 'run' }>, known: ReadonlySet<string>): void {
    const inner = this.flows.get(node.flow)
    if (inner === undefined) return this.reach(flow, node.next, known)
    this.reach(inner, inner.start, known)
    const exit = this.exits.get(node.flow)
    // comes back only once the inner flow is known to end
    if (exit) this.reach(flow, node.next, new Set([...known, ...exit]))
  }

  /** For good: whatever the other flow ends with, this one ends with. */
  private go(flow: CompiledFlow, target: FlowName, known: ReadonlySet<string>): void {
    const inner = this.flows.get(target)
    if (inner) this.reach(inner, inner.start, known)
    const exit = this.exits.get(target)
    if (exit) this.leave(flow.name, exit)
  }

  private reach(flow: CompiledFlow, node: number, known: ReadonlySet<string>): void {
    const sets = this.before.get(flow.name)
    if (sets === undefined) return
    const met = meet(sets[node], known)
    if (met === sets[node]) return
    sets[node] = met
    this.changed = true
  }

  private leave(flow: FlowName, known: ReadonlySet<string>): void {
    const old = this.exits.get(flow)
    const met = meet(old, known)
    if (met === old) return
    this.exits.set(flow, met)
    this.changed = true
  }
}

/** The same object when nothing changed. */
function meet(old: Known, known: ReadonlySet<string>): Known {
  if (old === undefined) return known
  const both = [...old].filter((name) => known.has(name))
  return both.length === old.size ? old : new Set(both)
}

function withAll(known: ReadonlySet<string>, names: readonly string[]): ReadonlySet<string> {
  return names.every((name) => known.has(name)) ? known : new Set([...known, ...names])
}

/** `payment.status == "ok"` proves that there is a `payment`; what is known of the customer is no variable. */
function variableOf(path: string): readonly string[] {
  const root = path.split('.')[0] ?? path
  return root === 'customer' ? [] : [root]
}

/** Every variable that any flow sets. */
export function everSet(flows: Flows): ReadonlySet<string> {
  const names = [...flows.values()].flatMap((flow) => flow.nodes.flatMap(namesSetBy))
  return new Set(names)
}

function namesSetBy(node: Node): readonly string[] {
  if (node.kind === 'set') return node.values.map(([name]) => name)
  return (node.kind === 'ask' || node.kind === 'call') && node.save !== undefined ? [node.save] : []
}
