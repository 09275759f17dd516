/** Files and their names: a `file_id` belongs to the bot it was given to, `file_unique_id` to the file. */
import { mimeByEnding } from '../../messenger/mime.ts'
import type { MediaType, StoredFile, Wire } from './model.ts'

// The limits of the cloud Bot API: 50 MB up, 10 MB for a photo, 20 MB down.
export const UPLOAD_LIMIT = 50 * 1024 * 1024
export const PHOTO_LIMIT = 10 * 1024 * 1024
export const DOWNLOAD_LIMIT = 20 * 1024 * 1024

const MIME: { readonly [type in MediaType]: string } = {
  photo: 'image/jpeg',
  document: 'application/octet-stream',
  voice: 'audio/ogg',
  video: 'video/mp4',
  video_note: 'video/mp4',
  audio: 'audio/mpeg',
  sticker: 'image/webp',
  animation: 'video/mp4',
}

function mimeOf(type: MediaType, name: string | undefined, said: string | undefined): string {
  if (said !== undefined && said !== 'application/octet-stream') return said
  return type === 'document' ? (mimeByEnding(name ?? '') ?? MIME[type]) : MIME[type]
}

const FOLDER: { readonly [type in MediaType]: string } = {
  photo: 'photos',
  document: 'documents',
  voice: 'voice',
  video: 'videos',
  video_note: 'video_notes',
  audio: 'music',
  sticker: 'stickers',
  animation: 'animations',
}
const EXTENSION: { readonly [type in MediaType]: string } = {
  photo: '.jpg',
  document: '',
  voice: '.oga',
  video: '.mp4',
  video_note: '.mp4',
  audio: '.mp3',
  sticker: '.webp',
  animation: '.mp4',
}

export interface NewFile {
  readonly type: MediaType
  readonly bytes: Uint8Array
  /** Default: the bytes there are. More plays a large file without holding it. */
  readonly size?: number
  readonly name?: string | undefined
  readonly mime?: string | undefined
  readonly about?: Wire
}

/** All files there are, whoever sent them. */
export class Files {
  readonly #byKey = new Map<string, StoredFile>()
  #next = 1

  keep({ type, bytes, size, name, mime, about = {} }: NewFile): StoredFile {
    const key = `AQAD${(this.#next++).toString(36).padStart(6, '0')}`
    const file = { key, type, bytes, size: size ?? bytes.length, name, mime: mimeOf(type, name, mime), about }
    this.#byKey.set(key, file)
    return file
  }

  /** By a `file_id`; undefined when it is another bot's or nobody's. */
  ofBot(botId: number, fileId: string): StoredFile | undefined {
    const [, owner, key] = /^AgAC-(\d+)-(AQAD[0-9a-z]{6,})s?$/.exec(fileId) ?? []
    return owner === String(botId) && key !== undefined ? this.#byKey.get(key) : undefined
  }

  byKey(key: string): StoredFile | undefined {
    return this.#byKey.get(key)
  }

  /** What `/file/bot<token>/<path>` asks for. */
  atPath(path: string): StoredFile | undefined {
    const key = /^[a-z_]+\/(AQAD[0-9a-z]+)(?:\.\w+)?$/.exec(path)?.[1]
    return key === undefined ? undefined : this.#byKey.get(key)
  }
}

export const fileIdFor = (botId: number, file: StoredFile): string => `AgAC-${botId}-${file.key}`

export function pathOf(file: StoredFile): string {
  const own = /\.\w{1,8}$/.exec(file.name ?? '')?.[0]
  return `${FOLDER[file.type]}/${file.key}${own ?? EXTENSION[file.type]}`
}
