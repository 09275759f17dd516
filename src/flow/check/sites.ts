/** Every place of a node where something is read, and who sees what is read there. */

import type { Path } from '../fault.ts'
import type { JsonTemplate, Label, Localized, Node, Text } from '../graph.ts'
import type { Read } from '../template/reads.ts'
import type { Template } from '../template/template.ts'

/**
 * `shown`: a customer or an operator reads it. `kept`: it becomes a variable. `sent`: it goes out with a call, where `env`
 * may be read. `asked`: a condition, where a missing property counts as "no".
 */
export interface Site {
  readonly path: Path
  readonly reads: readonly Read[]
  readonly seenBy: 'shown' | 'kept' | 'sent' | 'asked'
}

export function sitesOf(node: Node): readonly Site[] {
  switch (node.kind) {
    case 'say':
      return [...texts(node.said.text), ...node.links.flatMap((link) => labels(link.label))]
    case 'ask': {
      const choices = node.choices.flatMap(({ label, card }) => [
        ...labels(label),
        ...(card?.about ? labels(card.about) : []),
      ])
      return [...texts(node.said.text), ...choices, ...(node.retry ? texts(node.retry) : [])]
    }
    case 'guide':
      return node.items.flatMap((item) => texts(item.text))
    case 'solved':
      return node.text ? texts(node.text) : []
    case 'wish':
      return [site(node.wish, 'shown')]
    case 'handoff':
      return node.note ? [site(node.note, 'shown')] : []
    case 'when':
      return [{ ...node.condition, seenBy: 'asked' }]
    case 'call': {
      const headers = node.headers.map(([, value]) => site(value, 'sent'))
      return [{ ...node.url, seenBy: 'sent' }, ...headers, ...(node.body ? json(node.body, 'sent') : [])]
    }
    default:
      return []
  }
}

export function texts(text: Text): readonly Site[] {
  return templatesIn(text).map((template) => site(template, 'shown'))
}

export function labels(label: Label): readonly Site[] {
  return [...new Set(Object.values(label))].map((template) => site(template, 'shown'))
}

export function json(value: JsonTemplate, seenBy: Site['seenBy']): readonly Site[] {
  switch (value.kind) {
    case 'constant':
      return []
    case 'template':
      return [site(value.template, seenBy)]
    case 'list':
      return value.items.flatMap((item) => json(item, seenBy))
    case 'object':
      return value.entries.flatMap(([, item]) => json(item, seenBy))
  }
}

/** A text of one language is the same for every language of the bot; it is looked at once. */
function templatesIn(text: Localized<readonly Template[]>): readonly Template[] {
  return [...new Set(Object.values(text))].flat()
}

function site(template: Template, seenBy: Site['seenBy']): Site {
  return { path: template.path, reads: template.reads, seenBy }
}
