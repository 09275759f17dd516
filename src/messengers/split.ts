/** A long text as several messages: cut where people would, never inside a character, formatting on both sides of a cut. */
import type { Entity } from '../domain/message.ts'

/** Units a text may have; Telegram counts characters after formatting, which are never more than UTF-16 units. */
export const TEXT_LIMIT = 4096
export const CAPTION_LIMIT = 1024

/** Formatting, in our words (`kind`) or in Telegram's (`type`); both count in UTF-16 units. */
interface Span {
  readonly offset: number
  readonly length: number
  readonly kind?: string
  readonly type?: string
}

export interface Piece<E extends Span = Entity> {
  readonly text: string
  readonly entities: readonly E[]
}

/** One piece when it fits. The pieces hold everything but the white space at the cuts. */
export function split<E extends Span = Entity>(
  text: string,
  entities: readonly E[] = [],
  limit = TEXT_LIMIT,
): readonly Piece<E>[] {
  if (text.length <= limit) return [{ text, entities }]
  const pieces: Piece<E>[] = []
  let from = 0
  while (text.length - from > limit) {
    const to = cutBetween(text, from, from + limit, entities)
    pieces.push(piece(text, entities, from, from + text.slice(from, to).trimEnd().length))
    from = to + (/^\s*/u.exec(text.slice(to, to + limit))?.[0].length ?? 0)
  }
  if (from < text.length) pieces.push(piece(text, entities, from, text.length))
  return pieces.filter((part) => part.text.trim() !== '')
}

function piece<E extends Span>(text: string, entities: readonly E[], from: number, to: number): Piece<E> {
  const own = entities.flatMap((entity) => {
    const start = Math.max(entity.offset, from)
    const end = Math.min(entity.offset + entity.length, to)
    return end > start ? [{ ...entity, offset: start - from, length: end - start }] : []
  })
  return { text: text.slice(from, to), entities: own }
}

// A message of a third of the room looks torn; below it a worse place to cut is better.
const WORTH = 1 / 3

/** Between paragraphs, else lines, else sentences, else words, else characters. */
function cutBetween(text: string, from: number, to: number, entities: readonly Span[]): number {
  const least = from + Math.floor((to - from) * WORTH)
  for (const mark of ['\n\n', '\n', '. ', ' ']) {
    const at = lastOutside(text, mark, least, to, entities)
    if (at !== undefined) return at
  }
  return betweenCharacters(text, least, to)
}

/** The last place after `mark` that no link or code spans. */
function lastOutside(
  text: string,
  mark: string,
  least: number,
  to: number,
  entities: readonly Span[],
): number | undefined {
  let at = text.lastIndexOf(mark, to - mark.length)
  while (at >= least) {
    const cut = at + mark.length
    if (!entities.some((entity) => isWhole(entity) && entity.offset < cut && cut < endOf(entity))) return cut
    at = text.lastIndexOf(mark, at - 1)
  }
  return undefined
}

const WHOLE = new Set(['link', 'code', 'text_link', 'text_mention'])
const isWhole = ({ kind, type }: Span) => WHOLE.has(kind ?? type ?? '')
const endOf = ({ offset, length }: Span) => offset + length

// The longest emoji in use (a family with skin tones) has some 25 units.
const LONGEST_CHARACTER = 64
const characters = new Intl.Segmenter('ru', { granularity: 'grapheme' })

function betweenCharacters(text: string, least: number, to: number): number {
  const near = Math.max(least, to - LONGEST_CHARACTER)
  // A segmenter that begins in the middle of a character errs once, at its beginning.
  const starts = [...characters.segment(text.slice(near, to + LONGEST_CHARACTER))]
    .map(({ index }) => near + index)
    .filter((index) => index > near && index <= to)
  return starts.at(-1) ?? (isInside(text, to) ? to - 1 : to)
}

const isInside = (text: string, at: number) =>
  /[\uD800-\uDBFF]/u.test(text.charAt(at - 1)) && /[\uDC00-\uDFFF]/u.test(text.charAt(at))
