/** A message of ours in the pieces Telegram takes: files, albums, texts within its limits. Pure. */
import type { Attachment, Content } from '../../domain/message.ts'
import { CAPTION_LIMIT, type Piece, split } from '../../messengers/split.ts'
import { fitsAlbum } from '../../telegram/send-file.ts'

export type Part =
  | { readonly kind: 'text'; readonly piece: Piece }
  | { readonly kind: 'file'; readonly attachment: Attachment; readonly caption?: Piece }
  | { readonly kind: 'album'; readonly attachments: readonly Attachment[]; readonly caption?: Piece }

type Files = Exclude<Part, { kind: 'text' }>

// sendMediaGroup takes 2 to 10 photos and videos.
const ALBUM = 10

/** The last part can carry buttons, if there are any: albums cannot, and `below` is said under them. */
export function partsOf({ text, entities = [], attachments = [] }: Content, below?: string): readonly Part[] {
  const files = grouped(attachments)
  const [only] = files
  const caption = { text, entities }
  const fits = text !== '' && text.length <= CAPTION_LIMIT && files.length === 1
  if (only?.kind === 'file' && fits && only.attachment.kind !== 'sticker') return [{ ...only, caption }]
  if (only?.kind === 'album' && fits && below === undefined) return [{ ...only, caption }]
  const words = text !== '' ? text : files.at(-1)?.kind === 'album' ? (below ?? '') : ''
  const texts = words === '' ? [] : split(words, text === '' ? [] : entities)
  return [...files, ...texts.map((piece): Part => ({ kind: 'text', piece }))]
}

/** Neighbours that may stand in one album do. */
function grouped(attachments: readonly Attachment[]): readonly Files[] {
  const runs: Attachment[][] = []
  for (const attachment of attachments) {
    const run = runs.at(-1)
    const joins = run && run.length < ALBUM && run.every(fitsAlbum) && fitsAlbum(attachment)
    if (joins) run.push(attachment)
    else runs.push([attachment])
  }
  return runs.flatMap((run): readonly Files[] => {
    const [first] = run
    if (run.length > 1) return [{ kind: 'album', attachments: run }]
    return first ? [{ kind: 'file', attachment: first }] : []
  })
}
