/**
 * Files between VK and our own store. In: fetched by the links VK gives, bytes checked, never trusted by name. Out: by the
 * name VK gave at the first upload (`photo-1_2_key`), remembered in the notes; else uploaded.
 */
import type { ConversationId } from '../../domain/ids.ts'
import type { Attachment } from '../../domain/message.ts'
import { type Chance, type Clock, duration, later } from '../../domain/time.ts'
import { sniff } from '../../http/file-types.ts'
import { backOff, type Pauses } from '../../messengers/pause.ts'
import type { Blobs, Store } from '../../store/port.ts'
import type { VkApi } from './api.ts'
import type { VkFile } from './attachments.ts'
import { readFailure } from './errors.ts'
import { NotAnswered } from './http.ts'

export interface MediaParts {
  readonly api: VkApi
  readonly group: number
  /** The API's own address; files of a server of one's own come from there, too. */
  readonly root: string
  readonly store: Store
  readonly blobs: Blobs
  readonly clock: Clock
  readonly chance: Chance
  readonly pauses: Pauses
  /** Largest file that is kept, bytes; asked at each. */
  readonly limit: () => number
}

/** What became of a file somebody sent. */
export type Fetched =
  | { readonly kind: 'kept'; readonly attachment: Attachment }
  | { readonly kind: 'tooLarge'; readonly name: string; readonly limit: number }
  | { readonly kind: 'gone'; readonly name: string }
  | { readonly kind: 'refused'; readonly name: string }

export const VK_NOTES = 'vk'

// VK takes photos and documents of 50 MB.
const UPLOAD_LIMIT = 50 * 1_048_576
// Beyond that the message goes without its file: its words are worth more than its picture an hour later.
const TRIES = 3
const FETCH_WITHIN = duration(30_000)
const KNOWN = 2_000
// Where VK keeps what people send.
const HOSTS =
  /(?:^|\.)(?:userapi\.com|vk\.com|vk\.ru|vk\.me|vkuser\.net|vkuserphoto\.ru|vkuservideo\.net|mycdn\.me|okcdn\.ru)$/u

export class Media {
  readonly #parts: MediaParts
  readonly #known = new Map<string, string>()

  constructor(parts: MediaParts) {
    this.#parts = parts
  }

  /** The file of an arrival, in our store. Rejects only as the store does. */
  async fetch(file: VkFile, conversation: ConversationId): Promise<Fetched> {
    const limit = this.#parts.limit()
    const { name } = file
    if (file.size !== undefined && file.size > limit) return { kind: 'tooLarge', name, limit }
    const bytes = await this.#bytes(file, limit)
    if (bytes === 'tooLarge') return { kind: 'tooLarge', name, limit }
    if (bytes === undefined || bytes.length === 0) return { kind: 'gone', name }
    return this.#keep(file, bytes, conversation)
  }

  /** How a file of ours is called in VK; undefined when it can neither be found nor uploaded. Rejects when it may be later. */
  async toSend(attachment: Attachment, peer: number): Promise<string | undefined> {
    const known = this.#known.get(attachment.id) ?? (await this.#noted(attachment.id))
    if (known !== undefined) return known
    const { size, id } = attachment
    const bytes = size > UPLOAD_LIMIT ? undefined : await this.#parts.blobs.get(id)
    if (!bytes) return undefined
    const name = await this.#upload(attachment, bytes, peer)
    if (name === undefined) return undefined
    this.#remember(id, name)
    await this.#parts.store.note(VK_NOTES, new Map([[this.#key(id), name]]))
    return name
  }

  /** VK does not know it any more (a restored backup, another community's): it is uploaded again. */
  async forget({ id }: Attachment): Promise<void> {
    this.#known.delete(id)
    await this.#parts.store.note(VK_NOTES, new Map([[this.#key(id), undefined]]))
  }

  async #keep(
    { name: given, kind }: VkFile,
    bytes: Uint8Array,
    conversation: ConversationId,
  ): Promise<Fetched> {
    const { store, blobs, clock, chance } = this.#parts
    const sniffed = await sniff(bytes, given)
    if (sniffed.kind === 'refused') return { kind: 'refused', name: given }
    const { mime, name, shown } = sniffed
    const id = chance.token(16)
    const attachment = { id, kind: kind === 'sticker' ? kind : shown, name, mime, size: bytes.length }
    await blobs.put(id, bytes)
    await store.saveUpload({ ...attachment, conversation, at: clock.now() })
    return { kind: 'kept', attachment }
  }

  async #bytes({ url }: VkFile, limit: number): Promise<Uint8Array | 'tooLarge' | undefined> {
    const { api, pauses, clock, root } = this.#parts
    if (!URL.canParse(url)) return undefined
    const own = new URL(root).hostname
    // What stands in for VK on this machine has its own files and sends nobody elsewhere.
    const apart = own === 'localhost' || own.startsWith('127.')
    const allowed = (at: URL) =>
      at.hostname === own || (!apart && at.protocol === 'https:' && HOSTS.test(at.hostname))
    for (let tries = 1; !pauses.ended; tries++) {
      const call = new AbortController()
      const alarm = clock.at(later(clock.now(), FETCH_WITHIN), () => call.abort())
      try {
        return (await api.http.bytes(url, limit, allowed, call.signal)) ?? 'tooLarge'
      } catch (error) {
        const gone = error instanceof NotAnswered && error.status < 500
        if (gone || tries >= TRIES) return undefined
      } finally {
        alarm.cancel()
      }
      await pauses.wait(backOff(tries - 1))
    }
    return undefined
  }

  async #upload(
    { kind, mime, name }: Attachment,
    bytes: Uint8Array,
    peer: number,
  ): Promise<string | undefined> {
    const { uploads } = this.#parts.api
    const filename = name.replace(/[";\r\n]/gu, '_')
    const value = Buffer.from(bytes)
    const source = { value: { value, filename, contentType: mime, contentLength: value.length } }
    const params = { peer_id: peer, source: { values: source.value } }
    try {
      if (isPhoto(kind, mime)) return String(await uploads.messagePhoto(params))
      if (kind === 'voice' && mime === 'audio/ogg') return String(await uploads.audioMessage(params))
      return String(await uploads.messageDocument({ ...params, title: filename }))
    } catch (error) {
      const failure = readFailure(error)
      // A kind of file VK does not take; what may pass is tried again with the message.
      if (failure.kind === 'badContent') return undefined
      throw error
    }
  }

  #key(id: string): string {
    return `file:${this.#parts.group}:${id}`
  }

  async #noted(id: string): Promise<string | undefined> {
    const key = this.#key(id)
    const noted = (await this.#parts.store.notes(VK_NOTES, key)).get(key)
    if (typeof noted !== 'string') return undefined
    this.#remember(id, noted)
    return noted
  }

  #remember(id: string, name: string): void {
    this.#known.set(id, name)
    const [oldest] = this.#known.keys()
    if (this.#known.size > KNOWN && oldest !== undefined) this.#known.delete(oldest)
  }
}

/** An animation or a WebP would be refused among photos. */
export const isPhoto = (kind: Attachment['kind'], mime: string) =>
  kind === 'image' && (mime === 'image/jpeg' || mime === 'image/png')
