/** A message of ours in the pieces VK takes: up to ten attachments beside a text, texts of at most 4,000 characters. Pure. */
import type { Attachment, Content, Entity } from '../../domain/message.ts'
import { split } from '../../messengers/split.ts'

export interface Part {
  readonly text: string
  readonly attachments: readonly Attachment[]
}

// messages.send refuses more than 4,096 characters, and counts some of them twice.
export const TEXT_LIMIT = 4_000
// When VK finds a text too long all the same.
export const SHORT_LIMIT = 2_000
const ATTACHMENTS = 10

/** At least one. `limit`: characters of a text. */
export function partsOf(content: Content, limit = TEXT_LIMIT): readonly Part[] {
  const text = withLinks(content)
  const attachments = content.attachments ?? []
  const spoken = attachments.filter(({ kind }) => kind === 'voice')
  const others = attachments.filter(({ kind }) => kind !== 'voice')
  const groups = [...inTens(others), ...spoken.map((one) => [one])]
  const texts = text.trim() === '' ? [] : split(text, [], limit).map((piece) => piece.text)
  const [first = '', ...more] = texts
  const [together, ...apart] = groups
  // A voice message goes without words; so do the second ten.
  const joined = together && !together.some(({ kind }) => kind === 'voice')
  const head = joined ? [{ text: first, attachments: together }] : []
  const files = (joined ? apart : groups).map((group): Part => ({ text: '', attachments: group }))
  const words = (joined ? more : texts).map((one): Part => ({ text: one, attachments: [] }))
  const parts = [...files, ...head, ...words]
  return parts.length > 0 ? parts : [{ text: '', attachments: [] }]
}

function inTens(attachments: readonly Attachment[]): readonly (readonly Attachment[])[] {
  const tens: Attachment[][] = []
  for (const attachment of attachments) {
    const last = tens.at(-1)
    if (last && last.length < ATTACHMENTS) last.push(attachment)
    else tens.push([attachment])
  }
  return tens
}

/** Messages in VK have no formatting; an address behind a word is said beside it. */
function withLinks({ text, entities = [] }: Content): string {
  const links = entities.flatMap((entity) => linkIn(entity)).sort((a, b) => b.end - a.end)
  return links.reduce((told, { end, url }) => {
    if (told.includes(url)) return told
    return `${told.slice(0, end)} (${url})${told.slice(end)}`
  }, text)
}

function linkIn({ kind, offset, length, url }: Entity) {
  return kind === 'link' && url !== undefined ? [{ end: offset + length, url }] : []
}
