/** The two ways a graph is shown: lines for the terminal, Mermaid for a page. */
import type { PictureNode } from './picture.ts'

// `block.number` rarely passes 20 characters, `handoff` is the longest kind.
const STEP_WIDTH = 20
const KIND_WIDTH = 8

/** One line a step, with where it goes unless that is simply the next line. */
export function drawText(nodes: readonly PictureNode[]): readonly string[] {
  const steps = new Map(nodes.map((node) => [node.index, node.kind === 'end' ? 'end' : node.step]))
  return nodes.map((node, line) => {
    const following = nodes[line + 1]?.index
    const arrows = node.edges
      .filter((edge) => edge.label !== '' || edge.to !== following)
      .map((edge) => `→ ${edge.label === '' ? '' : `${edge.label}: `}${steps.get(edge.to) ?? ''}`)
    const head = `${(steps.get(node.index) ?? '').padEnd(STEP_WIDTH)} ${node.kind.padEnd(KIND_WIDTH)}`
    return [head, node.what, ...arrows]
      .filter((part) => part !== '')
      .join('  ')
      .trimEnd()
  })
}

const SHAPES: { readonly [kind in PictureNode['kind']]?: readonly [string, string] } = {
  enter: ['([', '])'],
  end: ['((', '))'],
  when: ['{', '}'],
  ask: ['[/', '/]'],
  handoff: ['[[', ']]'],
  leave: ['[[', ']]'],
}

/** https://mermaid.js.org/syntax/flowchart.html */
export function drawMermaid(nodes: readonly PictureNode[]): readonly string[] {
  return [
    'flowchart TD',
    ...nodes.map((node) => `  ${box(node)}`),
    ...nodes.flatMap((node) => node.edges.map(({ to, label }) => `  n${node.index} -->${tag(label)} n${to}`)),
  ]
}

function box({ index, kind, step, what }: PictureNode): string {
  const [open, close] = SHAPES[kind] ?? ['[', ']']
  const title = kind === 'enter' ? what : kind === 'end' ? 'end' : `${step} ${kind}`
  const text = kind === 'enter' || what === '' ? title : `${title}<br>${quoted(what)}`
  return `n${index}${open}"${text}"${close}`
}

const tag = (label: string) => (label === '' ? '' : `|"${quoted(label)}"|`)

// Mermaid's own way to write what would end a text or be taken for markup.
const quoted = (text: string) =>
  text.replaceAll('&', '#amp;').replaceAll('"', '#quot;').replaceAll('<', '#lt;').replaceAll('>', '#gt;')
