/** Which intents fit a place in a flow: what the next steps lead to, then the flow itself, then whatever else it leads to. */
import type { FlowName, IntentName } from '../domain/ids.ts'
import { type CompiledFlow, type Node, successors } from './graph.ts'

/** For each flow its nodes' likely intents, by the index of the node. */
export type Likely = ReadonlyMap<FlowName, readonly (readonly IntentName[])[]>

/** Reckoned once for a release, since every text inside a flow asks. `starters`: the intents that start a flow. */
export function likelyIn(
  flows: ReadonlyMap<FlowName, CompiledFlow>,
  starters: ReadonlyMap<FlowName, readonly IntentName[]>,
): Likely {
  const startersOf = (flow: FlowName) => starters.get(flow) ?? []
  return new Map(
    [...flows].map(([name, { nodes }]) => {
      const all = [...startersOf(name), ...nodes.flatMap(leadsTo).flatMap(startersOf)]
      return [name, nodes.map((node) => unique([...soon(nodes, node).flatMap(startersOf), ...all]))]
    }),
  )
}

/** The flows that can come up before the customer is asked again. */
function soon(nodes: readonly Node[], from: Node): readonly FlowName[] {
  const seen = new Set<number>(successors(from))
  for (const index of seen) {
    const node = nodes[index]
    if (node !== undefined && !asks(node)) for (const next of successors(node)) seen.add(next)
  }
  return [...seen].flatMap((index) => nodes.slice(index, index + 1)).flatMap(leadsTo)
}

function asks({ kind }: Node): boolean {
  return kind === 'ask' || kind === 'guide' || kind === 'solved'
}

function leadsTo(node: Node): readonly FlowName[] {
  return node.kind === 'run' || node.kind === 'leave' ? [node.flow] : []
}

const unique = (intents: readonly IntentName[]) => [...new Set(intents)]
