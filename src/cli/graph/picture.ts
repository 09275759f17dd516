/** A flow's graph as people see it: each step with what it does, and where one can go from it. */
import type { Language } from '../../domain/message.ts'
import { unreachable } from '../../domain/unreachable.ts'
import type { AskNode, CompiledFlow, Label, Node, Text } from '../../flow/graph.ts'

export interface PictureEdge {
  readonly to: number
  readonly label: string
}

export interface PictureNode {
  readonly index: number
  /** `block.number`, as logs and reports name it. */
  readonly step: string
  readonly kind: Node['kind']
  readonly what: string
  readonly edges: readonly PictureEdge[]
}

const SAID = {
  otherwise: { ru: 'иначе', en: 'else' },
  noFit: { ru: 'не подошло', en: 'no fit' },
  stuck: { ru: 'не получается', en: 'stuck' },
  failed: { ru: 'не ответили', en: 'failed' },
  no: { ru: 'нет', en: 'no' },
  yes: { ru: 'да', en: 'yes' },
} as const

/** Block by block as the file has them. Only what can be reached: a block nobody goes to is the check's matter. */
export function pictureOf(flow: CompiledFlow, language: Language): readonly PictureNode[] {
  return inFileOrder(flow, reachable(flow, language)).map((index) => {
    const node = nodeAt(flow, index)
    const { step, kind } = node
    return { index, step, kind, what: whatOf(node, language), edges: edgesOf(node, language) }
  })
}

function reachable(flow: CompiledFlow, language: Language): ReadonlySet<number> {
  const seen = new Set<number>()
  const toSee = [flow.start]
  for (let index = toSee.pop(); index !== undefined; index = toSee.pop()) {
    if (seen.has(index)) continue
    seen.add(index)
    toSee.push(...edgesOf(nodeAt(flow, index), language).map((edge) => edge.to))
  }
  return seen
}

/** The graph has the blocks' entries first, then the end, then the steps from the last to the first. */
function inFileOrder(flow: CompiledFlow, indexes: ReadonlySet<number>): readonly number[] {
  const block = (index: number) => {
    const node = nodeAt(flow, index)
    if (node.kind === 'end') return flow.blocks.length
    return flow.blocks.indexOf(
      node.kind === 'enter' ? node.block : node.step.slice(0, node.step.lastIndexOf('.')),
    )
  }
  const behindEntry = (index: number) => Number(nodeAt(flow, index).kind !== 'enter')
  return [...indexes].sort((a, b) => block(a) - block(b) || behindEntry(a) - behindEntry(b) || b - a)
}

function nodeAt(flow: CompiledFlow, index: number): Node {
  const node = flow.nodes[index]
  if (node === undefined) throw new Error(`Flow ${flow.name} has no node ${index}`)
  return node
}

function edgesOf(node: Node, language: Language): readonly PictureEdge[] {
  switch (node.kind) {
    case 'end':
    case 'leave':
    case 'handoff':
      return []
    case 'when':
      return [edge(node.next), edge(node.otherwise, SAID.otherwise[language])]
    case 'ask':
      return askEdges(node, language)
    case 'guide':
      return [edge(node.next), ...maybe(node.stuck, SAID.stuck[language])]
    case 'call':
      return [edge(node.next), ...maybe(node.failed, SAID.failed[language])]
    case 'solved':
      return [edge(node.next, SAID.yes[language]), ...maybe(node.no, SAID.no[language])]
    default:
      return [edge(node.next)]
  }
}

function askEdges(node: AskNode, language: Language): readonly PictureEdge[] {
  const jumps = node.choices.flatMap(({ label, go }) => maybe(go, labelText(label, language)))
  const open = node.choices.length === 0 || node.choices.some((choice) => choice.go === undefined)
  return [...jumps, ...(open ? [edge(node.next)] : []), ...maybe(node.otherwise, SAID.noFit[language])]
}

const edge = (to: number, label = ''): PictureEdge => ({ to, label })
const maybe = (to: number | undefined, label: string) => (to === undefined ? [] : [edge(to, label)])

function whatOf(node: Node, language: Language): string {
  switch (node.kind) {
    case 'enter':
      return node.block
    case 'end':
      return ''
    case 'say':
      return textOf(node.said.text, language)
    case 'ask':
      return (
        textOf(node.said.text, language) +
        node.choices.map(({ label }) => ` [${labelText(label, language)}]`).join('')
      )
    case 'guide':
      return node.items.map((item) => textOf(item.text, language)).join(' / ')
    case 'when':
      return node.condition.source
    case 'set':
      return node.values.map(([name]) => name).join(', ')
    case 'call':
      return shortened(`${node.method} ${node.url.source}`)
    case 'run':
    case 'leave':
      return node.flow
    case 'handoff':
      return [node.topic, node.group, node.priority].filter((part) => part !== undefined).join(', ')
    case 'wish':
      return node.wish.source
    case 'solved':
      return node.text === undefined ? '' : textOf(node.text, language)
    case 'wait':
      return `${node.for / 1_000}s`
    default:
      return unreachable(node)
  }
}

// The first variant says what the step is about, and this much of it fits a box.
const LONGEST = 60

function textOf(text: Text, language: Language): string {
  const variants = text[language] ?? text.ru ?? text.en ?? []
  return shortened(variants[0]?.source ?? '')
}

const labelText = (label: Label, language: Language) =>
  shortened((label[language] ?? label.ru ?? label.en)?.source ?? '')

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line
}
