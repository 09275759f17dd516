/** A graph while it is being made: its nodes so far, the entries of its blocks, and what went wrong. */
import { flowName } from '../domain/ids.ts'
import { type FlowFault, fault, nearest, type Path } from './fault.ts'
import type { Node } from './graph.ts'

export class GraphDraft {
  readonly nodes: Node[] = []
  readonly faults: FlowFault[] = []
  readonly blocks: readonly string[]
  /** Index of the one end of the flow, behind the entries of the blocks. */
  readonly end: number
  private readonly flows: readonly string[]

  constructor(blocks: readonly string[], flows: readonly string[]) {
    this.blocks = blocks
    this.flows = flows
    this.end = blocks.length
    blocks.forEach((block, i) => {
      this.enter(i, block, this.end)
    })
    this.nodes[this.end] = { kind: 'end', step: 'end', path: [] }
  }

  /** Block number `i` begins with the node `next`. */
  enter(i: number, block: string, next: number): void {
    this.nodes[i] = { kind: 'enter', block, step: block, path: [block], next }
  }

  add(node: Node): number {
    return this.nodes.push(node) - 1
  }

  /** A block, `end`, or a flow, for which a node is made that goes there. */
  target(name: string, path: Path, step: string, key: string): number {
    const block = this.blocks.indexOf(name)
    if (block >= 0) return block
    if (name === 'end') return this.end
    if (this.flows.includes(name)) return this.add({ kind: 'leave', step, path, flow: flowName(name) })
    const list = this.blocks.join(', ')
    const suggestion = nearest(name, [...this.blocks, 'end', ...this.flows])
    const found = { ru: 'нет такого блока или сценария', en: 'no such block or flow' }
    this.faults.push(
      fault(
        path,
        { ru: `${key}: "${name}": ${found.ru}`, en: `${key}: "${name}": ${found.en}` },
        {
          allowed: { ru: `Блоки здесь: ${list}`, en: `Blocks here: ${list}` },
          ...(suggestion && { suggestion }),
        },
      ),
    )
    // goes on as if the nearest block had been written, or that block would be called unused as well
    const meant = suggestion === undefined ? -1 : this.blocks.indexOf(suggestion)
    return meant >= 0 ? meant : this.end
  }
}
