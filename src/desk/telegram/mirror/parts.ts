/** A line as the messages it takes in Telegram: one where possible. Pure. */
import type { Attachment } from '../../../domain/message.ts'
import { split } from '../../../messengers/split.ts'
import { fitsAlbum } from '../../../telegram/send-file.ts'
import { CAPTION_LIMIT, join, plain } from '../rich.ts'
import type { Rich } from '../transport.ts'
import type { Line } from './told.ts'

export type Part =
  | { readonly kind: 'text'; readonly rich: Rich }
  | { readonly kind: 'files'; readonly files: readonly Attachment[]; readonly rich: Rich }
  /** Copied from the customer's chat with the same bot, caption and all. */
  | { readonly kind: 'copy'; readonly messages: readonly number[] }

export const costOf = (part: Part): number => {
  if (part.kind === 'text') return 1
  return part.kind === 'files' ? part.files.length : part.messages.length
}

/** At least one. `copies`: the customer's chat is one of this bot's. */
export function partsOf(line: Line, copies: boolean): readonly Part[] {
  const rich = line.rich.text === '' || line.who === 'customer' ? line.rich : marked(line)
  if (line.attachments.length === 0) return texts(rich.text === '' ? plain('…') : rich)
  if (copies && line.who === 'customer' && line.externalId !== undefined) {
    const messages = line.externalId.split(' ').map(Number).filter(Number.isSafeInteger)
    if (messages.length > 0) return [{ kind: 'copy', messages }]
  }
  return withFiles(line, rich)
}

const texts = (rich: Rich): readonly Part[] =>
  split(rich.text, rich.entities)
    .filter(({ text }) => text.trim() !== '')
    .map((piece) => ({ kind: 'text', rich: piece }))

function withFiles(line: Line, rich: Rich): readonly Part[] {
  const albums = albumsOf(line.attachments)
  const [first] = albums
  const captioned = first?.[0] !== undefined && takesCaption(first[0]) && rich.text.length <= CAPTION_LIMIT
  const files = albums.map(
    (album, index): Part => ({
      kind: 'files',
      files: album,
      rich: captioned && index === 0 ? rich : plain(''),
    }),
  )
  return captioned || rich.text === '' ? files : [...texts(rich), ...files]
}

/** The words with their speaker. */
export function marked({ mark, rich }: Pick<Line, 'mark' | 'rich'>): Rich {
  return mark.text === '' ? rich : join([mark, ': ', rich])
}

// Telegram's limit.
const ALBUM_MOST = 10

/** Pictures and videos go together; the rest goes alone, so that a failure doubles one file at most. */
function albumsOf(attachments: readonly Attachment[]): readonly (readonly Attachment[])[] {
  const albums: Attachment[][] = []
  for (const attachment of attachments) {
    const last = albums.at(-1)
    const fits = last?.[0] !== undefined && fitsAlbum(last[0]) && fitsAlbum(attachment)
    if (last && fits && last.length < ALBUM_MOST) last.push(attachment)
    else albums.push([attachment])
  }
  return albums
}

const takesCaption = ({ kind }: Attachment) => kind !== 'sticker' && kind !== 'location'
