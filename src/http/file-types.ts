import { fileTypeFromBuffer } from 'file-type'
import type { Attachment } from '../domain/message.ts'

type Kind = Attachment['kind']

/** What a customer may send, by what the bytes are; the name and the declared type are not believed. */
const TAKEN: { readonly [mime: string]: Kind } = {
  'image/png': 'image',
  'image/jpeg': 'image',
  'image/gif': 'image',
  'image/webp': 'image',
  // Browsers other than Safari cannot show it: a file to download.
  'image/heic': 'file',
  'application/pdf': 'file',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'file',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'file',
  'application/vnd.oasis.opendocument.text': 'file',
  'video/mp4': 'video',
  'video/quicktime': 'video',
  'video/webm': 'video',
  'audio/mpeg': 'voice',
  'audio/ogg': 'voice',
  'audio/x-m4a': 'voice',
  'audio/wav': 'voice',
}

/** Text has no signature: valid UTF-8 without control characters, under one of these names. */
const TEXT_NAMES = new Set(['txt', 'log', 'csv', 'md', 'srt', 'vtt', 'json'])

/** For people. */
export const TAKEN_NAMES =
  'PNG, JPEG, GIF, WebP, HEIC, PDF, DOCX, XLSX, ODT, MP4, MOV, WebM, MP3, OGG, M4A, WAV, TXT, LOG, CSV'

/** Only these four are ever shown inside a page; SVG and HTML never are. */
const INLINE = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])
export const isInline = (mime: string) => INLINE.has(mime)

export type Sniffed =
  | { readonly kind: 'taken'; readonly mime: string; readonly shown: Kind; readonly name: string }
  | { readonly kind: 'refused'; readonly found: string }

export async function sniff(bytes: Uint8Array, givenName: string): Promise<Sniffed> {
  const name = plainName(givenName)
  const found = await fileTypeFromBuffer(bytes)
  const mime = found?.mime.split(';')[0] ?? ''
  const shown = TAKEN[mime]
  if (found && shown) return { kind: 'taken', mime, shown, name: withExtension(name, found.ext) }
  if (!found && TEXT_NAMES.has(extension(name)) && isText(bytes)) {
    return { kind: 'taken', mime: 'text/plain', shown: 'file', name }
  }
  return { kind: 'refused', found: found?.mime ?? (extension(name) || '?') }
}

function extension(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase()
}

const SAME = [
  ['jpg', 'jpeg'],
  ['heic', 'heif'],
  ['ogg', 'oga', 'opus'],
  ['mp4', 'm4v'],
  ['mov', 'qt'],
]

/** `photo.exe` with a picture inside becomes `photo.exe.png`: nobody is to run it by its name. */
function withExtension(name: string, found: string): string {
  const given = extension(name)
  if (given === found || SAME.some((all) => all.includes(given) && all.includes(found))) return name
  return `${name}.${found}`
}

/** The last part of a path, without control characters and without the marks that turn text around. */
function plainName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? ''
  const plain = last.replace(/[\p{Cc}\p{Cf}\p{Cs}"<>:|?*]/gu, '').trim()
  return plain.replace(/^\.+/, '').slice(-120) || 'file'
}

function isText(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return !/[^\P{Cc}\t\n\r\f]/u.test(text)
  } catch {
    return false
  }
}
