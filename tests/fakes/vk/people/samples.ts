/** Files nobody needs to make by hand. */
import type { FileKind } from '../world/model.ts'

const bytesOf = (...start: readonly number[]): Uint8Array => Uint8Array.from([...start, 0, 1, 2, 3])

// The first bytes are right: enough for whoever looks at them.
export const BYTES: { readonly [kind in FileKind]: Uint8Array } = {
  photo: bytesOf(0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0),
  doc: new TextEncoder().encode('%PDF-1.4 a document'),
  audio_message: bytesOf(0x4f, 0x67, 0x67, 0x53),
}

// A picture of one dot.
export const STICKER: Uint8Array = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
