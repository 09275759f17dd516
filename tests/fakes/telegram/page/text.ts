/** A text with its entities, as elements. */
import type { Entity } from './api.ts'
import { h } from './dom.ts'

const TAGS: { readonly [type: string]: keyof HTMLElementTagNameMap } = {
  bold: 'b',
  italic: 'i',
  underline: 'u',
  strikethrough: 's',
  code: 'code',
  pre: 'code',
  spoiler: 'mark',
  blockquote: 'q',
  expandable_blockquote: 'q',
}

/** `command`: pressed on a command in the text. */
export function formatted(
  text: string,
  entities: readonly Entity[],
  command: (said: string) => void,
): readonly Node[] {
  const edges = new Set([0, text.length])
  for (const { offset, length } of entities) edges.add(offset).add(offset + length)
  const cuts = [...edges].sort((one, other) => one - other)
  return cuts.slice(0, -1).map((from, index) => {
    const to = cuts[index + 1] ?? text.length
    const covering = entities.filter(({ offset, length }) => offset <= from && offset + length >= to)
    return covering.reduceRight<Node>(
      (inner, entity) => wrapped(inner, entity, command),
      document.createTextNode(text.slice(from, to)),
    )
  })
}

function wrapped(inner: Node, { type, url }: Entity, command: (said: string) => void): Node {
  const said = inner.textContent ?? ''
  if (type === 'text_link' || type === 'url') return link(inner, url ?? said)
  if (type === 'bot_command')
    return h(
      'button',
      { class: 'command', on: { click: () => command(said) }, attributes: { type: 'button' } },
      inner,
    )
  if (['mention', 'hashtag', 'email', 'phone_number', 'text_mention'].includes(type))
    return h('span', { class: 'link' }, inner)
  const tag = TAGS[type]
  return tag ? h(tag, {}, inner) : inner
}

function link(inner: Node, url: string): Node {
  const safe = /^https?:\/\//iu.test(url)
  return safe
    ? h('a', { attributes: { href: url, target: '_blank', rel: 'noopener noreferrer' } }, inner)
    : h('span', { class: 'link' }, inner)
}
