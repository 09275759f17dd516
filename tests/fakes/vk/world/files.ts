/** Files in VK: uploaded, saved, and named by kind, owner and number. */
import { mimeByEnding } from '../../messenger/mime.ts'
import type { FileKind, StoredFile } from './model.ts'

// 50 MB a photo, 200 MB a document: VK's own limits of uploads.
export const PHOTO_LIMIT = 50 * 1024 * 1024
export const DOC_LIMIT = 200 * 1024 * 1024

export interface NewFile {
  readonly kind: FileKind
  readonly ownerId: number
  readonly bytes: Uint8Array
  /** Default: the bytes there are. */
  readonly size?: number | undefined
  readonly name?: string | undefined
  readonly mime?: string | undefined
}

const NAMES: { readonly [kind in FileKind]: string } = {
  photo: 'photo.jpg',
  doc: 'file.bin',
  audio_message: 'voice.ogg',
}

/** Uploaded, not yet saved. */
interface Uploaded {
  readonly kind: FileKind
  readonly bytes: Uint8Array
  readonly name: string | undefined
  readonly mime: string | undefined
}

export class Files {
  readonly #byName = new Map<string, StoredFile>()
  readonly #uploaded = new Map<string, Uploaded>()
  readonly #now: () => number
  #next = 457_000_001
  #nextUpload = 1

  constructor(now: () => number) {
    this.#now = now
  }

  keep({ kind, ownerId, bytes, size, name = NAMES[kind], mime }: NewFile): StoredFile {
    const id = this.#next++
    const said = mime === 'application/octet-stream' ? undefined : mime
    const file = {
      kind,
      id,
      ownerId,
      // Looks random and is the same in every run.
      accessKey: ((id * 2_654_435_761) % 2 ** 32).toString(16).padStart(16, 'a0'),
      bytes,
      size: size ?? bytes.length,
      name,
      mime: said ?? mimeByEnding(name) ?? 'application/octet-stream',
      savedAt: this.#now(),
    }
    this.#byName.set(`${kind}${ownerId}_${id}`, file)
    return file
  }

  /** The word by which an upload is saved afterwards. */
  upload(uploaded: Uploaded): string {
    const word = `up${this.#nextUpload++}`
    this.#uploaded.set(word, uploaded)
    return word
  }

  uploaded(word: string): Uploaded | undefined {
    return this.#uploaded.get(word)
  }

  /** By its address in VK without the access key: `photo-1_5`; a voice message is also called a document. */
  named(kind: string, ownerId: number, id: number): StoredFile | undefined {
    const place = `${ownerId}_${id}`
    const found = this.#byName.get(`${kind}${place}`)
    return found ?? (kind === 'doc' ? this.#byName.get(`audio_message${place}`) : undefined)
  }

  /** What a download address asks for. */
  atPath(path: string): StoredFile | undefined {
    const [, kind = '', owner, id, key] = /^([a-z_]+)(-?\d+)_(\d+)_([0-9a-f]+)/u.exec(path) ?? []
    const file = this.named(kind, Number(owner), Number(id))
    return file?.accessKey === key ? file : undefined
  }
}

export const addressOf = (file: StoredFile): string => `${file.kind}${file.ownerId}_${file.id}`

export const pathOf = (file: StoredFile): string =>
  `${addressOf(file)}_${file.accessKey}/${encodeURIComponent(file.name)}`
