/** Files on their way to the server, before the message that takes them along. */
import type { WireFile } from '../../channels/site/wire.ts'
import type { Result } from './api.ts'
import type { FileRef } from './outbox.ts'

export interface Upload {
  readonly key: number
  readonly name: string
  readonly size: number
  readonly state: 'uploading' | 'ready' | 'failed'
  readonly why?: string
  readonly file?: WireFile
  readonly abort: AbortController
}

interface UploadParts {
  readonly send: (file: File, signal: AbortSignal) => Promise<Result<WireFile>>
  readonly draw: (uploads: readonly Upload[]) => void
}

export const MEGABYTE = 1_048_576

export class Uploads {
  readonly #parts: UploadParts
  #all: readonly Upload[] = []
  #last = 0

  constructor(parts: UploadParts) {
    this.#parts = parts
  }

  add(file: File, most: number, tooLarge: (megabytes: number) => string): void {
    const upload: Upload = {
      ...{ key: ++this.#last, name: file.name, size: file.size, abort: new AbortController() },
      state: 'uploading',
    }
    this.#set([...this.#all, upload])
    if (file.size <= most) void this.#send(upload, file)
    else this.#change(upload, { state: 'failed', why: tooLarge(most / MEGABYTE) })
  }

  drop(key: number): void {
    this.#all.find((upload) => upload.key === key)?.abort.abort()
    this.#set(this.#all.filter((upload) => upload.key !== key))
  }

  /** Those that are there, for the message that is being sent. */
  get ready(): readonly FileRef[] {
    return this.#all.flatMap(({ file }) => (file ? [{ id: file.id, name: file.name }] : []))
  }

  /** They went with a message, and what failed is forgotten; the rest goes with the next one. */
  sent(): void {
    this.#set(this.#all.filter(({ state }) => state === 'uploading'))
  }

  async #send(upload: Upload, file: File): Promise<void> {
    const sent = await this.#parts.send(file, upload.abort.signal)
    this.#change(
      upload,
      sent.ok ? { state: 'ready', file: sent.value } : { state: 'failed', why: sent.trouble.message },
    )
  }

  #change(upload: Upload, change: Partial<Upload>): void {
    this.#set(this.#all.map((old) => (old.key === upload.key ? { ...old, ...change } : old)))
  }

  #set(uploads: readonly Upload[]): void {
    this.#all = uploads
    this.#parts.draw(uploads)
  }
}
