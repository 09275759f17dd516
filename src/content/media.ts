/** Files of `flows/media`. A release keeps their hashes, so that its id changes with them; the bytes stay in their folder. */
import { createHash } from 'node:crypto'
import { basename, extname } from 'node:path'
import { z } from 'zod'
import type { Attachment } from '../domain/message.ts'

// What a browser shows without running anything: no SVG, no HTML.
const TYPES: { readonly [extension: string]: readonly [Attachment['kind'], string] } = {
  '.png': ['image', 'image/png'],
  '.jpg': ['image', 'image/jpeg'],
  '.jpeg': ['image', 'image/jpeg'],
  '.gif': ['image', 'image/gif'],
  '.webp': ['image', 'image/webp'],
  '.pdf': ['file', 'application/pdf'],
  '.txt': ['file', 'text/plain'],
  '.csv': ['file', 'text/csv'],
  '.docx': ['file', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  '.xlsx': ['file', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  '.mp4': ['video', 'video/mp4'],
}
export const MEDIA_TYPES = Object.keys(TYPES).map((extension) => extension.slice(1))
// What every channel delivers to a customer.
export const MAX_MEDIA = 10 * 1024 * 1024

/** Undefined for a type that is not shown. The id is the bytes' hash: the same file is stored once. */
export function describeMedia(path: string, bytes: Uint8Array): Attachment | undefined {
  const type = TYPES[extname(path).toLowerCase()]
  if (type === undefined) return undefined
  const [kind, mime] = type
  const id = createHash('sha256').update(bytes).digest('base64url').slice(0, 22)
  return { id, kind, name: basename(path), mime, size: bytes.byteLength }
}

const described = z.strictObject({
  id: z.string(),
  kind: z.enum(['image', 'file', 'video']),
  name: z.string(),
  mime: z.string(),
  size: z.number(),
})

/** A release's source of a media file: what it is, not its bytes. */
export const writeMedia = (attachment: Attachment): string => JSON.stringify(attachment)
export const readMedia = (source: string): Attachment => described.parse(JSON.parse(source))
