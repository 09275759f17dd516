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
  const outer = [...entities].sort((one, other) => one.offset - other.offset || other.length - one.length)
  return within({ text, command }, outer, 0, text.length)
}

interface Whole {
  readonly text: string
  readonly command: (said: string) => void
}

/** The part from `from` to `to`; entities lie one in another, the outer before the inner. */
function within(whole: Whole, entities: readonly Entity[], from: number, to: number): readonly Node[] {
  const [first, ...rest] = entities
  if (!first) return from < to ? [document.createTextNode(whole.text.slice(from, to))] : []
  const end = first.offset + first.length
  const inner = h(
    'span',
    {},
    ...within(
      whole,
      rest.filter(({ offset }) => offset < end),
      first.offset,
      end,
    ),
  )
  const after = rest.filter(({ offset }) => offset >= end)
  return [
    ...within(whole, [], from, first.offset),
    wrapped(inner, first, whole.command),
    ...within(whole, after, end, to),
  ]
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
