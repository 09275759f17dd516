import type { ComponentChild } from 'preact'
import type { Content, Entity } from '../../../domain/message.ts'

/** Plain text with its formatting; links by one policy. Never HTML. */
export function RichText({ content }: { readonly content: Content }) {
  if (!content.text) return null
  return <p class="text">{pieces(content.text, content.entities ?? [])}</p>
}

function pieces(text: string, entities: readonly Entity[]): readonly ComponentChild[] {
  const ordered = [...entities].sort((a, b) => a.offset - b.offset)
  const out: ComponentChild[] = []
  let at = 0
  for (const entity of ordered) {
    // Overlapping formatting is rare and drawn flat: the first wins.
    if (entity.offset < at) continue
    out.push(...linked(text.slice(at, entity.offset)))
    at = entity.offset + entity.length
    out.push(formatted(entity, text.slice(entity.offset, at)))
  }
  return [...out, ...linked(text.slice(at))]
}

function formatted(entity: Entity, text: string): ComponentChild {
  if (entity.kind === 'bold') return <b>{text}</b>
  if (entity.kind === 'italic') return <i>{text}</i>
  if (entity.kind === 'code') return <code>{text}</code>
  return <Link url={entity.url ?? text}>{text}</Link>
}

const ADDRESS = /https?:\/\/[^\s<>"«»]+[^\s<>"«».,;:!?)\]]/g

function linked(text: string): readonly ComponentChild[] {
  const out: ComponentChild[] = []
  let at = 0
  for (const found of text.matchAll(ADDRESS)) {
    out.push(text.slice(at, found.index), <Link url={found[0]}>{found[0]}</Link>)
    at = found.index + found[0].length
  }
  return [...out, text.slice(at)]
}

const ALLOWED = new Set(['http:', 'https:', 'mailto:', 'tel:'])

function Link({ url, children }: { readonly url: string; readonly children: ComponentChild }) {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (!parsed || !ALLOWED.has(parsed.protocol)) return <>{children}</>
  return (
    <a href={parsed.href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  )
}
