/** @jsxImportSource ./dom */

import type { Entity } from '../../domain/message.ts'
import type { Child } from './dom/jsx-runtime.ts'

const SAFE = /^(https?|mailto|tel):$/

/** An address only when the browser's own parser agrees that it is a harmless one. */
export function safeUrl(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) && SAFE.test(new URL(url).protocol) ? url : undefined
}

/** A link that leaves the page. */
export function Away({ url, children, ...rest }: { url: string; children: Child; class?: string }) {
  return (
    <a href={url} target="_blank" rel="noopener noreferrer" {...rest}>
      {children}
    </a>
  )
}

/** Plain text with its formatting; entities that overlap or lie outside are left out. */
export function Rich({ text, entities = [] }: { text: string; entities?: readonly Entity[] }) {
  const parts: Child[] = []
  let from = 0
  for (const entity of [...entities].sort((one, other) => one.offset - other.offset)) {
    const end = entity.offset + entity.length
    if (entity.offset < from || end > text.length) continue
    parts.push(<Linked text={text.slice(from, entity.offset)} />, <Marked {...{ text, entity }} />)
    from = end
  }
  parts.push(<Linked text={text.slice(from)} />)
  return parts
}

function Marked({ text, entity }: { text: string; entity: Entity }) {
  const inside = text.slice(entity.offset, entity.offset + entity.length)
  const url = safeUrl(entity.url)
  if (entity.kind === 'bold') return <b>{inside}</b>
  if (entity.kind === 'italic') return <i>{inside}</i>
  if (entity.kind === 'code') return <code>{inside}</code>
  return url ? <Away url={url}>{inside}</Away> : inside
}

/** Addresses typed as text become links; the full stop after one does not belong to it. */
function Linked({ text }: { text: string }) {
  const parts = text.split(/(https?:\/\/[^\s<>«»"]*[^\s<>«»".,;:!?)\]])/)
  return parts.map((part, n) => (n % 2 === 1 && safeUrl(part) ? <Away url={part}>{part}</Away> : part))
}
